"""Overruling the level and route that the rules gave a photo, with a reason."""

from collections.abc import Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.errors import BadInput, Refused
from review_desk.operations.decision_row import photos_named, titled
from review_desk.store.desk import Store

ROUTE_OF_LEVEL = {1: "ai_only", 2: "hybrid", 3: "human_led"}
"""The route that a level has by itself (brief A2)."""


def overrule(store: Store, *, photos: Sequence[str], level: int, reason: str, actor: str, at: str) -> Changes:
    """Set the level of photos, and the route that goes with it, over the rules, in one step.

    The rules' reasons stay on record.

    Raises Refused without a reason, BadInput for a level that is not 1, 2 or 3 and for an unknown photo.
    """
    who, why = require_reviewer(actor), written(reason)
    if level not in ROUTE_OF_LEVEL:
        raise BadInput(f"There is no level {level}: say 1, 2 or 3.")
    if not why:
        raise Refused("Overruling a level needs a reason.")
    what = titled(photos_named(store, photos))
    given = {"level": level, "route": ROUTE_OF_LEVEL[level], "overruled_by": who, "overrule_reason": why}
    with store.step(f"Level {level} for {what}", actor=who, at=at) as step:
        for photo in photos:
            row = step.get("assignment", photo_id=photo) or {"photo_id": photo, "rule": "", "reasons": []}
            step.put("assignment", {**row, **given})
    return step.changes
