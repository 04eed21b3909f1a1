"""Pictures in memory, one a content, within a budget of bytes; those used longest ago go first."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, TypeVar

from review_desk.domain.photo import Version

P = TypeVar("P")


@dataclass(frozen=True)
class Kept(Generic[P]):
    """A picture of a version: its rung, the shade it was converted to, and what it takes, in bytes."""

    version: Version
    picture: P
    edge: int
    shade: str
    size: int


class Shelf(Generic[P]):
    """What is kept, by content hash.

    Attributes:
        budget: the most bytes that may be kept.
        held: the bytes kept now.
    """

    def __init__(self, budget: int) -> None:
        self.budget, self.held = budget, 0
        self._kept: OrderedDict[str, Kept[P]] = OrderedDict()

    def put(self, new: Kept[P]) -> None:
        """Keep a picture in place of a smaller one or one of another shade."""
        sha256 = new.version.sha256
        old = self._kept.get(sha256)
        if old and old.shade == new.shade and old.edge > new.edge:
            return
        self.drop(sha256)
        self._kept[sha256] = new
        self.held += new.size
        while self.held > self.budget:
            self.held -= self._kept.popitem(last=False)[1].size

    def find(self, sha256: str) -> Kept[P] | None:
        """What is there of a content; it is used with that."""
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
        return self._kept.get(sha256)

    def has(self, sha256: str, edge: int, shade: str) -> bool:
        """Whether a content is there at a rung or a larger one, in a shade."""
        kept = self._kept.get(sha256)
        return kept is not None and kept.edge >= edge and kept.shade == shade

    def drop(self, sha256: str) -> None:
        """Let a picture go."""
        if old := self._kept.pop(sha256, None):
            self.held -= old.size

    def all(self) -> list[Kept[P]]:
        """Everything kept, what was used last at the end."""
        return list(self._kept.values())
