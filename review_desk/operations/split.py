"""Splitting a mixed batch: what is proposed, and taking a group into a batch of its own, or refusing to."""

from collections.abc import Mapping, Sequence

from review_desk.domain.batch import SPLIT_OFF
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.mixed import By, Group, groups, without_refused
from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import Evidence
from review_desk.errors import BadInput, Refused
from review_desk.operations.browse import batch as batch_named
from review_desk.operations.home import unused_name
from review_desk.store import photos as table
from review_desk.store.desk import Reader, Store
from review_desk.store.splits import kept_groups


def proposed(
    reader: Reader,
    *,
    batch_id: str,
    photos: Sequence[Photo],
    evidence: Mapping[str, Evidence],
    by: By = "light",
) -> tuple[Group, ...]:
    """The groups of a batch with these photos, the largest first, without those somebody refused.

    One group, or none, means that nothing is mixed in it.
    """
    found = groups(photos, evidence, by)
    return without_refused(found, kept_groups(reader.db, batch_id))


def split_off(store: Store, *, batch_id: str, group: Group, actor: str, at: str) -> tuple[str, Changes]:
    """Take a group of photos into a batch of its own, in one step. Returns the new batch's id.

    Raises Refused for a group that is the whole batch, BadInput for one with a photo that is not in it.
    """
    who, whole = require_reviewer(actor), batch_named(store, batch_id)
    inside = {photo.id for photo in table.photos(store.db, batch=whole.id)}
    if not group.photos or not set(group.photos) <= inside:
        raise BadInput(f"“{group.name}” is not a group of the batch “{whole.name}”.")
    if len(group.photos) == len(inside):
        raise Refused(f"“{group.name}” is the whole batch: there is nothing to split off.")
    new = f"{whole.id}{SPLIT_OFF}{group.key[:8]}"
    name = unused_name(f"{whole.name} · {group.name}", {each.name for each in table.batches(store.db)})
    with store.step(f"Split off “{group.name}”", actor=who, at=at) as step:
        step.put("batch", {"id": new, "name": name, "source": whole.source, "created_at": at})
        for photo in group.photos:
            row = step.get("photo", id=photo)
            assert row is not None  # it was inside a moment ago
            step.put("photo", {**row, "batch_id": new})
    return new, step.changes


def keep(store: Store, *, batch_id: str, group: Group, actor: str, at: str) -> Changes:
    """Refuse to split a group off: it is not proposed again while it has the same photos."""
    row = {
        "batch_id": batch_id,
        "key": group.key,
        "name": group.name,
        "person": require_reviewer(actor),
        "at": at,
    }
    with store.step(f"Keep “{group.name}” in the batch", actor=actor, at=at) as step:
        step.put("kept_group", row)
    return step.changes
