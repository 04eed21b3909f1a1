"""The session as the window has it: while a sample is inspected, what is judged goes to the sample."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from review_desk.domain.decision import Verdict
from review_desk.domain.photo import Photo
from review_desk.errors import Refused
from review_desk.ui.session import Session

_LEAVE_FIRST = "Leave the sample first (Ctrl+Alt+S): it is inspected as it is, without {}."


class BlindSession(Session):
    """Every verb of judging, on the batch or on the sample that is being inspected."""

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
        """In a sample: approve is sound; correct and reject are a defect, and ask which."""
        if self.lot is None:
            super().decide(verdict, stay=stay, tags=tags, note=note, to=to, question=question)
        else:
            self.in_turn(partial(self._inspect_now, verdict, stay, tags, note))

    def _inspect_now(
        self, verdict: Verdict, stay: bool, tags: Sequence[str] | None, note: str | None
    ) -> None:
        photo = self.current
        if photo is None:
            return
        if verdict is Verdict.ESCALATE:
            self._not_decided(Refused("In a sample a photo is sound (P) or has a defect (X)."))
        elif verdict is Verdict.APPROVE:
            self._put(photo, (), "", stay=stay)
        elif tags or note:
            self._put(photo, tags or (), note or "", stay=stay)
        elif photo.decision and (photo.decision.tags or photo.decision.note):
            self._decided(photo.id, stay)
        else:
            self._wishes.clear()
            self.wants_reason.emit(stay)

    def _put(self, photo: Photo, tags: Sequence[str], note: str, *, stay: bool) -> None:
        self.put_down(photo, tags=tags, note=note, then=lambda _: self._decided(photo.id, stay))

    def _decided(self, photo: str, stay: bool) -> None:
        if self.lot is None:
            super()._decided(photo, stay)
        elif self.auto_advance and not stay and self.current and self.current.id == photo:
            self.go_on(photo)

    def clear_verdict(self) -> None:
        """In a sample: take the inspection back."""
        if self.lot is None:
            super().clear_verdict()
        elif self.current:
            self.take_back(self.current)

    def toggle_tag(self, tag: str) -> None:
        """In a sample: a photo with a failure mode has a defect; without its last one, it waits again."""
        if self.lot is None:
            super().toggle_tag(tag)
        else:
            self.in_turn(lambda: self._toggle_of(self.current, tag))

    def _toggle_of(self, photo: Photo | None, tag: str) -> None:
        if photo is None:
            return
        noted = photo.decision.tags if photo.decision else ()
        note = photo.decision.note if photo.decision else ""
        tags = [each for each in noted if each != tag] if tag in noted else [*noted, tag]
        if tags or note:
            self.put_down(photo, tags=tags, note=note)
        else:
            self.take_back(photo)

    def set_note(self, note: str) -> None:
        """In a sample: words for a defect."""
        if self.lot is None:
            super().set_note(note)
        elif self.current:
            self.put_down(
                self.current, tags=self.current.decision.tags if self.current.decision else (), note=note
            )

    # --- many --------------------------------------------------------------------------------------------

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
        """In a sample: each photo is inspected."""
        if self.lot is None:
            super().decide_many(photos, verdict, tags=tags, note=note, to=to, question=question)
            return
        sound = verdict is Verdict.APPROVE
        for photo in filter(None, map(self.photo, photos)):
            found = () if sound else (*(photo.decision.tags if photo.decision else ()), *tags)
            self.put_down(photo, tags=found, note="" if sound else note)

    def clear_verdicts(self, photos: Sequence[str]) -> None:
        """In a sample: take the inspections back."""
        if self.lot is None:
            super().clear_verdicts(photos)
            return
        for photo in filter(None, map(self.photo, photos)):
            self.take_back(photo)

    def tag_many(self, photos: Sequence[str], tag: str) -> None:
        """In a sample: each photo by itself."""
        if self.lot is None:
            super().tag_many(photos, tag)
            return
        for photo in filter(None, map(self.photo, photos)):
            self._toggle_of(photo, tag)

    # --- what a sample is inspected without --------------------------------------------------------------

    def add_mark(self, *arguments: Any, **named: Any) -> None:
        """In a sample there are no marks: those of others stay out of sight, and so would these."""
        if not self._refused_in_sample("marks"):
            super().add_mark(*arguments, **named)

    def check_or_stop(self) -> None:
        """The whole batch is checked, not the sample."""
        if not self._refused_in_sample("a check"):
            super().check_or_stop()

    def take_next(self) -> None:
        """The next photo is one of the sample."""
        if not self._refused_in_sample("queues"):
            super().take_next()

    def sign(self, photos: Sequence[str]) -> None:
        """Checklists are signed by who worked on a photo."""
        if not self._refused_in_sample("checklists"):
            super().sign(photos)

    def tick(self, point: str | None = None) -> None:
        """Checklists are signed by who worked on a photo."""
        if not self._refused_in_sample("checklists"):
            super().tick(point)

    def _refused_in_sample(self, what: str) -> bool:
        if self.lot is not None:
            self.refused.emit(_LEAVE_FIRST.format(what))
        return self.lot is not None
