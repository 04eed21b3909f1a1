"""Carrying open marks along to a newer version, as marks of their own."""

from review_desk.domain.annotation import Annotation
from review_desk.domain.carrying import Carried, place_by, same_frame
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.mask.mask import Mask
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.shape import Shape
from review_desk.domain.viewplan import Match, Size
from review_desk.errors import Refused
from review_desk.operations.annotate import new_id
from review_desk.operations.decision_row import photos_named
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.masks import keep_mask, read_mask

_TURNED = 0.05
"""Degrees from which on a painted mask is turned pixel by pixel: its rows lie across."""


def carry_along(
    store: Store, step: Step, photo: Photo, old: Version, new: Version, *, match: Match | None = None
) -> Carried:
    """Within the step that makes a version: open marks of the one it was made from become marks of it.

    `match` says where the older version lies on the newer; without it only a frame of the same proportions
    is followed. What lies outside the new crop stays behind, and is named in the version's row.
    """
    found = match or same_frame(Size(old.width, old.height), Size(new.width, new.height))
    marks = [m for m in table.annotations(store.db, photo.id) if m.version == old.number and not m.resolved]
    known = {m.carried_from for m in table.annotations(store.db, photo.id) if m.version == new.number}
    if found is None:
        return Carried()
    made, outside = [], []
    for mark in (m for m in marks if m.id not in known):
        shape = _carried(store, mark.shape, found, new)
        if shape is None:
            outside.append(mark.id)
            continue
        row = step.get("annotation", id=mark.id)
        assert row is not None  # it was read a moment ago
        own = {"id": new_id(), "version": new.number, "shape": shape.to_json(), "carried_from": mark.id}
        step.put("annotation", {**row, **own})
        made.append(mark)
    if outside:
        _note_outside(step, new, outside)
    return Carried(tuple(made), tuple(outside))


def _note_outside(step: Step, new: Version, outside: list[str]) -> None:
    row = step.get("version", photo_id=new.photo, number=new.number)
    assert row is not None  # it was put in this very step, or is there
    step.put("version", {**row, "recipe": {**(row["recipe"] or {}), "marks_outside": outside}})


def carry(store: Store, *, photo: str, old: int, new: int, match: Match, author: str, at: str) -> Changes:
    """Carry open marks to a version that was lined up by hand, in a step of its own.

    Raises Refused where there is nothing to carry, BadInput for an unknown photo.
    """
    who, [found] = require_reviewer(author), photos_named(store, [photo])
    with store.step(f"Carry marks of {found.title}", actor=who, at=at) as step:
        carry_along(store, step, found, found.version(old), found.version(new), match=match)
        if not step.events:
            raise Refused("There is no open mark there that this version does not have.")
    return step.changes


def _carried(store: Store, shape: Shape, match: Match, new: Version) -> Shape | None:
    """The shape on the newer version, cut to it; nothing where it lies outside."""
    if isinstance(shape, Brush):
        return _carried_brush(store, shape, match, new)
    moved = shape.mapped(place_by(match))
    left, top, right, bottom = moved.bounds()
    if right <= 0 or bottom <= 0 or left >= new.width or top >= new.height:
        return None
    cut = moved.clipped(new.width, new.height).rounded()
    return cut if cut.is_visible() else None


def _carried_brush(store: Store, brush: Brush, match: Match, new: Version) -> Shape | None:
    """A painted mask brought along: where it lies whole as it is, else cut or turned, as another file."""
    if abs(match.rotation) > _TURNED:
        from review_desk.imaging.turned_mask import laid  # arrays: not for the start of the window

        return _kept(store, laid(read_mask(store.folder, brush), match, width=new.width, height=new.height))
    moved = brush.mapped(place_by(match)).rounded()
    left, top, right, bottom = moved.bounds()
    if left >= 0 and top >= 0 and right <= new.width and bottom <= new.height:
        return moved
    return _kept(store, read_mask(store.folder, moved).on_photo(new.width, new.height).trimmed())


def _kept(store: Store, mask: Mask) -> Shape | None:
    if not mask.values:
        return None
    found = keep_mask(store.folder, mask)
    return found if found.is_visible() else None


def told_of(photo: Photo, marks: tuple[Annotation, ...]) -> str:
    """What came along to a photo's newest version and what did not, in words; empty for nothing."""
    newest = photo.latest
    came = tuple(mark for mark in marks if mark.version == newest.number and mark.carried_from)
    return str(Carried(came, tuple((newest.recipe or {}).get("marks_outside", ()))))
