"""Marking where on a version something is wrong."""

import uuid
from collections.abc import Sequence

from review_desk.domain.annotation import MINIMUM_EDGE, SEVERITIES, Rectangle, Severity
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.errors import BadInput, Refused
from review_desk.operations.decide import require_reasoned, title
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.projections import Row


def add(
    store: Store,
    *,
    photo: str,
    version: int,
    shape: Rectangle,
    author: str,
    at: str,
    tags: Sequence[str] = (),
    note: str = "",
    severity: Severity = "major",
) -> tuple[str, Changes]:
    """Mark a rectangle, in pixels of that version, cut to the photo. Returns its id and what changed.

    Raises Refused for one smaller than MINIMUM_EDGE, BadInput for an unknown photo or version.
    """
    who, named = require_reviewer(author), title(store, photo)
    row = {
        "id": uuid.uuid4().hex[:12],
        "photo_id": photo,
        "version": version,
        "shape": _fitted(store, photo, version, shape).to_json(),
        "tags": [written(tag) for tag in tags],
        "note": written(note),
        "severity": _known(severity),
        "author": who,
        "at": at,
    }
    with store.step(f"Mark {named}", actor=who, at=at) as step:
        step.put("annotation", row)
    return str(row["id"]), step.changes


def change(
    store: Store,
    *,
    annotation: str,
    author: str,
    at: str,
    shape: Rectangle | None = None,
    tags: Sequence[str] | None = None,
    note: str | None = None,
    severity: Severity | None = None,
) -> Changes:
    """Change what is given of a mark; the rest stays.

    Raises BadInput for a mark that is not there, Refused when a reject would lose its last reason.
    """
    who = require_reviewer(author)
    with store.step("Change mark", actor=who, at=at) as step:
        row = _existing(step.get("annotation", id=annotation), annotation)
        step.label = f"Change mark on {title(store, row['photo_id'])}"
        if shape is not None:
            row["shape"] = _fitted(store, row["photo_id"], row["version"], shape).to_json()
        if tags is not None:
            row["tags"] = [written(tag) for tag in tags]
        if note is not None:
            row["note"] = written(note)
        if severity is not None:
            row["severity"] = _known(severity)
        step.put("annotation", row)
        require_reasoned(store, step, row["photo_id"])
    return step.changes


def remove(store: Store, *, annotation: str, author: str, at: str) -> Changes:
    """Take a mark away.

    Raises BadInput for one that is not there, Refused when a reject would lose its last reason.
    """
    who = require_reviewer(author)
    with store.step("Remove mark", actor=who, at=at) as step:
        row = _existing(step.get("annotation", id=annotation), annotation)
        step.label = f"Remove mark from {title(store, row['photo_id'])}"
        step.remove("annotation", id=annotation)
        require_reasoned(store, step, row["photo_id"])
    return step.changes


def _fitted(store: Store, photo: str, number: int, shape: Rectangle) -> Rectangle:
    found = table.photos(store.db, ids=[photo])
    versions = {v.number: v for v in found[0].versions} if found else {}
    if number not in versions:
        raise BadInput(f"There is no version {number} of “{photo}” in this desk.")
    cut = shape.clipped(versions[number].width, versions[number].height).rounded()
    if not min(cut.width, cut.height) >= MINIMUM_EDGE:  # so said, it refuses what is no number too
        raise Refused("That mark is too small to see: draw it at least 3 pixels wide and high.")
    return cut


def _existing(row: Row | None, annotation: str) -> Row:
    if row is None:
        raise BadInput(f"There is no mark “{annotation}” in this desk.")
    return dict(row)


def _known(severity: str) -> str:
    if severity not in SEVERITIES:
        raise BadInput(f"“{severity}” is not a severity: say {', '.join(SEVERITIES)}.")
    return severity
