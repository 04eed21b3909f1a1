"""Operating characteristic: a lot's chance to pass a plan, by the share of defective photos in it."""

from dataclasses import dataclass
from math import comb

from review_desk.domain.sampling.plan import ClassPlan

_STEPS = 40
_SURE, _UNLIKELY = 0.95, 0.10


def chance_to_pass(plan: ClassPlan, *, lot: int, defective: int) -> float:
    """The exact chance (hypergeometric) that a lot with so many defective photos is accepted, 0 to 1."""
    drawn, sound = min(plan.size, lot), lot - defective
    ways = sum(
        comb(defective, found) * comb(sound, drawn - found)
        for found in range(min(plan.accept, defective, drawn) + 1)
        if drawn - found <= sound
    )
    return ways / comb(lot, drawn)


@dataclass(frozen=True)
class Curve:
    """A class's curve: (share of defective photos, chance to pass), both 0 to 1, by growing share.

    `sure` is the largest share that passes in 95 of 100 lots, `unlikely` the smallest that passes in 10 or
    fewer; None where even a lot that is all defective passes more often.
    """

    plan: ClassPlan
    points: tuple[tuple[float, float], ...]
    sure: float
    unlikely: float | None

    @property
    def words(self) -> str:
        """What the curve says, in one sentence."""
        if self.unlikely is None:
            return f"{self.plan.name.capitalize()}: this plan lets every lot pass."
        good = f"a lot with {_percent(self.sure)} of such photos" if self.sure else "only a lot without any"
        return (
            f"{self.plan.name.capitalize()}: {good} passes in 95 of 100; one with {_percent(self.unlikely)} "
            "still passes in 10 of 100."
        )


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def curve(plan: ClassPlan, *, lot: int) -> Curve:
    """The curve of a class in a lot of so many photos, up to where next to nothing passes."""
    sure = _largest(plan, lot, _SURE)
    unlikely = _largest(plan, lot, _UNLIKELY) + 1
    end = min(lot, _largest(plan, lot, 0.005) + 1)
    counts = sorted({round(end * step / _STEPS) for step in range(_STEPS + 1)})
    points = tuple((count / lot, chance_to_pass(plan, lot=lot, defective=count)) for count in counts)
    return Curve(plan, points, sure / lot, unlikely / lot if unlikely <= lot else None)


def _largest(plan: ClassPlan, lot: int, least: float) -> int:
    """The most defective photos with which a lot still passes with at least this chance."""
    low, high = 0, lot
    while low < high:
        middle = (low + high + 1) // 2
        if chance_to_pass(plan, lot=lot, defective=middle) >= least:
            low = middle
        else:
            high = middle - 1
    return low
