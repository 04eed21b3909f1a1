"""Marking where on a version something is wrong."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from review_desk.domain.annotation import SEVERITIES, Severity, height_below, height_on_top
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.domain.photo import Version
from review_desk.domain.shapes.kinds import from_json
from review_desk.domain.shapes.shape import Shape
from review_desk.errors import BadInput, Refused
from review_desk.operations.decision_row import require_newest, require_reasoned, title
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.projections import Row

End = Literal["top", "bottom"]

SHIFT = 12.0
"""Image pixels, to the right and down, from a mark to its duplicate: so that both are seen."""


def add(
    store: Store,
    *,
    photo: str,
    version: int,
    shape: Shape,
    author: str,
    at: str,
    tags: Sequence[str] = (),
    note: str = "",
    severity: Severity = "major",
) -> tuple[str, Changes]:
    """Mark a shape, in pixels of that version, cut to the photo. Returns its id and what changed.

    Raises Refused for one too small to see, BadInput for an unknown photo or version.
    """
    (key, *_), changes = add_all(
        store, photo=photo, version=version, shapes=[shape], author=author, at=at, tags=tags, note=note,
        severity=severity,
    )  # fmt: skip
    return key, changes


def add_all(
    store: Store,
    *,
    photo: str,
    version: int,
    shapes: Sequence[Shape],
    author: str,
    at: str,
    tags: Sequence[str] = (),
    note: str = "",
    severity: Severity = "major",
) -> tuple[list[str], Changes]:
    """Mark several shapes that say the same, in one step. Returns their ids and what changed; see `add`."""
    who, named = require_reviewer(author), title(store, photo)
    said = {"tags": [written(tag) for tag in tags], "note": written(note), "severity": _known(severity)}
    fitted = [_fitted(store, photo, version, shape) for shape in shapes]
    lowest = height_on_top(table.annotations(store.db, photo))
    keys = [new_id() for _ in fitted]
    many = f" in {len(fitted)} places" if len(fitted) > 1 else ""
    with store.step(f"Mark {named}{many}", actor=who, at=at) as step:
        for place, (key, shape) in enumerate(zip(keys, fitted, strict=True)):
            step.put("annotation", {
                "id": key, "photo_id": photo, "version": version, "shape": shape.to_json(), **said,
                "author": who, "at": at, "height": lowest + place, "locked": 0, "resolved": 0,
                "carried_from": "",
            })  # fmt: skip
    return keys, step.changes


def change(
    store: Store,
    *,
    annotation: str,
    author: str,
    at: str,
    shape: Shape | None = None,
    tags: Sequence[str] | None = None,
    note: str | None = None,
    severity: Severity | None = None,
    locked: bool | None = None,
    resolved: bool | None = None,
) -> Changes:
    """Change what is given of a mark; the rest stays.

    Raises BadInput for a mark that is not there, Refused when a reject would lose its last reason or the
    shape of a locked mark would change.
    """
    who = require_reviewer(author)
    told: dict[str, Any] = {
        "tags": None if tags is None else [written(tag) for tag in tags],
        "note": None if note is None else written(note),
        "severity": None if severity is None else _known(severity),
        "locked": None if locked is None else int(locked),
        "resolved": None if resolved is None else int(resolved),
    }
    with store.step("Change mark", actor=who, at=at) as step:
        row = _existing(store, step.get("annotation", id=annotation), annotation)
        step.label = f"{_verb(shape, locked, resolved)} mark on {title(store, row['photo_id'])}"
        if shape is not None:
            require_unlocked(row)
            told["shape"] = _fitted(store, row["photo_id"], row["version"], shape).to_json()
        step.put("annotation", row | {name: value for name, value in told.items() if value is not None})
        require_reasoned(store, step, row["photo_id"])
    return step.changes


def _verb(shape: Shape | None, locked: bool | None, resolved: bool | None) -> str:
    if locked is not None:
        return "Lock" if locked else "Unlock"
    if resolved is not None:
        return "Resolve" if resolved else "Reopen"
    return "Change" if shape is None else "Reshape"


def remove(store: Store, *, annotation: str, author: str, at: str) -> Changes:
    """Take a mark away.

    Raises BadInput for one that is not there, Refused when it is locked or a reject would lose its last
    reason.
    """
    who = require_reviewer(author)
    with store.step("Remove mark", actor=who, at=at) as step:
        row = _existing(store, step.get("annotation", id=annotation), annotation)
        require_unlocked(row)
        step.label = f"Remove mark from {title(store, row['photo_id'])}"
        step.remove("annotation", id=annotation)
        require_reasoned(store, step, row["photo_id"])
    return step.changes


def duplicate(store: Store, *, annotation: str, author: str, at: str) -> tuple[str, Changes]:
    """The same mark once more, SHIFT pixels to the right and down, on top and open. Returns its id.

    Raises BadInput for one that is not there, Refused where there is no room for it.
    """
    who = require_reviewer(author)
    with store.step("Duplicate mark", actor=who, at=at) as step:
        row = _existing(store, step.get("annotation", id=annotation), annotation)
        step.label = f"Duplicate mark on {title(store, row['photo_id'])}"
        shape = from_json(row["shape"]).moved(SHIFT, SHIFT)
        own = {
            "id": new_id(),
            "shape": _fitted(store, row["photo_id"], row["version"], shape).to_json(),
            "height": height_on_top(table.annotations(store.db, row["photo_id"])),
            "author": who,
            "at": at,
            "locked": 0,
            "resolved": 0,
            "carried_from": "",
        }
        step.put("annotation", {**row, **own})
    return str(own["id"]), step.changes


def restack(store: Store, *, annotation: str, end: End, author: str, at: str) -> Changes:
    """Bring a mark over all others of its photo, or under them. Raises BadInput for one that is not there."""
    who = require_reviewer(author)
    with store.step("Restack mark", actor=who, at=at) as step:
        row = _existing(store, step.get("annotation", id=annotation), annotation)
        step.label = f"Bring mark to the {end} on {title(store, row['photo_id'])}"
        stack = table.annotations(store.db, row["photo_id"])
        if stack[-1 if end == "top" else 0].id != annotation:
            height = height_on_top(stack) if end == "top" else height_below(stack)
            step.put("annotation", {**row, "height": height})
    return step.changes


def _fitted(store: Store, photo: str, number: int, shape: Shape) -> Shape:
    version = open_version(store, photo, number)
    cut = shape.clipped(version.width, version.height).rounded()
    if not cut.is_visible():
        raise Refused("That mark is too small to see: draw it at least 3 pixels wide and high.")
    return cut


def open_version(store: Store, photo: str, number: int) -> Version:
    """A version that marks may be set on. Raises BadInput where there is none, Refused where it is locked."""
    found = table.photos(store.db, ids=[photo])
    versions = {v.number: v for v in found[0].versions} if found else {}
    if number not in versions:
        raise BadInput(f"There is no version {number} of “{photo}” in this desk.")
    require_newest(found[0], number)
    return versions[number]


def new_id() -> str:
    """An id for a mark that is to be made."""
    return uuid.uuid4().hex[:12]


def _existing(store: Store, row: Row | None, annotation: str) -> Row:
    if row is None:
        raise BadInput(f"There is no mark “{annotation}” in this desk.")
    open_version(store, row["photo_id"], row["version"])
    return dict(row)


def require_unlocked(row: Mapping[str, Any]) -> None:
    """Raises Refused where a mark is to keep its shape and stay."""
    if row["locked"]:
        raise Refused("This mark is locked. Unlock it first.")


def _known(severity: str) -> str:
    if severity not in SEVERITIES:
        raise BadInput(f"“{severity}” is not a severity: say {', '.join(SEVERITIES)}.")
    return severity
