"""What people have put down for a gate: signed checklists, and a batch let through or held by hand."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["self", "peer"]
ReleaseKind = Literal["release", "override", "hold"]
RELEASED: dict[ReleaseKind, str] = {"release": "released", "override": "overridden", "hold": "held"}


@dataclass(frozen=True)
class Signature:
    """The points of a checklist that one person has looked at on one version of a photo.

    The first person's is the “self” check, the “peer” signature is another person's. `points` may lack some:
    then it is begun, and does not count yet.
    """

    photo: str
    role: Role
    version: int
    checklist: str
    points: tuple[str, ...]
    person: str
    at: str
    display: str = ""


@dataclass(frozen=True)
class Release:
    """A batch let through a gate, let through over what held it, or held by hand with a reason.

    `head` is the number of the desk's newest event just before: what came later, nobody has seen.
    """

    batch: str
    gate: int
    kind: ReleaseKind
    person: str
    at: str
    reason: str = ""
    confirmed: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    display: str = ""
    head: int = 0

    @property
    def lets_through(self) -> bool:
        """Whether the batch may pass, as far as this goes."""
        return self.kind != "hold"

    @property
    def words(self) -> str:
        """Such as “overridden by Ada on 2026-11-21 at 09:30: the shop waits”."""
        when = f"on {self.at[:10]} at {self.at[11:16]}"
        return f"{RELEASED[self.kind]} by {self.person} {when}" + (f": {self.reason}" if self.reason else "")


def is_calibrated(display: str) -> bool:
    """Whether what a decision says of its display is that it was in good state (green)."""
    return "green" in (part.strip() for part in display.split("·"))
