"""How gates are spoken of in the window."""

from datetime import datetime
from typing import TYPE_CHECKING

from review_desk.domain.queue import Claim
from review_desk.operations.clock import now
from review_desk.ui.gates.gating import AtGates

if TYPE_CHECKING:
    from review_desk.domain.gate.standing import Standing

SHAPES = {"held": "■", "ready to release": "□", "released": "✓", "overridden": "✓"}


def shape(standing: "Standing") -> str:
    """A shape for how the batch stands at a gate."""
    return SHAPES[standing.state]


def place_words(found: AtGates) -> str:
    """Such as “■ Gate 1 held”, or “✓ All gates passed”."""
    place = found.place
    if place.passed:
        return f"{shape(place)} All gates passed"
    return f"{shape(place)} Gate {place.gate.number} {'held' if place.holds else 'ready'}"


def clock_words(found: AtGates) -> str:
    """What the batch's promise has left; nothing where there is none."""
    return found.clock.words(datetime.fromisoformat(now())) if found.clock else ""


def claim_words(claim: Claim, person: str) -> str:
    """Who has a photo, until when on this computer's clock."""
    until = f"{claim.until.astimezone():%H:%M}"
    return f"Yours until {until}." if claim.person == person else f"{claim.person} has it until {until}."
