"""A painted mask: how strongly each pixel of a part of a photo is meant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from review_desk.errors import BadInput

HALF = 128
"""From this strength on a pixel is inside, for all that know only inside and outside."""

LARGEST = 450_000_000
"""Pixels of the largest photo that a mask is read for: as many as a photo may have."""

_INSIDE = bytes(int(strength >= HALF) for strength in range(256))


@dataclass(frozen=True)
class Mask:
    """8-bit strengths of a box, row by row from the top: 0 not at all, 255 whole.

    The first of `values` belongs to the pixel (`left`, `top`) of the photo, in whole image pixels.
    """

    left: int
    top: int
    width: int
    height: int
    values: bytes

    def __post_init__(self) -> None:
        if len(self.values) != self.width * self.height:
            raise BadInput(f"A mask of {self.width} × {self.height} pixels has {len(self.values)} of them.")

    def row(self, number: int) -> bytes:
        """The strengths of a row, counted from the box's top."""
        return self.values[number * self.width : (number + 1) * self.width]

    def inside(self) -> bytes:
        """1 where a pixel is inside, else 0; as `values` lie."""
        return self.values.translate(_INSIDE)

    def trimmed(self) -> "Mask":
        """Only the box of what is painted at all; of no pixels where nothing is."""
        first = len(self.values) - len(self.values.lstrip(b"\0"))
        if first == len(self.values):
            return Mask(self.left, self.top, 0, 0, b"")
        top, bottom = first // self.width, (len(self.values.rstrip(b"\0")) - 1) // self.width + 1
        rows = [self.row(number) for number in range(top, bottom)]
        left = min(self.width - len(row.lstrip(b"\0")) for row in rows)
        right = max(len(row.rstrip(b"\0")) for row in rows)
        return self.cut(left, top, right, bottom)

    def cut(self, left: int, top: int, right: int, bottom: int) -> "Mask":
        """A box of it, counted from its own top left corner."""
        rows = [self.row(number)[left:right] for number in range(top, bottom)]
        return Mask(self.left + left, self.top + top, right - left, bottom - top, b"".join(rows))

    def on_photo(self, width: int, height: int) -> "Mask":
        """What of it lies on a photo of that size."""
        left, top = max(0, -self.left), max(0, -self.top)
        right = max(left, min(self.width, width - self.left))
        bottom = max(top, min(self.height, height - self.top))
        return self.cut(left, top, right, bottom)

    def laid_in(self, left: int, top: int, width: int, height: int) -> "Mask":
        """The same brought to another box, by the nearest pixel."""
        if (width, height) == (self.width, self.height):
            return replace(self, left=left, top=top)
        columns, rows = _nearest(self.width, width), _nearest(self.height, height)
        lines = {number: bytes(self.row(number)[x] for x in columns) for number in set(rows)}
        return Mask(left, top, width, height, b"".join(lines[number] for number in rows))


def _nearest(old: int, new: int) -> Sequence[int]:
    """Which of `old` pixels in a row each of `new` ones is nearest to."""
    return [min(old - 1, int((place + 0.5) * old / new)) for place in range(new)]
