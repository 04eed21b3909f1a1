"""Signing the checklist of a photo: point by point, or whole."""

from collections.abc import Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.gate.checklist import Checklist, checklist_for
from review_desk.domain.gate.record import Role
from review_desk.domain.photo import Photo
from review_desk.errors import BadInput
from review_desk.operations.decision_row import hand_over, photos_named, titled
from review_desk.operations.gate_files import ways
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import Row


def tick(store: Store, *, photo: str, point: str, person: str, at: str, display: str = "") -> Changes:
    """Tick one point of a photo's checklist, or take the tick off. Raises BadInput for an unknown point."""
    who, [found] = require_reviewer(person), photos_named(store, [photo])
    asked = checklist_for(found, ways(store).checklists)
    if point not in {each.id for each in asked.points}:
        raise BadInput(f"There is no point “{point}” on the checklist of {found.title}.")
    with store.step("", actor=who, at=at) as step:
        role = role_of(step, found, asked, who)
        ticked = _ticked(step, found, role, who)
        step.label = f"{'Untick' if point in ticked else 'Tick'} “{point}” of {found.title}"
        kept = [each.id for each in asked.points if (each.id in ticked) != (each.id == point)]
        _put(step, found, asked, role=role, points=kept, who=who, at=at, display=display)
    return step.changes


def tick_next(store: Store, *, photo: str, person: str, at: str, display: str = "") -> Changes:
    """Tick the first point of a photo's checklist that this person has not ticked yet, if there is one."""
    who, [found] = require_reviewer(person), photos_named(store, [photo])
    asked = checklist_for(found, ways(store).checklists)
    with store.step("", actor=who, at=at) as step:
        role = role_of(step, found, asked, who)
        ticked = _ticked(step, found, role, who)
        point = next((each.id for each in asked.points if each.id not in ticked), None)
        if point is not None:
            step.label = f"Tick “{point}” of {found.title}"
            kept = [each.id for each in asked.points if each.id in ticked or each.id == point]
            _put(step, found, asked, role=role, points=kept, who=who, at=at, display=display)
    return step.changes


def sign(store: Store, *, photos: Sequence[str], person: str, at: str, display: str = "") -> Changes:
    """Sign the checklists of photos whole, in one step; the second person's signature is the peer's.

    What this person has signed already stays as it is. Raises BadInput for an unknown photo.
    """
    who, found = require_reviewer(person), photos_named(store, photos)
    with store.step(f"Sign the checklist of {titled(found)}" if found else "", actor=who, at=at) as step:
        for photo in found:
            asked = checklist_for(photo, ways(store).checklists)
            role, points = role_of(step, photo, asked, who), [point.id for point in asked.points]
            if _ticked(step, photo, role, who) != set(points):
                _put(step, photo, asked, role=role, points=points, who=who, at=at, display=display)
    return step.changes


def role_of(step: Step, photo: Photo, asked: Checklist, who: str) -> Role:
    """Whose signature this person's is: a second one, where somebody else has signed this version whole."""
    row = step.get("signature", photo_id=photo.id, role="self")
    whole = row is not None and {point.id for point in asked.points} <= set(row["points"])
    if row is None or not whole or row["version"] != photo.latest.number:
        return "self"
    return "self" if row["person"].casefold() == who.casefold() else "peer"


def _ticked(step: Step, photo: Photo, role: Role, who: str) -> set[str]:
    """What this person has ticked on the newest version."""
    row = step.get("signature", photo_id=photo.id, role=role)
    own = (
        row is not None
        and row["version"] == photo.latest.number
        and row["person"].casefold() == who.casefold()
    )
    return set(row["points"]) if row and own else set()


def _put(
    step: Step,
    photo: Photo,
    asked: Checklist,
    *,
    role: Role,
    points: Sequence[str],
    who: str,
    at: str,
    display: str,
) -> None:
    if not points:
        step.remove("signature", photo_id=photo.id, role=role)
        return
    row: Row = {
        "photo_id": photo.id,
        "role": role,
        "version": photo.latest.number,
        "checklist": asked.id,
        "points": list(points),
        "person": who,
        "at": at,
        "display": display,
    }
    step.put("signature", row)
    if len(points) == len(asked.points):
        hand_over(step, photo.id)
