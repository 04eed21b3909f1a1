"""The loupe: a square of the photo in true device pixels at the cursor, of each photo that is compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from review_desk.domain.view_steps import Place
from review_desk.domain.viewplan import NUMBERED, Box, DrawPlan, Pane, Size, Slot, level_for

EDGE = 220
"""Logical pixels a side."""

POWERS = (0, 1, 2, 4)
"""Device pixels to a pixel of the photo that the key steps through; 0 is off."""


@dataclass(frozen=True)
class Glass:
    """One loupe: which photo, the place in its middle, where it lies on the canvas (device pixels)."""

    slot: Slot
    place: Place
    box: Box

    def pane(self, size: Size, power: float) -> Pane:
        """The pane of its box: the place in its middle, and nothing that holds the photo back."""
        across, down = self.box.centre
        left = round(across - self.place[0] * size.width * power)
        top = round(down - self.place[1] * size.height * power)
        return Pane(self.slot, self.box, self.box, left, top, power, level_for(power))


def glasses(
    plan: DrawPlan, places: Mapping[Slot, Place], point: tuple[float, float], edge: int
) -> list[Glass]:
    """The loupes for a cursor at `point`, each `edge` device pixels a side; `places` is what lies there.

    Photos side by side have one each, at the same point of their panes; otherwise A's stands left of the
    cursor and B's right of it.
    """
    under = plan.pane_at(*point)
    if under is None:
        return []
    if len({pane.pane for pane in plan.panes}) > 1 and plan.view.mode != "wipe":
        inside = under.unmirrored(point[0]) - under.pane.x, point[1] - under.pane.y
        return [Glass(pane.side, places[pane.side], _over(pane, inside, edge)) for pane in plan.panes]
    slots: list[Slot] = [under.side] if under.side in NUMBERED else ["a", "b"]
    left, top = round(point[0] - edge * len(slots) / 2), round(point[1] - edge / 2)
    return [
        Glass(slot, places[slot], Box(left + number * (edge + 2), top, edge, edge))
        for number, slot in enumerate(slots)
    ]


def _over(pane: Pane, inside: tuple[float, float], edge: int) -> Box:
    """A square about a point of a pane, told from its corner as if nothing were mirrored."""
    x = pane.unmirrored(pane.pane.x + inside[0])
    return Box(round(x - edge / 2), round(pane.pane.y + inside[1] - edge / 2), edge, edge)
