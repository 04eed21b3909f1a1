"""A pass, or a preset, over many photos: one row for each photo, kept until the last of them is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

State = Literal["queued", "running", "done", "failed", "cancelled"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class PassRun:
    """`name` is a pass or “preset:” and a preset, `model` "" for the active one; `region` is a mask
    in the desk's files, "" for each photo's own; `protect` says by what the product is left as it is
    (`protecting`), "" where it is not; `counts` has every state.
    """

    id: str
    name: str
    parameters: Mapping[str, Any]
    protect: str
    model: str
    person: str
    at: str
    region: str = ""
    counts: Mapping[State, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Its photos."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Those that are neither done, failed nor cancelled."""
        return self.counts["queued"] + self.counts["running"]

    @property
    def title(self) -> str:
        """“Denoise”, “Jewellery”."""
        return self.name.rpartition(":")[2].replace("-", " ").capitalize()

    @property
    def words(self) -> str:
        """“Denoise: 120 of 500 photos done, 3 failed, 377 left”."""
        counts = self.counts
        told = [f"{counts['done']:,} of {self.total:,} photos done"]
        told += [f"{counts[state]:,} {state}" for state in ("failed", "cancelled") if counts[state]]
        told += [f"{self.left:,} left"] if self.left else []
        return f"{self.title}: {', '.join(told)}"

    def to_json(self) -> dict[str, Any]:
        """As `review-desk runs --json` gives it."""
        return {
            "run": self.id, "name": self.name, "parameters": dict(self.parameters),
            "protect": self.protect or None, "model": self.model or None, "person": self.person,
            "at": self.at,
            **{str(state): count for state, count in self.counts.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class PhotoJob:
    """One photo of a run. `reason` says why it failed; `version` is what was made, None before."""

    run: str
    photo: str
    position: int
    state: State
    reason: str = ""
    version: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As `review-desk runs --json` gives it."""
        return dict(vars(self))
