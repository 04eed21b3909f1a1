"""Overruling the level and route that the rules gave a photo, with a reason."""

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.errors import BadInput, Refused
from review_desk.operations.decide import title
from review_desk.store.desk import Store

ROUTE_OF_LEVEL = {1: "ai_only", 2: "hybrid", 3: "human_led"}
"""The route that a level has by itself (brief A2)."""


def overrule(store: Store, *, photo: str, level: int, reason: str, actor: str, at: str) -> Changes:
    """Set a photo's level, and the route that goes with it, over the rules. The rules' reasons stay on record.

    Raises Refused without a reason, BadInput for a level that is not 1, 2 or 3.
    """
    who = require_reviewer(actor)
    if level not in ROUTE_OF_LEVEL:
        raise BadInput(f"There is no level {level}: say 1, 2 or 3.")
    if not reason.strip():
        raise Refused("Overruling a level needs a reason.")
    with store.step(f"Level {level} for {title(store, photo)}", actor=who, at=at) as step:
        row = step.get("assignment", photo_id=photo) or {"photo_id": photo, "rule": "", "reasons": []}
        given = {"level": level, "route": ROUTE_OF_LEVEL[level]}
        step.put("assignment", {**row, **given, "overruled_by": who, "overrule_reason": reason.strip()})
    return step.changes
