"""Where the words of marks stand, so that none covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from review_desk.domain.shapes.point import Bounds, Point

_FAR = 3
"""Of its own heights that a label may stand farther down: beyond, it seems to belong to nothing."""


@dataclass(frozen=True)
class Label:
    """Words of a size, beside the box of what they are about; all in device pixels."""

    about: Bounds
    width: float
    height: float


def places(labels: Sequence[Label], *, view: Bounds, gap: float) -> list[Point | None]:
    """The top left corner of each label: none lies over another, and all lie in the view.

    The first to come chooses first: below its box, above it, beside it, then a little farther down. Nothing
    for a label that finds no room near its box, or whose box lies outside the view.
    """
    taken: list[Bounds] = []
    found: list[Point | None] = []
    for label in labels:
        box = next((each for each in _wishes(label, view, gap, taken) if _is_free(each, view, taken)), None)
        if box is not None:
            taken.append(box)
        found.append(box[:2] if box else None)
    return found


def _wishes(label: Label, view: Bounds, gap: float, taken: Sequence[Bounds]) -> Iterator[Bounds]:
    left, top, right, bottom = label.about
    if right < view[0] or left > view[2] or bottom < view[1] or top > view[3]:
        return
    below, above = bottom + gap, top - gap - label.height
    for x, y in ((left, below), (left, above), (right - label.width, below), (right - label.width, above)):
        yield _at(_within(x, view[0], view[2] - label.width), y, label)
    for x in (right + gap, left - gap - label.width):
        yield _at(x, top, label)
    x, y = _within(left, view[0], view[2] - label.width), max(below, view[1])
    last = y + _FAR * label.height
    while y <= last:
        wish = _at(x, y, label)
        yield wish
        y = min((other[3] for other in taken if _touch(wish, other)), default=last) + gap


def _at(x: float, y: float, label: Label) -> Bounds:
    return x, y, x + label.width, y + label.height


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(value, most))


def _is_free(box: Bounds, view: Bounds, taken: Sequence[Bounds]) -> bool:
    inside = box[0] >= view[0] and box[1] >= view[1] and box[2] <= view[2] and box[3] <= view[3]
    return inside and not any(_touch(box, other) for other in taken)


def _touch(a: Bounds, b: Bounds) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
