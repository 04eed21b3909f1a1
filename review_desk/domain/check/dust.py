"""Dust on a sensor: specks that lie at the same place of the frame in photo after photo."""

from collections.abc import Mapping, Sequence
from itertools import product

from review_desk.domain.check.finding import Box, Measured
from review_desk.domain.photo import Photo

Spot = tuple[float, float, float]
"""A speck: x and y of its middle, 0-1 of the frame's width and height, and its depth in codes of grey."""

_FEWEST, _SHARE = 3, 0.2
"""In so many photos of one frame, and in this share of them, a speck lies where it is the sensor's."""

_APART = 0.003
"""Of the frame's longer side: specks nearer than that lie at the same place."""

Frame = tuple[int, int, int]
_Cell = tuple[int, int]


def sensor_dust(photos: Sequence[Photo], spots: Mapping[str, Sequence[Spot]]) -> dict[str, Measured]:
    """By photo how many of its specks lie where other photos of the same frame have one.

    One frame is one size in pixels and one way of holding the camera. Specks on the paper lie elsewhere in
    each photo as the product is turned; where nothing is moved between shots they cannot be told apart.
    """
    frames: dict[Frame, list[Photo]] = {}
    for photo in photos:
        if photo.id in spots:
            frames.setdefault(frame_of(photo), []).append(photo)
    found: dict[str, Measured] = {}
    for frame, shots in frames.items():
        if len(shots) >= _FEWEST:
            found |= _among(shots, {photo.id: spots[photo.id] for photo in shots}, frame)
    return found


def frame_of(photo: Photo) -> Frame:
    """Width and height upright, and how the camera was held."""
    seen = photo.latest
    sides = (seen.width, seen.height) if seen.orientation < 5 else (seen.height, seen.width)
    return *sides, seen.orientation


def _among(shots: Sequence[Photo], spots: Mapping[str, Sequence[Spot]], frame: Frame) -> dict[str, Measured]:
    cells: dict[_Cell, set[str]] = {}
    for photo, own in spots.items():
        for spot in own:
            cells.setdefault(_cell(spot, frame), set()).add(photo)
    enough = max(_FEWEST, _SHARE * len(shots))
    found = {}
    for photo, own in spots.items():
        counts = [(len(_sharing(_cell(spot, frame), cells)), spot) for spot in own]
        again = [(count, spot) for count, spot in counts if count >= enough]
        found[photo] = _measured(again, frame, len(shots))
    return found


def _measured(again: Sequence[tuple[int, Spot]], frame: Frame, shots: int) -> Measured:
    if not again:
        return Measured(0)
    count, spot = max(again)
    return Measured(len(again), _box(spot, frame), f"In {count} of {shots} photos at the same place.")


def _cell(spot: Spot, frame: Frame) -> _Cell:
    side = _APART * max(frame[:2])
    return int(spot[0] * frame[0] / side), int(spot[1] * frame[1] / side)


def _sharing(cell: _Cell, cells: Mapping[_Cell, set[str]]) -> set[str]:
    """The photos with a speck in a cell or in one beside it."""
    near = [(cell[0] + across, cell[1] + down) for across, down in product((-1, 0, 1), repeat=2)]
    return {photo for each in near for photo in cells.get(each, ())}


def _box(spot: Spot, frame: Frame) -> Box:
    reach = max(8, round(0.01 * max(frame[:2])))
    left, top = (max(0, round(spot[at] * frame[at]) - reach) for at in (0, 1))
    return left, top, min(2 * reach, frame[0] - left), min(2 * reach, frame[1] - top)
