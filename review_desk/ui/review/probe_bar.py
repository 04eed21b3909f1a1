"""The line below the canvas: the photo's own values under the cursor or of an area, and how far apart."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from review_desk.domain.sampler import Spot
from review_desk.domain.view_steps import Place
from review_desk.ui import tokens
from review_desk.ui.review import spots
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.spots import Pair
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Bar, label, row

if TYPE_CHECKING:
    from review_desk.imaging.sampling import Reading

_AFTER_MS = 25
"""A moving cursor is read at most so often."""

_HINT = "Point at the photo to read its colours; Ctrl+drag averages an area, K pins a sampler."


class ProbeBar(Bar):
    """RGB and Lab of A and B, ΔE2000, and a word where it is pure white."""

    def __init__(self, session: Session, frames: Frames) -> None:
        super().__init__()
        self._session, self._frames = session, frames
        self._places: tuple[Place, Place] | None = None
        self.area: Spot | None = None
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

    def read_area(self, area: Spot | None) -> None:
        """Read the mean of an area of both instead, until there is none."""
        self.area = area
        self._read_soon()

    @property
    def words(self) -> str:
        """Everything that is read there now."""
        parts = (self._where, self._a, self._b, self._apart, self._white)
        if self._where.text() == _HINT:
            return ""
        return "   ".join(part.text() for part in parts if part.text())

    def spots(self) -> tuple[Spot, Spot] | None:
        """What is read of A and of B: the area, else the pixels under the cursor, else nothing."""
        if self.area:
            return self.area, self.area
        return (Spot(*self._places[0]), Spot(*self._places[1])) if self._places else None

    def _read_soon(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start(_AFTER_MS)

    def _read(self) -> None:
        a, b, wanted = self._session.version("a"), self._session.version("b"), self.spots()
        found = spots.pair(self._frames, a, b, wanted) if a and b and wanted else None
        if found is None or b is None or wanted is None:
            for part in (self._a, self._b, self._apart, self._white):
                part.setText("")
            self._where.setText(_HINT)
            return
        left, top, right, bottom = wanted[1].pixels(b.width, b.height)
        where = f"x {left}  y {top}" if not self.area else f"{right - left} × {bottom - top} px, mean"
        self._session.tasks.measure(partial(spots.read, found), partial(self._show, where, found))

    def _show(self, where: str, found: Pair, readings: "tuple[Reading, Reading, float]") -> None:
        a, b, apart = readings
        self._where.setText(where)
        self._a.setText(f"A  {found.about}{spots.told(a)}")
        self._b.setText(f"B  {found.about}{spots.told(b)}")
        self._apart.setText(f"ΔE {apart:.1f}")
        self._white.setText("B is pure white here" if b.rgb == (255, 255, 255) and not found.about else "")
