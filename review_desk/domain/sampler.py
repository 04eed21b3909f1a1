"""Samplers: places of a photo that somebody keeps an eye on, in every version."""

from dataclasses import dataclass

MOST = 20
"""Samplers on one photo."""


@dataclass(frozen=True)
class Spot:
    """A point, or an area about it, in shares of a photo's width and height: the same in every version.

    `x`, `y` is the middle; `width` and `height` are 0 for a single pixel.
    """

    x: float
    y: float
    width: float = 0.0
    height: float = 0.0

    @classmethod
    def between(cls, first: tuple[float, float], last: tuple[float, float]) -> "Spot":
        """The area between two places of a photo, cut to the photo."""
        (left, right), (top, bottom) = (
            sorted(min(1.0, max(0.0, place[axis])) for place in (first, last)) for axis in (0, 1)
        )
        return cls((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom (the last two just outside) in a photo of that size; at least a pixel."""
        left, right = _span(self.x, self.width, width)
        top, bottom = _span(self.y, self.height, height)
        return left, top, right, bottom


def _span(middle: float, share: float, extent: int) -> tuple[int, int]:
    first = min(extent - 1, max(0, int((middle - share / 2) * extent + 1e-9)))
    last = min(extent, max(first + 1, round((middle + share / 2) * extent))) if share else first + 1
    return first, last


@dataclass(frozen=True)
class Sampler:
    """A spot kept with a photo, under the number people read."""

    id: str
    photo: str
    number: int
    spot: Spot
    author: str
    at: str
