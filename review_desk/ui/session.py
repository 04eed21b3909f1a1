"""What a person does: every verb of the review room, each an operation on the desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from review_desk.domain.changes import Changes
from review_desk.domain.decision import Verdict
from review_desk.domain.event import Event
from review_desk.domain.photo import Photo
from review_desk.errors import DeskError, Refused
from review_desk.operations import browse, decide, decide_many, overrule, second_look, undo
from review_desk.operations.clock import now
from review_desk.operations.intake import TAKE_IN
from review_desk.operations.studio_file import text_of
from review_desk.operations.taxonomy import use_mode_file
from review_desk.store.desk import Store
from review_desk.ui.threads.talking import Talking


@dataclass(frozen=True)
class Judged:
    """A verdict with all that was said, as it can be said of another photo."""

    verdict: Verdict
    tags: tuple[str, ...] = ()
    note: str = ""
    to: str = ""
    question: str = ""


def judged(photo: Photo) -> Judged | None:
    """What was decided on a photo."""
    found = photo.decision
    if found is None or found.verdict is None:
        return None
    return Judged(found.verdict, found.tags, found.note, found.escalated_to, found.question)


class Session(Talking):
    """The state with all its verbs. What is typed faster than it is stored waits in line (`in_turn`)."""

    _asked_to_undo = ""
    last: Judged | None = None
    """The verdict that was taken last, to be taken again."""

    # --- deciding ----------------------------------------------------------------------------------------

    def decide(
        self,
        verdict: Verdict,
        *,
        stay: bool = False,
        tags: Sequence[str] | None = None,
        note: str | None = None,
        to: str = "",
        question: str = "",
    ) -> None:
        """Take a verdict on the photo on screen; the next shows when it is stored.

        `to` and `question`: whom an escalation asks what.
        """
        asked = {"to": to, "question": question}
        self.in_turn(partial(self._decide_now, verdict, stay=stay, tags=tags, note=note, **asked))

    def _decide_now(
        self,
        verdict: Verdict,
        *,
        stay: bool,
        tags: Sequence[str] | None,
        note: str | None,
        to: str,
        question: str,
    ) -> None:
        photo = self.current
        if photo is None:
            return
        if verdict is Verdict.REJECT and not self._has_reason(photo, tags, note):
            self._wishes.clear()
            self.wants_reason.emit(stay)
            return
        if verdict is Verdict.APPROVE and (objection := self._objection(photo, note)):
            self._not_decided(Refused(objection))
            return
        operation = partial(
            decide.decide,
            photo=photo.id,
            verdict=verdict,
            reviewer=self.reviewer,
            at=now(),
            tags=tags,
            note=note,
            version=self.sides["b"],
            display=self.display,
            to=to,
            question=question,
        )
        self.write(operation, then=lambda _: self._decided(photo.id, stay), failed=self._not_decided)

    def _objection(self, photo: Photo, note: str | None) -> str:
        """Why nothing may be signed off on this display now; nothing when it may."""
        calibration = self.calibration
        if calibration is None or (calibration.may_sign_off and not calibration.asks_comment):
            return ""
        if not calibration.may_sign_off:
            return "This display may not be signed off on: see “Display and calibration” (Ctrl+Shift+K)."
        noted = note or (photo.decision.note if photo.decision else "")
        return (
            "" if noted else "On this display an approval needs a note (Ctrl+N): its calibration is in doubt."
        )

    def _has_reason(self, photo: Photo, tags: Sequence[str] | None, note: str | None) -> bool:
        noted = photo.decision.tags or photo.decision.note if photo.decision else ()
        return bool(tags or note or noted or any(a.tags or a.note for a in self.annotations))

    def _decided(self, photo: str, stay: bool) -> None:
        """Go on, unless somebody went elsewhere while it was stored."""
        decided = self.photo(photo)
        self.last = judged(decided) or self.last if decided else self.last
        if self.auto_advance and not stay and self.current and self.current.id == photo:
            self._move_now(1)

    def _not_decided(self, error: DeskError) -> None:
        """It was not stored: the photo stays, what waited in line is dropped, the person is told."""
        self._wishes.clear()
        self.refused.emit(str(error))

    def clear_verdict(self) -> None:
        """Take the verdict of the photo on screen back."""
        self.in_turn(self._clear_now)

    def _clear_now(self) -> None:
        if self.current:
            self.write(partial(decide.clear_verdict, photo=self.current.id, reviewer=self.reviewer, at=now()))

    def toggle_tag(self, tag: str) -> None:
        """Note a failure mode on the selected mark, or else on the photo, or take it off."""
        self.in_turn(partial(self._toggle_now, tag))

    def _toggle_now(self, tag: str) -> None:
        if self.selected_mark:
            mark = next(a for a in self.annotations if a.id == self.selected_mark)
            tags = [t for t in mark.tags if t != tag] if tag in mark.tags else [*mark.tags, tag]
            self.change_mark(tags=tags)
        elif self.current:
            self.write(
                partial(decide.toggle_tag, photo=self.current.id, tag=tag, reviewer=self.reviewer, at=now())
            )

    def decide_as_last(self, photos: Sequence[str] = ()) -> None:
        """Take the last verdict again, with tags, note and whom it asks; on these photos, in one step."""
        last = self.last
        if last is None:
            self.refused.emit("No verdict was taken yet that could be taken again.")
        elif photos:
            asked = {"to": last.to, "question": last.question}
            self.decide_many(photos, last.verdict, tags=last.tags, note=last.note, **asked)
        else:
            self.decide(last.verdict, tags=last.tags, note=last.note, to=last.to, question=last.question)

    # --- deciding on many --------------------------------------------------------------------------------

    def decide_many(
        self,
        photos: Sequence[str],
        verdict: Verdict,
        *,
        tags: Sequence[str] = (),
        note: str = "",
        to: str = "",
        question: str = "",
    ) -> None:
        """Take one verdict on all these photos, in one step."""
        found = [photo for photo in map(self.photo, photos) if photo]
        if not found:
            return
        if verdict is Verdict.APPROVE and (objection := self._objection(found[0], note)):
            self._not_decided(Refused(objection))
            return
        wanted = partial(
            decide_many.decide_many,
            photos=photos,
            verdict=verdict,
            reviewer=self.reviewer,
            tags=tags,
            note=note,
            to=to,
            question=question,
        )
        self.last = Judged(verdict, tuple(tags), note, to, question)
        self.in_turn(
            lambda: self.write(partial(wanted, at=now(), display=self.display), failed=self._not_decided)
        )

    def ask_second_look(self, photos: Sequence[str]) -> None:
        """Ask that other eyes see these photos; where all were asked for, settle it. One step."""
        if photos:
            wanted = partial(second_look.ask_or_settle, photos=photos, person=self.reviewer)
            self.in_turn(lambda: self.write(partial(wanted, at=now()), failed=self._not_decided))

    def clear_verdicts(self, photos: Sequence[str]) -> None:
        """Take the verdicts of these photos back, in one step."""
        wanted = partial(decide_many.clear_verdicts, photos=photos, reviewer=self.reviewer)
        self.in_turn(lambda: self.write(partial(wanted, at=now()), failed=self._not_decided))

    def tag_many(self, photos: Sequence[str], tag: str) -> None:
        """Note a failure mode on all these photos; where all have it, take it off."""
        wanted = partial(decide_many.tag_many, photos=photos, tag=tag, reviewer=self.reviewer)
        self.in_turn(lambda: self.write(partial(wanted, at=now()), failed=self._not_decided))

    def set_note(self, note: str) -> None:
        """Write a note on the selected mark, or else on the photo."""
        if self.selected_mark:
            self.change_mark(note=note)
        elif self.current:
            photo = self.current.id
            self.write(partial(decide.set_note, photo=photo, note=note, reviewer=self.reviewer, at=now()))

    def overrule(self, photos: Sequence[str], level: int, reason: str) -> None:
        """Give photos another level, over the rules."""
        self.write(
            partial(
                overrule.overrule, photos=photos, level=level, reason=reason, actor=self.reviewer, at=now()
            )
        )

    def use_mode_file(self, file: Path) -> None:
        """Lay a studio's failure modes on top of those that ship."""

        def operation(store: Store) -> Changes:
            text = text_of(file)
            return use_mode_file(store, text=text, actor=self.reviewer, at=now(), name=file.name)

        told = partial(self._told_of_modes, file.name)
        self.write(operation, told, self._not_decided)

    def _told_of_modes(self, name: str, changes: Changes) -> None:
        self.told.emit(f"{name} is in force{' from now on' if changes else ' already'}.")

    # --- undo --------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the newest step and bring its photo back into view."""
        self.in_turn(self._undo_now)

    def _undo_now(self) -> None:
        """A whole batch goes only when it is asked for twice: who undoes verdicts may not see it coming."""
        wanted = self.undo_label or ""
        if wanted.startswith(TAKE_IN) and self._asked_to_undo != wanted:
            self._asked_to_undo = wanted
            self.told.emit(f"Next would be “{wanted}”, with all its photos. Undo once more to take it out.")
            return
        self._asked_to_undo = ""
        self._step_through_log(undo.undo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self.in_turn(partial(self._step_through_log, undo.redo))

    def _step_through_log(self, step: Callable[..., tuple[Changes, list[Event]]]) -> None:
        actor = self.reviewer or "reviewer"
        self.write(lambda store: step(store, actor=actor, at=now())[0], then=self._show_undone)

    def _show_undone(self, changes: Changes) -> None:
        if len(changes.photos) == 1:
            self.bring_back(changes.photos[0])
        self.told.emit(f"{changes.label}.")

    def bring_back(self, photo: str) -> None:
        """Put a photo back into view, wherever it is."""
        if self.photo(photo) is None:
            find = partial(browse.photos, ids=(photo,))
            self.tasks.read(find, lambda found: self.choose_batch(found[0].batch, photo) if found else None)
        elif self.current is None or self.current.id != photo:
            self.go_to(photo)
