"""Where a batch stands: at which gate, what holds it there, and who may let it through."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from review_desk.domain.gate.gate import Gate
from review_desk.domain.gate.hold import Hold, Queue, photos_in_words
from review_desk.domain.gate.holds import holds
from review_desk.domain.gate.known import Known
from review_desk.domain.gate.record import Release, is_calibrated


@dataclass(frozen=True)
class Standing:
    """A batch at one gate. `signers` are those who may not release it themselves, where the gate says so."""

    gate: Gate
    holds: tuple[Hold, ...]
    release: Release | None = None
    signers: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        """Whether nothing holds the batch."""
        return not self.holds

    @property
    def passed(self) -> bool:
        """Whether somebody let the batch through and it is as it was then."""
        return self.open and self.release is not None and self.release.lets_through

    @property
    def state(self) -> str:
        """In a word or two: released, overridden, held, or ready to release."""
        if self.passed and self.release:
            return "overridden" if self.release.kind == "override" else "released"
        return "ready to release" if self.open else "held"

    @property
    def who(self) -> str:
        """Who may release it, in a sentence."""
        barred = sorted(self.signers) if self.gate.release == "another" else []
        names = " and ".join(filter(None, (", ".join(barred[:-1]), barred[-1]))) if barred else ""
        who = f"Anybody but {names}, who signed its checklists," if names else "Anybody at the desk"
        where = " on a display in good state" if self.gate.calibrated else ""
        says = f", who confirms {len(self.gate.confirm)} points" if self.gate.confirm else ""
        return f"{who} may release it{where}{says}. Anybody may override a hold with a reason."

    @property
    def photos(self) -> frozenset[str]:
        """All photos that are held."""
        return frozenset(photo for hold in self.holds for photo in hold.photos)

    def objection(self, person: str, *, display: str, confirmed: Collection[str]) -> str:
        """Why this person cannot release it now, in a sentence; nothing when they can."""
        if self.holds:
            return f"{self.gate.name} is shut: {self.holds[0].reason}"
        if self.gate.release == "another" and person.casefold() in {n.casefold() for n in self.signers}:
            return (
                f"{person} signed checklists of this batch: {self.gate.title} is released by another person."
            )
        if self.gate.calibrated and not is_calibrated(display):
            return (
                f"{self.gate.name} is released on a display in good state, and this is not known to be one."
            )
        missing = [point for point in self.gate.confirm if point not in confirmed]
        return f"Confirm first: {missing[0]}" if missing else ""


def stand(gates: Iterable[Gate], known: Known) -> tuple[Standing, ...]:
    """The batch at every gate, in their order. Behind a gate that is not passed, the next stay shut."""
    standings: list[Standing] = []
    for gate in gates:
        found = _at(gate, known)
        shut = next((each.gate for each in standings if not each.passed), None)
        if shut is not None and not _was_overridden(found):
            before = Hold("Earlier gate", f"{shut.name} has not let this batch through yet.")
            found = replace(found, holds=(before, *found.holds))
        standings.append(found)
    return tuple(standings)


def _was_overridden(found: Standing) -> bool:
    return found.passed and found.release is not None and found.release.kind == "override"


def _at(gate: Gate, known: Known) -> Standing:
    release = known.releases.get(gate.number)
    changed = known.changed.get(gate.number, ())
    found: tuple[Hold, ...] = ()
    if release is None or not release.lets_through or changed:
        found = tuple(holds(gate, known))
    if release is not None and release.lets_through and changed:
        are = "is" if len(changed) == 1 else "are"
        words = f"{photos_in_words(len(changed))} {are} not as when the batch was {release.words}."
        found = (Hold("Changed since", words, changed, "review"), *found)
    if release is not None and not release.lets_through:
        found = (Hold("Held by hand", f"The batch is {release.words}."), *found)
    return Standing(gate, found, release, known.signers)


def place(standings: Sequence[Standing]) -> Standing:
    """Where the batch stands: the first gate that it has not passed, or the last one."""
    return next((each for each in standings if not each.passed), standings[-1])


def queue_of(standings: Sequence[Standing]) -> dict[str, tuple[Queue, Hold]]:
    """The queue that each held photo goes to: by its first reason at the first gate that holds it.

    What repeats over most of the batch comes last: it is no reason to look at one photo after the other.
    """
    found: dict[str, tuple[Queue, Hold]] = {}
    holds = [hold for each in standings for hold in each.holds]
    for hold in sorted(holds, key=lambda hold: hold.repeats):
        if hold.queue is not None:
            for photo in hold.photos:
                found.setdefault(photo, (hold.queue, hold))
    return found


def titles_of(standings: Sequence[Standing]) -> dict[str, tuple[str, ...]]:
    """What holds each photo, gate by gate, such as “1 · Size”: for the facet in the grid."""
    found: dict[str, dict[str, None]] = {}
    for each in standings:
        for hold in each.holds:
            for photo in hold.photos:
                found.setdefault(photo, {})[f"{each.gate.number} · {hold.title}"] = None
    return {photo: tuple(titles) for photo, titles in found.items()}
