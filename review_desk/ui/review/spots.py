"""Reading spots of two versions: cut out of the pixels at hand, measured off the main thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from review_desk.domain.photo import Version
from review_desk.domain.sampler import Spot
from review_desk.ui.review.frames import Frames

if TYPE_CHECKING:
    from review_desk.imaging.sampling import Reading


@dataclass(frozen=True)
class Cut:
    """The pixels of a spot in sRGB, and whether they are those of the full size."""

    image: QImage
    exact: bool


@dataclass(frozen=True)
class Pair:
    """A spot of A and of B."""

    a: Cut
    b: Cut

    @property
    def about(self) -> str:
        """What stands before figures that are not of the full size."""
        return "" if self.a.exact and self.b.exact else "≈ "


def cut(frames: Frames, version: Version, spot: Spot) -> Cut | None:
    """A spot out of the finest pixels at hand; nothing where there are none, or beside the photo."""
    frame = frames.best(version, 0, plain=True)
    if frame is None or not (0 <= spot.x < 1 and 0 <= spot.y < 1):
        return None
    left, top, right, bottom = spot.pixels(frame.image.width(), frame.image.height())
    exact = frame.level == 0 and frames.is_plain(frame)
    return Cut(frame.image.copy(QRect(left, top, right - left, bottom - top)), exact)


def pair(frames: Frames, a: Version, b: Version, spots: tuple[Spot, Spot]) -> Pair | None:
    """A spot of A and one of B; asks for the full size of both."""
    frames.want_whole((a, b))
    first, second = cut(frames, a, spots[0]), cut(frames, b, spots[1])
    return Pair(first, second) if first and second else None


def read(found: Pair) -> "tuple[Reading, Reading, float]":
    """The readings of A and B and their ΔE2000. Off the main thread: the first call loads what measures."""
    from review_desk.imaging.sampling import apart, probe
    from review_desk.ui.review.differing import array_of

    a, b = probe(array_of(found.a.image)), probe(array_of(found.b.image))
    return a, b, apart(a, b)


def told(reading: "Reading") -> str:
    """“RGB 241 240 238   Lab 95.0 0.1 1.1”."""
    lightness, a, b = reading.lab
    red, green, blue = reading.rgb
    return f"RGB {red} {green} {blue}   Lab {lightness:.1f} {_signed(a)} {_signed(b)}"


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}"  # + 0.0: no minus before a zero
