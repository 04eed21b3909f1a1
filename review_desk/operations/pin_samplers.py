"""Pinning samplers to a photo and taking them off."""

import uuid
from collections.abc import Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.sampler import MOST, Spot
from review_desk.errors import BadInput, Refused
from review_desk.operations.decision_row import title
from review_desk.store.desk import Store
from review_desk.store.samplers import samplers


def pin(store: Store, *, photo: str, spot: Spot, author: str, at: str) -> Changes:
    """Keep a spot of a photo. Raises Refused beyond MOST, BadInput for a spot beside it."""
    who, named = require_reviewer(author), title(store, photo)
    if not (0 <= spot.x < 1 and 0 <= spot.y < 1):
        raise BadInput("A sampler lies on the photo.")
    taken = {sampler.number for sampler in samplers(store.db, photo)}
    if len(taken) >= MOST:
        raise Refused(f"There are {MOST} samplers on {named} already; take one off first.")
    row = {
        "id": uuid.uuid4().hex[:12], "photo_id": photo, "x": spot.x, "y": spot.y, "width": spot.width,
        "height": spot.height, "number": min(set(range(1, MOST + 1)) - taken), "author": who, "at": at,
    }  # fmt: skip
    with store.step(f"Pin sampler {row['number']} on {named}", actor=who, at=at) as step:
        step.put("sampler", row)
    return step.changes


def unpin(store: Store, *, photo: str, numbers: Sequence[int] | None, author: str, at: str) -> Changes:
    """Take samplers off a photo: those of these numbers, or all. Raises BadInput where there is none."""
    who, named = require_reviewer(author), title(store, photo)
    there = [s for s in samplers(store.db, photo) if numbers is None or s.number in numbers]
    if not there:
        raise BadInput(f"There is no such sampler on {named}.")
    what = f"sampler {there[0].number}" if len(there) == 1 else f"{len(there)} samplers"
    with store.step(f"Take {what} off {named}", actor=who, at=at) as step:
        for sampler in there:
            step.remove("sampler", id=sampler.id)
    return step.changes
