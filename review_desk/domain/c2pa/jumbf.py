"""Boxes within boxes (JUMBF, ISO 19566-5): what a C2PA manifest store is packed in."""

from collections.abc import Iterator
from dataclasses import dataclass

_DEEPEST = 16
_MOST_BOXES = 5_000
_DESCRIPTION = 17
"""Bytes of a description box before its label: a type of 16, then the toggles."""


@dataclass(frozen=True)
class Box:
    """A superbox: its label, the superboxes in it, and its content boxes by type."""

    label: str
    inside: tuple["Box", ...]
    content: tuple[tuple[bytes, bytes], ...]

    def find(self, start: str) -> Iterator["Box"]:
        """The superboxes in it whose label begins so."""
        return (box for box in self.inside if box.label.startswith(start))


def read_boxes(raw: bytes) -> list[Box]:
    """The superboxes that lie one after another; what breaks off or goes too deep is left out."""
    return _superboxes(raw, 0, [0])


def _superboxes(raw: bytes, depth: int, count: list[int]) -> list[Box]:
    return [_superbox(body, depth, count) for kind, body in _split(raw, count) if kind == b"jumb"]


def _superbox(raw: bytes, depth: int, count: list[int]) -> Box:
    parts = list(_split(raw, count))
    label = _label(parts[0][1]) if parts and parts[0][0] == b"jumd" else ""
    inside: list[Box] = []
    if depth < _DEEPEST:
        inside = [_superbox(body, depth + 1, count) for kind, body in parts[1:] if kind == b"jumb"]
    content = tuple((kind, body) for kind, body in parts[1:] if kind != b"jumb")
    return Box(label, tuple(inside), content)


def _split(raw: bytes, count: list[int]) -> Iterator[tuple[bytes, bytes]]:
    """Type and body of each box; `count` is how many were met so far, in all."""
    at = 0
    while at + 8 <= len(raw) and count[0] < _MOST_BOXES:
        count[0] += 1
        size, kind, head = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(raw[at + 8 : at + 16], "big"), 16
        end = len(raw) if size == 0 else at + size
        if 0 < size < head or end > len(raw):
            return
        yield kind, raw[at + head : end]
        at = end


def _label(raw: bytes) -> str:
    has_label = len(raw) > _DESCRIPTION and raw[_DESCRIPTION - 1] & 2
    return raw[_DESCRIPTION:].split(b"\0")[0].decode("utf-8", "replace")[:200] if has_label else ""
