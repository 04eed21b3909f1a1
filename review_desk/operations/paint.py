"""Painting a mark: every stroke is a step, and a mask of its own in the desk's files."""

from collections.abc import Sequence

from review_desk.domain.annotation import Severity, height_on_top
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.domain.mask.fill import filled
from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Point
from review_desk.errors import BadInput, Refused
from review_desk.operations.annotate import new_id, open_version, require_unlocked
from review_desk.operations.decision_row import require_reasoned, title
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.masks import keep_mask
from review_desk.store.projections import Row


def paint(
    store: Store, *, annotation: str, photo: str, version: int, mask: Mask, author: str, at: str
) -> Changes:
    """Give the mark with that id what is painted now, in pixels of the version; make it if it is not there.

    Erased to nothing it is taken away. Raises Refused where it is locked, too small to see, or the last
    reason of a reject; BadInput for an unknown photo or version, or a mark of another; StoreTrouble where
    there is no room.
    """
    who, named = require_reviewer(author), title(store, photo)
    brush = _kept(store, photo, version, mask)
    with store.step(f"Paint on {named}", actor=who, at=at) as step:
        row = step.get("annotation", id=annotation)
        if row is None:
            _require_seen(brush)
            row = {**_row(store, photo, version, author=who, at=at), "id": annotation}
        if (row["photo_id"], row["version"]) != (photo, version):
            raise BadInput(f"The mark “{annotation}” is not on version {version} of {named}.")
        require_unlocked(row)
        if brush is None or not brush.is_visible():
            step.label = f"Erase mark on {named}"
            step.remove("annotation", id=annotation)
        else:
            step.put("annotation", {**row, "shape": brush.to_json()})
        require_reasoned(store, step, photo)
    return step.changes


def paint_outlines(
    store: Store,
    *,
    photo: str,
    version: int,
    outlines: Sequence[Sequence[Point]],
    author: str,
    at: str,
    note: str = "",
    severity: Severity = "major",
) -> Changes:
    """Mark what lies inside any of the outlines as if it had been painted; see `paint`."""
    who, named = require_reviewer(author), title(store, photo)
    found = open_version(store, photo, version)
    brush = _kept(store, photo, version, filled(outlines, width=found.width, height=found.height))
    _require_seen(brush)
    with store.step(f"Mark {named}", actor=who, at=at) as step:
        row = _row(store, photo, version, author=who, at=at)
        said = {"note": written(note), "severity": severity}
        step.put("annotation", {**row, **said, "shape": brush.to_json() if brush else {}})
    return step.changes


def _kept(store: Store, photo: str, number: int, mask: Mask) -> Brush | None:
    """The mask in the desk's files before any row names it; nothing where nothing is painted."""
    found = open_version(store, photo, number)
    own = mask.on_photo(found.width, found.height).trimmed()
    return keep_mask(store.folder, own) if own.values else None


def _require_seen(brush: Brush | None) -> None:
    if brush is None or not brush.is_visible():
        raise Refused("That stroke is too small to see: paint at least 3 pixels wide and high.")


def _row(store: Store, photo: str, version: int, *, author: str, at: str) -> Row:
    """A mark on top of all others that says nothing yet and has no shape."""
    return {
        "id": new_id(), "photo_id": photo, "version": version, "shape": {}, "tags": [], "note": "",
        "severity": "major", "author": author, "at": at,
        "height": height_on_top(table.annotations(store.db, photo)), "locked": 0, "resolved": 0,
        "carried_from": "",
    }  # fmt: skip
