"""What could not be measured of a photo though most photos like it have it: a reason to look at it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from review_desk.domain.drift.measure import MEASURES, Measure, parts
from review_desk.domain.drift.subject import Subject


def gaps(subjects: Sequence[Subject]) -> Mapping[str, tuple[Measure, ...]]:
    """By photo id the measures that it lacks, that it says a caution of, and that half of its like have.

    Like it are the other measured photos of its category and shot: where all of them are cut off on purpose,
    or transparent, that is how they are wanted. What not every shape has, as a tilt, is not missed.
    """
    sizes: Counter[tuple[str, str]] = Counter()
    having: Counter[tuple[str, str, str]] = Counter()
    for subject in subjects:
        if not subject.reason:
            sizes[_like(subject)] += 1
            having.update((*_like(subject), key) for key in subject.values)
    found: dict[str, tuple[Measure, ...]] = {}
    for subject in subjects:
        if subject.cautions and not subject.reason:
            others = sizes[_like(subject)] - 1
            lacks = [m for m in MEASURES if not m.of_shape and _lacks(m, subject, having, others)]
            found |= {subject.photo: tuple(lacks)} if lacks else {}
    return found


def _like(subject: Subject) -> tuple[str, str]:
    return subject.category, subject.shot


def _lacks(
    measure: Measure, subject: Subject, having: Mapping[tuple[str, str, str], int], others: int
) -> bool:
    missing = [key for key in parts(measure) if key not in subject.values]
    return any(2 * having.get((*_like(subject), key), 0) >= max(1, others) for key in missing)
