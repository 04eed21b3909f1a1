"""The page of presets: what repeats over one is proposed, what is noted can be taken off."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from review_desk.domain.preset.note import PresetNote
from review_desk.domain.preset.repeated import SHARE, Repeated
from review_desk.operations.preset_notes import Presets
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.undo_button import UndoButton
from review_desk.ui.widgets.pieces import Run, Section, button, column, label, line, row
from review_desk.ui.widgets.undoing_page import UndoingPage

_WHY = (
    "A fault on so many photos of a preset is the preset’s. Noted on it, it counts once, and Shift+F no "
    "longer stops at each photo."
)
_NOTHING = "Nothing repeats over a preset."
_NO_NOTES = "Nothing is noted for this batch yet."
_ASKED = "What is to change in the preset?"

Show = Callable[[tuple[str, ...]], None]
"""Shows photos on the grid, selected."""


class Proposal(QWidget):
    """A fault that repeats: on how many, and a note to make of it."""

    def __init__(self, found: Repeated, session: Session, show: Callable[[], None]) -> None:
        super().__init__()
        self._found, self._session = found, session
        self.text = QLineEdit()
        self.text.setPlaceholderText(_ASKED)
        self.text.setAccessibleName(f"{_ASKED} {found.preset}: {found.title}")
        self.text.returnPressed.connect(self._on_note_clicked)
        title = label(f"{found.preset}: {found.title}", "strong")
        said = f"On {len(found.photos)} of its {found.of} photos"
        said += f", with other presets on {found.elsewhere} of {found.others}." if found.others else "."
        asked = row(self.text, button("Show", show, role="flat", tip="Select its photos on the grid"),
                    button("Note", self._on_note_clicked, tip="Note it on the preset (Enter)"))  # fmt: skip
        asked.setStretch(0, 1)
        self.setLayout(column(title, label(said, "second", wrap=True), asked, gap=tokens.GAP_XS))

    def _on_note_clicked(self) -> None:
        found = self._found
        self._session.note_preset(found.photos, self.text.text(), fault=found.fault, title=found.title)


class NoteRow(QWidget):
    """What is noted, by whom, for how many photos."""

    def __init__(self, note: PresetNote, session: Session, show: Callable[[], None]) -> None:
        super().__init__()
        title = ": ".join(filter(None, (note.preset, note.title)))
        top = row(label(title, "strong"), None,
                  button("Show", show, role="flat", tip="Select its photos on the grid"),
                  button("Take off", partial(session.drop_note, note.id), role="flat"))  # fmt: skip
        pieces = [label(note.text, wrap=True)] if note.text else []
        said = f"{len(note.photos)} photos, by {note.author}, {note.at[:10]}"
        if note.fault:
            said += ". It counts once."
        self.setLayout(column(top, *pieces, label(said, "second"), gap=tokens.GAP_XS))


class PresetsPage(UndoingPage):
    """Proposals first, then what is noted. `show` shows photos on the grid; the page closes then."""

    def __init__(self, parent: QWidget | None, session: Session, run: Run, show: Show) -> None:
        super().__init__(parent, "Repeated faults", run)
        self._session, self._show = session, show
        self._found: Presets | None = None
        self.resize(640, 560)
        self._build(run)
        for signal in (session.notes_changed, session.findings_changed):
            signal.connect(self.refill)
        session.presets_read.connect(self._on_session_presets_read)
        session.refused.connect(self.say)
        self.refill()

    def _build(self, run: Run) -> None:
        self.share = QSpinBox()
        self.share.setRange(5, 100)
        self.share.setSuffix(" %")
        self.share.setValue(round(100 * SHARE))
        self.share.setAccessibleName("From which share of a preset’s photos a fault is the preset’s")
        self.share.valueChanged.connect(self.refill)
        self._counted = label("", "second")
        self._proposed, self._noted = Section("Proposed"), Section("Noted")
        for section in (self._proposed, self._noted):
            section.body.setSpacing(tokens.GAP_M)
        top = row(label("Repeated faults", "large"), None, label("from", "second"), self.share,
                  label("of a preset’s photos", "second"))  # fmt: skip
        inside = column(self._proposed, line(), self._noted, None, gap=tokens.GAP_L)
        foot = row(UndoButton(self._session, run), None, self._counted, button("Close", self.accept))
        self.lay_out(column(top, label(_WHY, "second", wrap=True)), inside, foot)

    def refill(self) -> None:
        """Read what repeats now."""
        self._session.read_presets(self.share.value() / 100)

    def _on_session_presets_read(self, found: Presets) -> None:
        """Show what repeats; nothing moves while somebody types unless it is another matter."""
        if found == self._found:
            return
        self._found = found
        unchecked = self._session.checked is None
        nothing = f"{_NOTHING} Check this batch first (Ctrl+Shift+C)." if unchecked else _NOTHING
        self._proposed.set_heading("Proposed", str(len(found.proposed)))
        session, shows = self._session, self._shows
        proposed = [Proposal(each, session, shows(each.photos)) for each in found.proposed]
        self._proposed.fill(_listed(proposed, nothing))
        if proposed:
            proposed[0].text.setFocus()
        self._noted.set_heading("Noted", str(len(found.notes)))
        rows = [NoteRow(each, session, shows(each.photos)) for each in found.notes]
        self._noted.fill(_listed(rows, _NO_NOTES))
        counts = f", counted as {found.counted:,}" if found.counted < found.single else ""
        self._counted.setText(f"{found.single:,} faults on the photos{counts}")

    def _shows(self, photos: tuple[str, ...]) -> Callable[[], None]:
        return partial(self._on_show_clicked, photos)

    def _on_show_clicked(self, photos: tuple[str, ...]) -> None:
        self.accept()
        self._show(photos)


def _listed(rows: Sequence[QWidget], nothing: str) -> Sequence[QWidget]:
    return rows or [label(nothing, "second", wrap=True)]
