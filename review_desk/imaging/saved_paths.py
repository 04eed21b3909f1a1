"""The paths that a file brings along, as Photoshop saves them: which there are, and one of them read.

Adobe Photoshop File Formats Specification, "Path resource format": resources 2000 to 2997 are saved paths
under their names, 2999 names the one that clips, 1025 is the work path. Standard library only: no pixel is
read.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from review_desk.domain.shapes.path import Node
from review_desk.errors import BadInput
from review_desk.imaging import formats, gate
from review_desk.imaging.resources import Resource, pascal, resource_block, resources

_SAVED = range(2000, 2998)
_CLIPS, _WORK = 2999, 1025
_WORK_NAME = "Work Path"

_RECORD = 26
_CLOSED, _OPEN = 0, 3
_KNOTS = (1, 2, 4, 5)
_RULES = (6, 7, 8)  # how to fill, the clipboard's box, what the fill begins with: nothing in it is needed
_WHOLE = 1 << 24
"""Of 8.24 fixed point: one width, or one height, of the photo."""

MOST_POINTS = 100_000

JOIN_BEFORE, EXCLUDE, COMBINE, SUBTRACT, INTERSECT = -1, 0, 1, 2, 3
"""What a part does with what was there before; JOIN_BEFORE makes it one part with the one before it."""

_OPERATIONS = range(JOIN_BEFORE, INTERSECT + 1)
"""Writers that know of none leave 0 there, or anything: then lines exclude each other, which makes holes."""


@dataclass(frozen=True)
class Part:
    """A line of Bézier curves that closes, and what it does with the parts before it.

    Its points are shares of the photo as stored: (0, 0) top left, (1, 1) bottom right, and may lie outside.
    """

    operation: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class SavedPaths:
    """The paths of one file. `names` in the order of the file; `declared` is the one it says clips, "" for
    none.

    `clipping` is that one, or where none is declared and a single path was saved, it.
    """

    file: Path
    names: tuple[str, ...]
    declared: str
    clipping: str
    pieces: tuple[bytes, ...]

    def named(self, name: str) -> str:
        """The path of that name, or for "" the one that clips. Raises BadInput naming those there are."""
        wanted = name or self.clipping
        if wanted in self.names:
            return wanted
        shown = gate.shown(self.file)
        if not self.names:
            raise BadInput(f"{shown} brings no clipping path along.")
        there = ", ".join(f"“{each}”" for each in self.names[:_MOST_NAMED])
        if not wanted:
            raise BadInput(f"{shown} has several paths and names none that clips: it has {there}.")
        raise BadInput(f"{shown} has no path “{wanted}”: it has {there}.")

    def read(self, name: str) -> tuple[Part, ...]:
        """The parts of the path of that name, or for "" of the one that clips. Raises BadInput."""
        wanted = self.named(name)
        content = self.pieces[self.names.index(wanted)]
        try:
            return _parts(content)
        except BadInput as error:
            raise BadInput(f"The path “{wanted}” of {gate.shown(self.file)} {error}.") from error


_MOST_NAMED = 12


def saved_paths(photo: Path) -> SavedPaths:
    """The paths of a PSD, TIFF or JPEG; none for other formats. Raises BadInput where it cannot be opened."""
    with gate.open_photo(photo) as file:
        kind = formats.sniff(file.read(formats.SNIFF_LENGTH)) or ""
        found = list(resources(resource_block(kind, file)))
    saved = [piece for piece in found if piece.number in _SAVED]
    paths = saved + [piece for piece in found if piece.number == _WORK]
    names = tuple(_named(piece) for piece in paths)
    declared = next((_clean(pascal(piece.content)) for piece in found if piece.number == _CLIPS), "")
    clipping = declared or (names[0] if len(saved) == 1 else "")
    return SavedPaths(photo, names, declared, clipping, tuple(piece.content for piece in paths))


def _named(piece: Resource) -> str:
    return _WORK_NAME if piece.number == _WORK else _clean(piece.name) or f"Path {piece.number - 1999}"


def _clean(name: str) -> str:
    """Fit for a sentence and for one line."""
    return "".join(c if c.isprintable() else "?" for c in name).strip()


def _parts(content: bytes) -> tuple[Part, ...]:
    """Raises BadInput with the end of a sentence: what is wrong with it."""
    if len(content) > MOST_POINTS * _RECORD:
        raise BadInput(f"is too intricate: the desk reads up to {MOST_POINTS:,} points")
    records = _records(content)
    found = []
    for kind, record in records:
        if kind in _RULES:
            continue
        if kind not in (_CLOSED, _OPEN):
            raise BadInput("is damaged: a point of it belongs to no line")
        count, operation = struct.unpack_from(">Hh", record, 2)
        nodes = tuple(_nodes(records, count))
        found += [Part(operation if operation in _OPERATIONS else EXCLUDE, nodes)] if nodes else []
    if not found:
        raise BadInput("goes round nothing")
    return tuple(found)


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(0, len(content) - _RECORD + 1, _RECORD):
        yield struct.unpack_from(">H", content, at)[0], content[at : at + _RECORD]


def _nodes(records: Iterator[tuple[int, bytes]], count: int) -> Iterator[Node]:
    for number in range(count):
        kind, record = next(records, (None, b""))
        if kind not in _KNOTS:
            raise BadInput(f"is damaged: {number} of {count} points of a line are there")
        before_y, before_x, y, x, after_y, after_x = (
            n / _WHOLE for n in struct.unpack_from(">6i", record, 2)
        )
        yield Node((x, y), (before_x, before_y), (after_x, after_y))
