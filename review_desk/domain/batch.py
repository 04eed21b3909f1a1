"""A batch: photos that came in together and go out together."""

from dataclasses import dataclass

SPLIT_OFF = "-"
"""Stands in the id of a batch that was split off, after the id of the other."""


@dataclass(frozen=True)
class Batch:
    """One batch with its count of photos and of those decided."""

    id: str
    name: str
    source: str
    created_at: str
    photos: int = 0
    decided: int = 0

    @property
    def is_split_off(self) -> bool:
        """Whether it was split off another batch: new files of its folder go to that one."""
        return SPLIT_OFF in self.id


@dataclass(frozen=True)
class Quarantined:
    """A file that intake could not take, and why, in words."""

    id: str
    batch: str
    file: str
    reason: str
