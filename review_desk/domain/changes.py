"""What one operation changed: the answer every write gives, and what views refresh by."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "batch",
    "photo",
    "version",
    "quarantine",
    "assignment",
    "decision",
    "second_look",
    "annotation",
    "sampler",
    "rule_file",
    "kept_group",
    "tolerance_file",
    "gate_file",
    "mode_file",
    "preset_note",
    "signature",
    "lot",
    "inspection",
    "release",
    "claim",
    "seal",
    "comment",
    "pass_run",
    "pass_job",
    "preset_seen",
]
"""The kinds of row that events set. Each has one table, rebuilt from the events."""


@dataclass(frozen=True)
class Changes:
    """Which kinds of row changed, on which photos, under which label, up to which event.

    `photos` keeps the order of first mention; `step` is the id by which the whole can be undone.
    """

    label: str
    kinds: frozenset[Kind] = frozenset()
    photos: tuple[str, ...] = ()
    step: str = ""
    head: int = 0

    def __bool__(self) -> bool:
        """False when the operation found everything as asked and wrote nothing."""
        return bool(self.kinds)
