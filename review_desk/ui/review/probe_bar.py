"""The line below the canvas: the photo's own values under the cursor, before and after, and how far apart."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import qBlue, qGreen, qRed

from review_desk.domain.photo import Version
from review_desk.domain.view_steps import Place
from review_desk.ui import tokens
from review_desk.ui.review.frames import Frames
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Bar, label, row

if TYPE_CHECKING:
    from review_desk.imaging.sampling import Reading

_AFTER_MS = 25
"""A moving cursor is read at most so often."""

_HINT = "Point at the photo to read its colours."

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Spot:
    """One pixel of both sides: where it lies on B, and its sRGB codes; `exact` when of the full size."""

    x: int
    y: int
    a: Rgb
    b: Rgb
    exact: bool


class ProbeBar(Bar):
    """RGB and Lab of A and B under the cursor, ΔE2000, and a word where the pixel is pure white."""

    def __init__(self, session: Session, frames: Frames) -> None:
        super().__init__()
        self._session, self._frames = session, frames
        self._places: tuple[Place, Place] | None = None
        self.setProperty("surface", "window")
        self.setFixedHeight(28)
        self._where, self._a, self._b, self._apart = (
            label("", role) for role in ("second", "", "", "strong")
        )
        self._white = label("", "second")
        self._where.setText(_HINT)
        layout = row(self._where, self._a, self._b, self._apart, None, self._white, gap=tokens.GAP_XL)
        layout.setContentsMargins(tokens.GAP_M, 0, tokens.GAP_M, 0)
        self.set_row(layout)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)
        for signal in (session.current_changed, session.view_changed):
            signal.connect(self._read_soon)
        frames.arrived.connect(self._read_soon)

    def point(self, places: tuple[Place, Place] | None) -> None:
        """Read A and B at a place of each (shares of their sizes); nothing for none."""
        self._places = places
        self._read_soon()

    @property
    def words(self) -> str:
        """Everything that is read there now."""
        parts = (self._where, self._a, self._b, self._apart, self._white)
        if self._where.text() == _HINT:
            return ""
        return "   ".join(part.text() for part in parts if part.text())

    def _read_soon(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start(_AFTER_MS)

    def _read(self) -> None:
        spot = self._spot()
        if spot is None:
            for part in (self._a, self._b, self._apart, self._white):
                part.setText("")
            self._where.setText(_HINT)
            return
        self._session.tasks.measure(partial(_readings, spot), partial(self._show, spot))

    def _spot(self) -> Spot | None:
        a, b = self._session.version("a"), self._session.version("b")
        if self._places is None or a is None or b is None:
            return None
        self._frames.want_whole((a, b))
        first, second = self._codes(a, self._places[0]), self._codes(b, self._places[1])
        if first is None or second is None:
            return None
        x, y = int(self._places[1][0] * b.width), int(self._places[1][1] * b.height)
        return Spot(min(x, b.width - 1), min(y, b.height - 1), first[0], second[0], first[1] and second[1])

    def _codes(self, version: Version, place: Place) -> tuple[Rgb, bool] | None:
        """The sRGB codes of a version's pixel, if there is one, and whether they are of the full size."""
        if not all(0 <= share < 1 for share in place):
            return None
        frame = self._frames.best(version, 0, plain=True)
        if frame is None:
            return None
        x = min(int(place[0] * frame.image.width()), frame.image.width() - 1)
        y = min(int(place[1] * frame.image.height()), frame.image.height() - 1)
        pixel = frame.image.pixel(x, y)
        exact = frame.level == 0 and self._frames.is_plain(frame)
        return (qRed(pixel), qGreen(pixel), qBlue(pixel)), exact

    def _show(self, spot: Spot, readings: "tuple[Reading, Reading, float]") -> None:
        a, b, apart = readings
        about = "" if spot.exact else "≈ "
        self._where.setText(f"x {spot.x}  y {spot.y}")
        self._a.setText(f"A  {about}{_words(a)}")
        self._b.setText(f"B  {about}{_words(b)}")
        self._apart.setText(f"ΔE {apart:.1f}")
        self._white.setText("B is pure white here" if b.rgb == (255, 255, 255) and spot.exact else "")


def _words(reading: "Reading") -> str:
    lightness, a, b = reading.lab
    red, green, blue = reading.rgb
    return f"RGB {red} {green} {blue}   Lab {lightness:.1f} {_signed(a)} {_signed(b)}"


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}"  # + 0.0: no minus before a zero


def _readings(spot: Spot) -> "tuple[Reading, Reading, float]":
    """Off the main thread: the first call loads what works out ΔE."""
    import numpy as np

    from review_desk.imaging.sampling import apart, probe

    cuts = (np.array([[[*reversed(codes), 255]]], np.uint8) for codes in (spot.a, spot.b))
    a, b = (probe(cut) for cut in cuts)
    return a, b, apart(a, b)
