"""What the audit is asked for: words, a person, a kind of event, a photo or a batch, days."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from review_desk.domain.audit import GROUPS, Wanted
from review_desk.domain.day import Days
from review_desk.operations.audit import people
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import label, menu_button, row, segment

_SCOPES = ("photo", "batch", "desk")
_DAY_PX = 104


class AskingBar(QWidget):
    """One row. A photo on screen is what is asked about first.

    Signals:
        changed(): something else is asked for.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._who = self._kind = ""
        self._people: list[str] = []
        self._scope = "photo" if session.current else "desk"
        session.tasks.read(people, self._take_people)
        self._build()
        self._show_choices()

    def _build(self) -> None:
        self.words = self._field("Search", "Words that stand in the entry")
        self.words.setMinimumWidth(170)
        self.since, self.until = self._field("From day", "2026-11-21"), self._field("To day", "2026-11-21")
        for each in (self.since, self.until):
            each.setFixedWidth(_DAY_PX)
        self.who = menu_button("Who", "Only what this person did", self._fill_people)
        self.kind = menu_button("Kind", "Only this kind of event", self._fill_kinds)
        self.scopes = {name: segment(f"This {name}" if name != "desk" else "Desk") for name in _SCOPES}
        for name, choice in self.scopes.items():
            choice.setAccessibleName(f"Only this {name}" if name != "desk" else "The whole desk")
            choice.clicked.connect(partial(self.choose_scope, name))
        scopes = row(*self.scopes.values(), gap=0)
        made = row(self.words, self.who, self.kind, gap=tokens.GAP_S)
        made.addLayout(scopes)
        for piece in (self.since, label("to", "second"), self.until):
            made.addWidget(piece)
        made.setStretch(0, 1)
        self.setLayout(made)

    def _field(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        made.textChanged.connect(self._on_text_changed)
        return made

    @property
    def typing(self) -> bool:
        """Whether a field has the focus."""
        return any(each.hasFocus() for each in (self.words, self.since, self.until))

    def wanted(self) -> Wanted:
        """What is asked for. Raises BadInput for a day that is none."""
        session = self._session
        photo, batch = session.current, session.batch
        return Wanted(
            photo=photo.id if photo and self._scope == "photo" else "",
            batch=batch.id if batch and self._scope == "batch" else "",
            who=self._who,
            kinds=GROUPS[self._kind][1] if self._kind else (),
            days=Days(self.since.text().strip(), self.until.text().strip()),
            words=self.words.text(),
        )

    def choose_scope(self, scope: str, _: bool = False) -> None:
        """Ask about the photo on screen, its batch or the whole desk."""
        self._scope = scope
        self._show_choices()
        self.changed.emit()

    def choose_who(self, who: str, _: bool = False) -> None:
        """Ask for one person; for all with nothing."""
        self._who = who
        self._show_choices()
        self.changed.emit()

    def choose_kind(self, kind: str, _: bool = False) -> None:
        """Ask for one kind of event; for all with nothing."""
        self._kind = kind
        self._show_choices()
        self.changed.emit()

    def _show_choices(self) -> None:
        self.who.setText(f"{self._who or 'Everybody'}  ▾")
        self.kind.setText(f"{GROUPS[self._kind][0] if self._kind else 'Everything'}  ▾")
        for name, choice in self.scopes.items():
            choice.setChecked(name == self._scope)
        self.scopes["photo"].setEnabled(self._session.current is not None)

    def _take_people(self, found: list[str]) -> None:
        self._people = found

    def _fill_people(self, menu: QMenu) -> None:
        menu.addAction("Everybody").triggered.connect(partial(self.choose_who, ""))
        for name in self._people:
            menu.addAction(name).triggered.connect(partial(self.choose_who, name))

    def _fill_kinds(self, menu: QMenu) -> None:
        menu.addAction("Everything").triggered.connect(partial(self.choose_kind, ""))
        for kind, (title, _) in GROUPS.items():
            menu.addAction(title).triggered.connect(partial(self.choose_kind, kind))

    def _on_text_changed(self, _: str) -> None:
        self.changed.emit()
