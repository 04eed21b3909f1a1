"""Moving through the photos of a batch: what a filter shows, and where auto-advance goes."""

from collections.abc import Sequence
from typing import Literal

from review_desk.domain.decision import Verdict
from review_desk.domain.photo import Photo

Filter = Literal[
    "all", "to do", "approve", "correct", "reject", "escalate", "second look", "level 1", "level 2", "level 3"
]
FILTERS: tuple[Filter, ...] = (
    "all", "to do", "approve", "correct", "reject", "escalate", "second look",
    "level 1", "level 2", "level 3",
)  # fmt: skip


def shown(photos: Sequence[Photo], wanted: Filter) -> list[Photo]:
    """The photos that a filter lets through, in their order."""
    return [photo for photo in photos if _passes(photo, wanted)]


def _passes(photo: Photo, wanted: Filter) -> bool:
    if wanted == "all":
        return True
    if wanted == "to do":
        return photo.verdict is None
    if wanted == "second look":
        return photo.second_look is not None
    if wanted.startswith("level "):
        return photo.assignment is not None and photo.assignment.level == int(wanted[-1])
    return photo.verdict is Verdict(wanted)


def after(photos: Sequence[Photo], wanted: Filter, current: str, *, step: int = 1) -> str | None:
    """The photo to go to from `current`, `step` photos on (or back), among those that the filter shows.

    `current` itself need not pass the filter any more. At an end the answer is the last one there is;
    nothing when nothing is shown.
    """
    order = {photo.id: index for index, photo in enumerate(photos)}
    ids = [photo.id for photo in shown(photos, wanted)]
    if not ids:
        return None
    here = order.get(current, 0)
    ahead = [i for i in ids if order[i] > here] if step > 0 else [i for i in reversed(ids) if order[i] < here]
    if ahead:
        return ahead[min(abs(step), len(ahead)) - 1]
    return current if current in ids else (ids[-1] if step > 0 else ids[0])
