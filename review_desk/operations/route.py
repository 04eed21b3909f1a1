"""Giving photos their risk level and route by the rules."""

from collections.abc import Mapping, Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Assignment, Photo
from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.domain.route import Route, Router, told_of
from review_desk.domain.route import route as by_rules
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
    photos = table.photos(store.db, batch=batch_id)
    with store.step("Route the batch", actor=actor, at=at) as step:
        route_in(step, photos, rules, evidence or {})
    return (table.photos(store.db, batch=batch_id) if step.changes else photos), step.changes


def route_in(
    step: Step, photos: Sequence[Photo], rules: Sequence[Rule], evidence: Mapping[str, Evidence]
) -> None:
    """Ask the rules about these photos within a step; what a person overruled stays."""
    router = Router(rules)
    for photo in photos:
        if photo.assignment is None or not photo.assignment.overruled_by:
            said = router.route(told_of(vars(photo)), evidence.get(photo.id, NONE))
            if photo.assignment is None or not _agree(photo.assignment, said):
                step.put("assignment", _row(photo.id, said))


def _agree(assignment: Assignment, said: Route) -> bool:
    """Whether a photo is routed so already: most are, when a batch is routed again."""
    now = assignment.level, assignment.route, assignment.rule, assignment.reasons
    return now == (said.level, said.route, said.rule, said.reasons)


def assignment_row(
    photo: str, fields: Mapping[str, str], rules: Sequence[Rule], evidence: Evidence = NONE
) -> Row:
    """What the rules say of a photo with these fields and this evidence, as its row."""
    return _row(photo, by_rules(fields, rules, evidence))


def _row(photo: str, said: Route) -> Row:
    return {
        "photo_id": photo,
        "level": said.level,
        "route": said.route,
        "rule": said.rule,
        "reasons": [reason.to_json() for reason in said.reasons],
        "overruled_by": None,
        "overrule_reason": None,
    }
