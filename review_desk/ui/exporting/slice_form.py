"""Choosing a slice: verdicts, levels, failure mode, preset, days."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QToolButton, QWidget

from review_desk.domain.decision import Verdict
from review_desk.domain.slice import UNJUDGED, Slice
from review_desk.errors import DeskError
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import label, menu_button, row, segment

_VERDICTS = {**{str(verdict): verdict.past.capitalize() for verdict in Verdict}, UNJUDGED: "No verdict"}
_ANY = "any"


class SliceForm(QWidget):
    """Nothing chosen in a row asks for nothing.

    Signals:
        changed(): another slice is asked for.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._tag = self._preset = self._gate = ""
        self.verdicts = {name: self._choice(words) for name, words in _VERDICTS.items()}
        self.levels = {level: self._choice(f"{tokens.LEVEL_SHAPES[level]} {level}") for level in (1, 2, 3)}
        self.tags = menu_button("Failure mode", "Only photos with this failure mode", self._fill_tags)
        self.presets = menu_button("Preset", "Only photos of this preset", self._fill_presets)
        self.gates = menu_button(
            "Gate", "Only photos that a gate holds, or has let through", self._fill_gates
        )
        self.since, self.until = (self._day(words) for words in ("Decided from", "Decided to"))
        self._build()
        self._show_menus()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.GAP_L)
        grid.setVerticalSpacing(tokens.GAP_M)
        lines = (
            ("Verdict", row(*self.verdicts.values(), None, gap=0)),
            ("Level", row(*self.levels.values(), None, gap=0)),
            ("Failure mode", row(self.tags, None)),
            ("Preset", row(self.presets, None)),
            ("Gate", row(self.gates, None)),
            ("Decided", row(self.since, label("to", "second"), self.until, None)),
        )
        for number, (words, pieces) in enumerate(lines):
            grid.addWidget(label(words, "second"), number, 0)
            grid.addLayout(pieces, number, 1)
        grid.setColumnStretch(1, 1)
        self.setLayout(grid)

    def _choice(self, words: str) -> QToolButton:
        made = segment(words)
        made.setAccessibleName(f"Only {words}")
        made.toggled.connect(self._on_choice_toggled)
        return made

    def _day(self, words: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText("2026-11-21")
        made.setAccessibleName(words)
        made.setFixedWidth(110)
        made.textChanged.connect(self._on_day_text_changed)
        return made

    # --- what is chosen ----------------------------------------------------------------------------------

    def chosen(self) -> Slice:
        """The slice as it is asked for. Raises BadInput for a day that is none."""
        return Slice(
            verdicts=tuple(name for name, choice in self.verdicts.items() if choice.isChecked()),
            levels=tuple(level for level, choice in self.levels.items() if choice.isChecked()),
            tags=(self._tag,) if self._tag else (),
            presets=(self._preset,) if self._preset else (),
            gates=(self._gate,) if self._gate else (),
            since=self.since.text().strip(),
            until=self.until.text().strip(),
        )

    def is_at(self, wanted: Slice) -> bool:
        """Whether that slice is still the one asked for."""
        try:
            return self.chosen() == wanted
        except DeskError:
            return False

    def choose_tag(self, tag: str) -> None:
        """Ask for a failure mode; for any, with nothing."""
        self._tag = tag
        self._show_menus()
        self.changed.emit()

    def choose_preset(self, preset: str) -> None:
        """Ask for a preset; for any, with nothing."""
        self._preset = preset
        self._show_menus()
        self.changed.emit()

    def choose_gate(self, gate: str, _: bool = False) -> None:
        """Ask for what a gate holds or has let through; for any, with nothing."""
        self._gate = gate
        self._show_menus()
        self.changed.emit()

    def _on_choice_toggled(self, _: bool) -> None:
        self.changed.emit()

    def _on_day_text_changed(self, _: str) -> None:
        self.changed.emit()

    # --- menus -------------------------------------------------------------------------------------------

    def _show_menus(self) -> None:
        names = self._names()
        self.tags.setText(f"{names.get(self._tag, self._tag) or _ANY}  ▾")
        self.presets.setText(f"{self._preset or _ANY}  ▾")
        self.gates.setText(f"{self._gate or _ANY}  ▾")

    def _names(self) -> Mapping[str, str]:
        return {mode.id: mode.name for mode in self._session.taxonomy.modes}

    def _fill_tags(self, menu: QMenu) -> None:
        names = self._names()
        menu.addAction(_ANY.capitalize()).triggered.connect(partial(self._on_tag_triggered, ""))
        for mode in self._session.taxonomy.modes:
            menu.addAction(names[mode.id]).triggered.connect(partial(self._on_tag_triggered, mode.id))

    def _fill_presets(self, menu: QMenu) -> None:
        counts = Counter(str(photo.fields.get("preset") or "") for photo in self._session.photos)
        menu.addAction(_ANY.capitalize()).triggered.connect(partial(self._on_preset_triggered, ""))
        for preset, photos in sorted(counts.items()):
            if preset:
                entry = menu.addAction(f"{preset}: {photos:,} photos")
                entry.triggered.connect(partial(self._on_preset_triggered, preset))

    def _fill_gates(self, menu: QMenu) -> None:
        menu.addAction(_ANY.capitalize()).triggered.connect(partial(self.choose_gate, ""))
        for words in (f"{word} {number}" for word in ("held", "released") for number in (1, 2, 3)):
            menu.addAction(words).triggered.connect(partial(self.choose_gate, words))

    def _on_tag_triggered(self, tag: str, _: bool = False) -> None:
        self.choose_tag(tag)

    def _on_preset_triggered(self, preset: str, _: bool = False) -> None:
        self.choose_preset(preset)
