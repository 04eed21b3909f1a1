"""Giving photos their risk level and route by the rules."""

from collections.abc import Mapping, Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.domain.route import route as by_rules
from review_desk.domain.route import told_of
from review_desk.domain.rule import Rule
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import Row


def route(
    store: Store,
    *,
    batch_id: str,
    rules: Sequence[Rule],
    actor: str,
    at: str,
    evidence: Mapping[str, Evidence] | None = None,
) -> tuple[list[Photo], Changes]:
    """Ask the rules again for every photo of a batch; what a person overruled stays.

    `evidence` is what was measured, by photo.
    """
    with store.step("Route the batch", actor=actor, at=at) as step:
        route_in(step, table.photos(store.db, batch=batch_id), rules, evidence or {})
    return table.photos(store.db, batch=batch_id), step.changes


def route_in(
    step: Step, photos: Sequence[Photo], rules: Sequence[Rule], evidence: Mapping[str, Evidence]
) -> None:
    """Ask the rules about these photos within a step; what a person overruled stays."""
    for photo in photos:
        if photo.assignment is None or not photo.assignment.overruled_by:
            seen = evidence.get(photo.id, NONE)
            step.put("assignment", assignment_row(photo.id, told_of(vars(photo)), rules, seen))


def assignment_row(
    photo: str, fields: Mapping[str, str], rules: Sequence[Rule], evidence: Evidence = NONE
) -> Row:
    """What the rules say of a photo with these fields and this evidence, as its row."""
    said = by_rules(fields, rules, evidence)
    return {
        "photo_id": photo,
        "level": said.level,
        "route": said.route,
        "rule": said.rule,
        "reasons": [reason.to_json() for reason in said.reasons],
        "overruled_by": None,
        "overrule_reason": None,
    }
