"""Giving photos their risk level and route by the rules."""

from collections.abc import Mapping, Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.domain.route import Route, Router
from review_desk.domain.route import route as by_rules
from review_desk.domain.rule import Rule
from review_desk.store.assignments import Asked, asked_of_batch
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
) -> Changes:
    """Ask the rules again for every photo of a batch; what a person overruled stays.

    `evidence` is what was measured, by photo.
    """
    with store.step("Route the batch", actor=actor, at=at) as step:
        route_in(step, asked_of_batch(store.db, batch_id), rules, evidence or {})
    return step.changes


def route_in(step: Step, asked: Asked, rules: Sequence[Rule], evidence: Mapping[str, Evidence]) -> None:
    """Ask the rules about these photos within a step. One that is routed so already has no event."""
    router = Router(rules)
    rows = [_row(photo, router.route(told, evidence.get(photo, NONE))) for photo, told in asked]
    step.put_all("assignment", rows)


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
