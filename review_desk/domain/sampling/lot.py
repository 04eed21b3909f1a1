"""A lot with its sample: the plan, the photos drawn, what was found in them, and the lot's own verdict."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from review_desk.domain.sampling.plan import CLASSES, DefectClass, Plan
from review_desk.domain.sampling.switching import Outcome

Stratify = Literal["route", "reviewer"]
State = Literal["open", "accepted", "refused", "resumed"]


@dataclass(frozen=True)
class Inspected:
    """What a second look at a photo of the sample found; `defect` is its worst class, or empty."""

    lot: str
    photo: str
    version: int
    defect: DefectClass | Literal[""]
    tags: tuple[str, ...] = ()
    note: str = ""
    person: str = ""
    at: str = ""
    display: str = ""


@dataclass(frozen=True)
class Lot:
    """The photos of a batch that a gate speaks about, and those of them that are inspected.

    `photos` are the sample in the order drawn. “resumed” is no lot: a note that inspection goes on after it
    had stopped, with `note` saying what was mended.
    """

    id: str
    batch: str
    gate: int
    plan: Plan | None
    seed: int
    strata: Stratify
    photos: tuple[str, ...]
    state: State
    drawn_by: str
    drawn_at: str
    closed_by: str = ""
    closed_at: str = ""
    note: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def is_of(lot: Lot, batch: Collection[str]) -> bool:
    """Whether a lot was drawn of these photos: it had as many, and its sample is among them."""
    return lot.plan is not None and lot.plan.lot == len(batch) and set(lot.photos) <= set(batch)


def counted(plan: Plan, sample: Sequence[str], found: Mapping[str, Inspected]) -> dict[str, int]:
    """Defective photos by class, each class among the first photos that its plan looks at."""
    counts: dict[str, int] = {}
    for each in plan.classes:
        first = sample[: each.size]
        counts[each.name] = sum(photo in found and found[photo].defect == each.name for photo in first)
    return counts


def state_of(plan: Plan, sample: Sequence[str], found: Mapping[str, Inspected]) -> State:
    """Accepted or refused once the whole sample was inspected; open until then."""
    if any(photo not in found for photo in sample):
        return "open"
    counts = counted(plan, sample, found)
    return "accepted" if all(counts[each.name] <= each.accept for each in plan.classes) else "refused"


def class_outcomes(lots: Sequence[Lot], name: DefectClass) -> list[Outcome]:
    """How a class fared in the standard's lots, the oldest first, offered for the first time only."""
    seen: set[tuple[str, int]] = set()
    found: list[Outcome] = []
    for lot in lots:
        if lot.state == "resumed":
            found.append("resumed")
        elif lot.plan is not None and lot.plan.code and lot.state in ("accepted", "refused"):
            judged = next((each for each in lot.plan.classes if each.name == name), None)
            if judged is not None and (lot.batch, lot.gate) not in seen:
                found.append("accepted" if lot.counts.get(name, 0) <= judged.accept else "refused")
            seen.add((lot.batch, lot.gate))
    return found


def worst(classes: Sequence[str]) -> DefectClass | Literal[""]:
    """The gravest of some classes of defect; empty for none."""
    return next((each for each in CLASSES if each in classes), "")
