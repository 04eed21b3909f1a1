"""Walking over the page by keys, and choosing as in any file manager."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from review_desk.domain.grid.arrangement import PageRow

Step = Literal["left", "right", "up", "down", "home", "end", "page up", "page down"]


@dataclass(frozen=True)
class Selection:
    """The chosen photos, the one the keys stand on, and the one a range begins at."""

    photos: frozenset[str] = frozenset()
    current: str = ""
    anchor: str = ""


def stepped(rows: Sequence[PageRow], current: str, step: Step, *, page: int = 1) -> str:
    """The photo that a key goes to; `page` rows fit on screen. "" on an empty page."""
    if not rows:
        return ""
    order = [photo for row in rows for photo in row.photos]
    places = {photo: (r, c) for r, row in enumerate(rows) for c, photo in enumerate(row.photos)}
    if current not in places or step in ("home", "end"):
        return order[-1] if step == "end" else order[0]
    if step in ("left", "right"):
        here = order.index(current) + (1 if step == "right" else -1)
        return order[min(len(order) - 1, max(0, here))]
    row, column = places[current]
    down = {"up": -1, "down": 1, "page up": -page, "page down": page}[step]
    there = rows[min(len(rows) - 1, max(0, row + down))].photos
    return there[min(column, len(there) - 1)]


def alone(photo: str) -> Selection:
    """One photo chosen, and nothing else."""
    return Selection(frozenset((photo,)) if photo else frozenset(), photo, photo)


def ranged(order: Sequence[str], selection: Selection, photo: str) -> Selection:
    """Everything from the anchor to a photo, in the order of the page."""
    if selection.anchor not in order or photo not in order:
        return alone(photo)
    first, last = sorted((order.index(selection.anchor), order.index(photo)))
    return Selection(frozenset(order[first : last + 1]), photo, selection.anchor)


def toggled(selection: Selection, photo: str) -> Selection:
    """One photo more, or one less."""
    return Selection(selection.photos ^ {photo}, photo, photo)


def kept(selection: Selection, order: Sequence[str]) -> Selection:
    """What is left of a selection when other photos are shown."""
    there = set(order)
    current = selection.current if selection.current in there else (order[0] if order else "")
    anchor = selection.anchor if selection.anchor in there else current
    return Selection(selection.photos & there, current, anchor)


def of_these(photos: Iterable[str], current: str = "") -> Selection:
    """Exactly these, standing on one of them."""
    chosen = tuple(photos)
    stand = current if current in chosen or not chosen else chosen[0]
    return Selection(frozenset(chosen), stand, stand)
