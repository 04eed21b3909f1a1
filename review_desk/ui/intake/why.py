"""Why the selected photo has its level: the rules that spoke, and what would change it."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import Evidence, telling
from review_desk.domain.route import NOBODY_RULED
from review_desk.domain.rule import ROUTE_WORDS
from review_desk.operations.explain import Explained, explain
from review_desk.operations.rules import rules_in_force
from review_desk.store.desk import Reader
from review_desk.ui.intake.sorting import Sorting
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Run, Section, button, label, row

_FEW = 3
_LONGEST = 34


class WhySection(Section):
    """“This photo”: filled at once with what is stored, then with what the rules say of changes."""

    def __init__(self, session: Session, sorting: Sorting, run: Run) -> None:
        super().__init__("This photo")
        self._session, self._sorting, self._run = session, sorting, run
        self._photo: Photo | None = None
        self._asked: tuple[object, ...] = ()
        self._explained: Explained | None = None

    def show_photo(self, photo: Photo | None) -> None:
        """Say why this photo has its level."""
        seen = self._sorting.of(photo.id) if photo else {}
        asked = (photo, tuple(seen.items()))
        if asked == self._asked and photo is not None:
            return
        self._asked, self._photo, self._explained = asked, photo, None
        self._fill()
        if photo is not None:
            self._session.tasks.read(partial(_explained, photo, seen), partial(self._take, asked))

    def _take(self, asked: tuple[object, ...], found: Explained) -> None:
        if asked == self._asked:
            self._explained = found
            self._fill()

    def _fill(self) -> None:
        if self._photo is None:
            self.fill([label("Select a photo to see why.", "second", wrap=True)])
            return
        pieces = [*_spoken(self._photo), *_seen(self._sorting.of(self._photo.id)), *self._changes()]
        self.fill(pieces)
        self.body.addLayout(self._buttons(self._photo))

    def _changes(self) -> list[QWidget]:
        if self._explained is None or not self._explained.changes:
            return []
        said = [label(change, "second", wrap=True) for change in self._explained.changes[:_FEW]]
        return [label("What would change it", "small"), *said]

    def _buttons(self, photo: Photo) -> QHBoxLayout:
        nobody = photo.assignment is not None and photo.assignment.rule == NOBODY_RULED.rule
        ask = button("Ask the questions", partial(self._run, "intake.questions"), keys="Q",
                     role="main" if nobody else "")  # fmt: skip
        return row(ask, button("Rules…", partial(self._run, "intake.rules"), keys="R"), None)


def _explained(photo: Photo, evidence: Evidence, reader: Reader) -> Explained:
    return explain(photo, rules_in_force(reader), evidence)


def _spoken(photo: Photo) -> list[QWidget]:
    """Level, route and every reason, as one would read them aloud."""
    assignment = photo.assignment
    if assignment is None:
        return [label(photo.title, "strong")]
    route = ROUTE_WORDS[assignment.route]
    pieces: list[QWidget] = [
        label(f"{_short(photo.title)} → Level {assignment.level}, {route}", "strong", wrap=True)
    ]
    if assignment.overruled_by:
        pieces.append(label(f"Set by {assignment.overruled_by}: {assignment.overrule_reason}", wrap=True))
        pieces.append(label("The rules said:", "second"))
    for reason in assignment.reasons:
        pieces.append(label(f"“{reason.sentence}”", "second", wrap=True))
        measured = f" · {reason.measured}" if reason.measured else ""
        pieces.append(label(f"rule {reason.rule}{measured}", "small", wrap=True))
    return pieces


def _short(title: str) -> str:
    """A file's long name without spaces, cut in the middle: it would not wrap."""
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST // 2]}…{title[-_LONGEST // 2 :]}"


def _seen(evidence: Evidence) -> list[QWidget]:
    told = telling(evidence)
    return [label(f"Seen in the pixels: {', '.join(told)}", "second", wrap=True)] if told else []
