"""What a person does at gates: sign, let a batch through, draw a sample, take the next photo."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from review_desk.domain.batch import Batch
from review_desk.domain.changes import Changes
from review_desk.domain.gate.hold import QUEUES
from review_desk.domain.photo import Photo
from review_desk.domain.queue import Claim, Waiting, for_person, holder
from review_desk.operations.clock import now
from review_desk.store.desk import Reader, Store
from review_desk.ui.inputs.looking import Looking

if TYPE_CHECKING:  # all of it is loaded with the first batch, off the main thread: the window comes first
    from review_desk.domain.deadline import Clock
    from review_desk.domain.gate.known import Known
    from review_desk.domain.gate.standing import Standing
    from review_desk.domain.sampling.lot import Lot


@dataclass(frozen=True)
class AtGates:
    """Where a batch stands, worked out at one moment: its gates, what waits in it, who has what.

    `place` is the gate at which it stands, `clock` what its promise has left.
    """

    known: "Known"
    standings: tuple["Standing", ...]
    waiting: tuple[Waiting, ...]
    claims: dict[str, Claim]
    clock: "Clock | None"
    place: "Standing"


class Gating(Looking):
    """The state with the verbs of gates and queues.

    Attributes:
        at_gates: where the batch on screen stands; None until it was worked out.
        lot: the sample that is being inspected, blind; None while none is.
        confirmed: by gate, what the person who is about to release confirms.

    Signals:
        gates_changed(): any of these.
    """

    gates_changed = Signal()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.at_gates: AtGates | None = None
        self.lot: Lot | None = None
        self.confirmed: dict[int, frozenset[str]] = {}

    # --- where the batch stands --------------------------------------------------------------------------

    def stand_again(self) -> None:
        """Work out where the batch on screen stands now."""
        if self.batch is None:
            self._take_gates("", None)
            return
        photos = None if self.lot else list(self.photos)  # in a sample there are not all
        asked = partial(_read, self.batch, self.checked, photos)
        self.tasks.read(asked, partial(self._work_out, self.batch))

    def _work_out(self, batch: Batch, read: "tuple[Known, dict[str, Claim]]") -> None:
        self.tasks.measure(partial(_judged, batch, *read), partial(self._take_gates, batch.id))

    def _take_gates(self, batch: str, found: AtGates | None) -> None:
        if batch == self._batch_id():
            self.at_gates = found
            self.gates_changed.emit()

    def standing(self, number: int) -> "Standing | None":
        """The batch at one gate."""
        standings = self.at_gates.standings if self.at_gates else ()
        return next((each for each in standings if each.gate.number == number), None)

    # --- signing -----------------------------------------------------------------------------------------

    def sign(self, photos: Sequence[str]) -> None:
        """Sign the checklists of these photos whole."""
        from review_desk.operations import sign

        wanted = partial(sign.sign, photos=photos, person=self.reviewer, display=self.display)
        self.in_turn(lambda: self.write(partial(wanted, at=now()), self._signed, self.refuse))

    def _signed(self, changes: Changes) -> None:
        self.told.emit(f"{changes.label}." if changes else "You have signed here already.")

    def tick(self, point: str | None = None) -> None:
        """Tick a point of the checklist of the photo on screen, or take its tick off; none: the next."""
        self.in_turn(partial(self._tick_now, point))

    def _tick_now(self, point: str | None) -> None:
        from review_desk.operations import sign

        if self.current is None:
            return
        own: dict[str, Any] = {"photo": self.current.id, "person": self.reviewer, "display": self.display}
        operation = partial(sign.tick, point=point, **own) if point else partial(sign.tick_next, **own)
        self.write(partial(operation, at=now()), failed=self.refuse)

    # --- the studio's own --------------------------------------------------------------------------------

    def use_gate_file(self, file: Path) -> None:
        """Lay a studio's gate or checklist on top of those that ship."""
        actor = self.reviewer

        def operation(store: "Store") -> Changes:
            from review_desk.operations import gate_files
            from review_desk.operations.studio_file import text_of

            text = text_of(file)
            return gate_files.use_gate_file(store, text=text, actor=actor, at=now(), name=file.name)

        self.write(operation, partial(self._told_of_file, file.name), self.refuse)

    def _told_of_file(self, name: str, changes: Changes) -> None:
        self.told.emit(f"{name} is in force{' from now on' if changes else ' already'}.")

    # --- letting through ---------------------------------------------------------------------------------

    def confirm(self, gate: int, point: str, *, on: bool) -> None:
        """Say, or no longer say, what a gate has confirmed before it is released."""
        before = self.confirmed.get(gate, frozenset())
        self.confirmed[gate] = before | {point} if on else before - {point}
        self.gates_changed.emit()

    def release(self, gate: int) -> None:
        """Let the batch on screen through a gate."""
        from review_desk.operations import release

        standing, said = self.standing(gate), self.confirmed.get(gate, frozenset())
        points = [point for point in standing.gate.confirm if point in said] if standing else []
        self._at_gate(
            gate, partial(release.release, checked=self.checked, confirmed=points, display=self.display)
        )

    def override(self, gate: int, reason: str) -> None:
        """Let the batch on screen through over what holds it."""
        from review_desk.operations import release

        self._at_gate(
            gate, partial(release.override, checked=self.checked, reason=reason, display=self.display)
        )

    def hold(self, gate: int, reason: str) -> None:
        """Hold the batch on screen by hand."""
        from review_desk.operations import release

        self._at_gate(gate, partial(release.hold, reason=reason, display=self.display))

    def let_go(self, gate: int) -> None:
        """Hold it by hand no longer."""
        from review_desk.operations import release

        self._at_gate(gate, release.let_go)

    def draw_sample(self, gate: int) -> None:
        """Draw the sample of the batch on screen, by a seed that nobody chose."""
        from review_desk.operations import sample

        seed = secrets.randbelow(2**31)
        self._at_gate(gate, lambda *given, **told: sample.draw_sample(*given, seed=seed, **told)[1])

    def resume_sampling(self, gate: int, reason: str) -> None:
        """Go on with sampling that had stopped, saying what was mended."""
        from review_desk.operations import sample

        self._at_gate(gate, partial(sample.resume, reason=reason))

    def _at_gate(self, gate: int, operation: Callable[..., Changes]) -> None:
        if self.batch is None:
            return
        wanted = partial(operation, batch=self.batch.id, gate=gate, person=self.reviewer)
        self.in_turn(lambda: self.write(partial(wanted, at=now()), self._told_label, self.refuse))

    def _told_label(self, changes: Changes) -> None:
        self.told.emit(f"{changes.label}.")

    # --- queues ------------------------------------------------------------------------------------------

    def holder(self, photo: str) -> Claim | None:
        """The claim that holds a photo now."""
        claims = self.at_gates.claims if self.at_gates else {}
        return claims[photo] if holder(claims, photo, _now()) else None

    def next_up(self) -> Waiting | None:
        """What “mine next” would give this person in the batch on screen."""
        if self.at_gates is None:
            return None
        claims = self.at_gates.claims
        free = for_person(self.at_gates.waiting, claims, self.reviewer, _now())
        return free[0] if free else None

    def take_next(self) -> None:
        """Take the photo that is next for this person, here or in another batch."""
        self.in_turn(self._take_next_now)

    def _take_next_now(self) -> None:
        from review_desk.operations import queue

        taken: list[Waiting | None] = []
        here = self._batch_id()
        current = self.current.id if self.current else ""
        offered = self.at_gates.waiting if self.at_gates else ()
        others = [batch for batch in self.batches if batch.id != here]
        cache, person = self.tasks.cache, self.reviewer
        assert cache is not None

        def operation(store: Store) -> Changes:
            found, changes = queue.claim_anywhere(
                store, offered=offered, others=others, cache=cache, person=person, at=now(),
                instead_of=current,
            )  # fmt: skip
            taken.append(found)
            return changes

        self.write(operation, lambda _: self._taken(taken[0]), self.refuse)

    def _taken(self, found: Waiting | None) -> None:
        if found is None:
            self.told.emit("Nothing waits for you.")
            return
        if found.batch != self._batch_id():
            self.choose_batch(found.batch, found.photo)
        elif self.current is None or self.current.id != found.photo:
            self.go_to(found.photo)
        queue_words = f"{QUEUES[found.queue]}: {found.why.lower()}"
        asked = f" You are asked: “{found.question}”" if found.question else ""
        self.told.emit(f"{found.title} is yours. {queue_words}, level {found.level}.{asked}")

    def give_back(self) -> None:
        """Let others have the photo on screen again."""
        from review_desk.operations import queue

        if self.current:
            wanted = partial(queue.give_back, photo=self.current.id, person=self.reviewer, at=now())
            self.write(wanted, lambda _: self.told.emit("Given back."), self.refuse)

    def renew_claim(self) -> None:
        """Keep the photo on screen, where this person has it."""
        from review_desk.operations import queue

        if self.current and (claim := self.holder(self.current.id)) and claim.person == self.reviewer:
            self.write(partial(queue.renew, photo=self.current.id, person=self.reviewer, at=now()))


def _read(
    batch: Batch, checked: Any, photos: list[Photo] | None, reader: Reader
) -> "tuple[Known, dict[str, Claim]]":
    from review_desk.operations import queue
    from review_desk.operations.gate import known

    return known(reader, batch.id, checked, photos), queue.claims(reader)


def _judged(batch: Batch, told: "Known", claims: dict[str, Claim]) -> AtGates:
    """Off the main thread: everything that follows from what was read."""
    from review_desk.domain.deadline import clock, due
    from review_desk.domain.gate.standing import place, stand
    from review_desk.operations import queue

    standings = stand(told.gates, told)
    waiting = tuple(queue.waiting(batch, told, standings))
    dues = [due(photo, batch.created_at) for photo in told.photos]
    running = None if standings[-1].passed else clock(dues, _now())
    return AtGates(told, standings, waiting, claims, running, place(standings))


def _now() -> datetime:
    return datetime.fromisoformat(now())
