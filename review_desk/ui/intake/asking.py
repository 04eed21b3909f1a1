"""What a producer does in the intake room: levels, fields, the guided questions, the rules."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from review_desk.domain.changes import Changes
from review_desk.domain.guided import Answered, alike, proposed_rule
from review_desk.domain.photo import Photo
from review_desk.operations.clock import now
from review_desk.operations.edit_fields import edit_fields
from review_desk.operations.rules import rules_in_force
from review_desk.store.desk import Store
from review_desk.ui.intake.field_form import FieldForm
from review_desk.ui.intake.guiding import GuidedQuestions
from review_desk.ui.intake.rules_editor import RulesEditor
from review_desk.ui.intake.sorting import Sorting
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.ask import AskLine


class Asking:
    """Asks in dialogs over the room, and has the answers stored."""

    def __init__(self, over: QWidget, session: Session, sorting: Sorting, thumbnails: Thumbnails) -> None:
        self._over, self._session, self._sorting, self._thumbnails = over, session, sorting, thumbnails
        self._why = ""

    def level(self, level: int, photos: Sequence[str]) -> None:
        """Give photos a level; the last reason is proposed again."""
        if found := self._named(photos):
            AskLine(
                self._over.window(), f"Level {level} for {_what(found)}", text=self._why, placeholder="Why?",
                answered=partial(self._overrule, [photo.id for photo in found], level),
            ).open()  # fmt: skip

    def _overrule(self, photos: list[str], level: int, why: str, _: int | None = None) -> None:
        self._why = why
        self._session.overrule(photos, level, why)

    def like(self, photos: Sequence[str]) -> list[str]:
        """Give the level somebody set for a photo to all like it; their ids, to be selected."""
        found = self._named(photos[:1])
        if not found:
            return []
        first = found[0]
        others = [photo.id for photo in self._session.photos if alike(first, photo)]
        assignment = first.assignment
        if assignment and assignment.overruled_by:
            self._session.overrule(others, assignment.level, assignment.overrule_reason or "")
            self._session.told.emit(f"Level {assignment.level} for {len(others)} photos like this.")
        else:
            self._session.told.emit(
                f"{len(others)} photos like this are selected: 1, 2, 3 give them a level."
            )
        return others

    def field(self, photos: Sequence[str]) -> None:
        """Correct a field of photos."""
        if found := self._named(photos):
            answered = partial(self._edit, [photo.id for photo in found])
            FieldForm(self._over.window(), found, self._session.photos, answered).open()

    def _edit(self, photos: list[str], name: str, value: str) -> None:
        actor, seen = self._session.reviewer, dict(self._sorting.evidence)

        def operation(store: Store) -> Changes:
            return edit_fields(
                store, photos=photos, name=name, value=value, rules=rules_in_force(store), evidence=seen,
                actor=actor, at=now(),
            )  # fmt: skip

        self._session.write(operation)

    def questions(self, photos: Sequence[str]) -> None:
        """Go through the guided questions for photos."""
        found = self._named(photos)
        if not found:
            return
        GuidedQuestions(
            self._over.window(), self._thumbnails, photos=found,
            alike=[photo for photo in self._session.photos if alike(found[0], photo)],
            evidence=self._sorting.of(found[0].id), store=self._answer, write=self._propose,
        ).open()  # fmt: skip

    def _answer(self, photos: Sequence[str], found: Answered) -> None:
        self._session.overrule(photos, found.level, found.sentence)

    def _propose(self, photo: Photo, found: Answered) -> None:
        source = f"the answers of {self._session.reviewer}"
        self.rules(proposed_rule(photo, found, source=source, day=now()[:10]))

    def rules(self, added: str = "") -> None:
        """Open the studio's rules, with a rule more at the end if one is proposed."""
        RulesEditor(self._over.window(), self._session, self._sorting, added=added).open()

    def _named(self, photos: Sequence[str]) -> list[Photo]:
        found = [photo for photo in map(self._session.photo, photos) if photo]
        if not found:
            self._session.refused.emit("Select photos first.")
        return found


def _what(photos: Sequence[Photo]) -> str:
    return photos[0].title if len(photos) == 1 else f"{len(photos)} photos"
