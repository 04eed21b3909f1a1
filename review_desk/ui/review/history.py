"""The history of the photo on screen: its newest steps, or all of them, and its versions."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from review_desk.domain.event import Event
from review_desk.domain.photo import Version, said_beside, version_names
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import ElidedLabel, RowButton, Run, Section, key_cap, label, row

_NEWEST = 12
"""Steps shown at first."""


class HistorySection(Section):
    """Who did what when, the newest first; a row at the end opens or closes the older ones."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__("History")
        self._session, self._run = session, run
        self._whole_of = ""

    @property
    def _photo(self) -> str:
        return self._session.current.id if self._session.current else ""

    def toggle(self) -> None:
        """Show all steps of this photo, or the newest again. Another photo begins with its newest."""
        self._whole_of = "" if self._whole_of == self._photo else self._photo
        self.refill()

    def refill(self) -> None:
        """Show what holds now."""
        events = [e for e in reversed(self._session.history) if "label" in e.payload]
        steps = list({e.step: e for e in reversed(events)}.values())[::-1]
        whole = bool(self._photo) and self._whole_of == self._photo
        rows: list[QWidget | QLayout] = [_step_row(each) for each in (steps if whole else steps[:_NEWEST])]
        if len(steps) > _NEWEST:
            rows.append(self._more(len(steps) - _NEWEST, whole=whole))
        if photo := self._session.current:
            names = version_names(photo.versions)
            rows += [_version_row(names[version.number], version) for version in reversed(photo.versions)]
        self.fill(rows or [label("Nothing yet.", "second")])

    def _more(self, older: int, *, whole: bool) -> RowButton:
        words = f"The newest {_NEWEST} only" if whole else f"{older} more"
        made = RowButton(words, partial(self._run, "photo.history"), right=key_cap("Alt+H"))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made


def _step_row(event: Event) -> QLayout:
    when = label(f"{event.actor} {event.at[11:16]}", "second")
    when.setToolTip(event.at)
    made = row(ElidedLabel(event.payload["label"]), when)
    made.setStretch(0, 1)
    return made


def _version_row(name: str, version: Version) -> QLayout:
    """A version by its name, with its label where that says more."""
    made = ElidedLabel(" · ".join(filter(None, (name, said_beside(name, version.label)))))
    made.setToolTip(version.file)
    return row(made)
