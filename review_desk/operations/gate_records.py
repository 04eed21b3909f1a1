"""Records of gates as JSON: what the JSONL export says of signatures, samples, inspections and releases."""

from collections.abc import Collection, Iterable
from typing import Any

from review_desk.domain.gate.record import Release, Signature
from review_desk.domain.sampling.lot import Inspected, Lot
from review_desk.store import gates as table
from review_desk.store.desk import Reader

Rows = Iterable[dict[str, Any]]


def gate_rows(reader: Reader, batch: str, photos: Collection[str]) -> dict[str, Rows]:
    """What was put down at the gates of a batch, by table; of photos, only of these."""
    signed = table.signatures(reader.db, batch)
    found = table.inspected(reader.db, batch)
    return {
        "signatures": [signature_json(each) for each in signed.values() if each.photo in photos],
        "samples": [lot_json(each) for each in table.lots(reader.db, batch=batch)],
        "inspections": [
            inspected_json(each)
            for inspections in found.values()
            for each in inspections.values()
            if each.photo in photos
        ],
        "releases": [release_json(each) for each in table.releases(reader.db, batch).values()],
    }


def signature_json(found: Signature) -> dict[str, Any]:
    """A signature: who has seen to which points of the checklist, on which version."""
    return {**vars(found), "points": list(found.points)}


def lot_json(found: Lot) -> dict[str, Any]:
    """A lot with its plan and its sample in the order drawn."""
    own = {name: value for name, value in vars(found).items() if name != "batch"}
    plan = found.plan.to_json() if found.plan else None
    return {**own, "plan": plan, "photos": list(found.photos), "counts": dict(found.counts)}


def inspected_json(found: Inspected) -> dict[str, Any]:
    """What a look at a photo of a sample found."""
    return {**vars(found), "tags": list(found.tags)}


def release_json(found: Release) -> dict[str, Any]:
    """A batch let through, or held by hand."""
    names = ("gate", "kind", "person", "at", "reason", "display")
    return {
        **{name: getattr(found, name) for name in names},
        "confirmed": list(found.confirmed),
        "holds": list(found.holds),
    }
