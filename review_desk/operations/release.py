"""Letting a batch through a gate, letting it through over what holds it, or holding it by hand.

What passes the last gate is sealed in the same step.
"""

from collections.abc import Sequence

from review_desk.domain.batch import Batch
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.domain.gate.record import ReleaseKind
from review_desk.domain.gate.standing import Standing
from review_desk.errors import Refused
from review_desk.operations import browse
from review_desk.operations.check import Checked
from review_desk.operations.gate import standings
from review_desk.operations.gate_files import ways
from review_desk.operations.seal import is_last, put_seal
from review_desk.store import log
from review_desk.store.desk import Store

_VERBS: dict[ReleaseKind, str] = {"release": "Release", "override": "Override", "hold": "Hold"}


def release(
    store: Store,
    *,
    batch: str,
    gate: int,
    person: str,
    at: str,
    checked: Checked | None,
    confirmed: Sequence[str] = (),
    display: str = "",
) -> Changes:
    """Let a batch through a gate that nothing holds.

    `checked` is what its checks say, `confirmed` are the gate's points that this person confirms, `display`
    is what they look at it on. Raises Refused with the first thing that holds it, or why this person cannot
    release it; BadInput for an unknown batch or gate.
    """
    who, found = require_reviewer(person), browse.batch(store, batch)
    standing = _standing(store, found, gate, checked)
    if standing.passed:
        raise Refused(f"{standing.gate.name} has let “{found.name}” through already.")
    if objection := standing.objection(who, display=display, confirmed=confirmed):
        raise Refused(objection)
    return _put(
        store, found, gate, kind="release", who=who, at=at, confirmed=list(confirmed), display=display
    )


def override(
    store: Store,
    *,
    batch: str,
    gate: int,
    person: str,
    reason: str,
    at: str,
    checked: Checked | None,
    display: str = "",
) -> Changes:
    """Let a batch through a gate whatever holds it. The reason and all that held it are kept.

    Raises Refused without a reason, BadInput for an unknown batch or gate.
    """
    who, why, found = require_reviewer(person), _reason(reason, "An override"), browse.batch(store, batch)
    standing = _standing(store, found, gate, checked)
    held = [hold.reason for hold in standing.holds]
    return _put(store, found, gate, kind="override", who=who, at=at, reason=why, holds=held, display=display)


def hold(
    store: Store, *, batch: str, gate: int, person: str, reason: str, at: str, display: str = ""
) -> Changes:
    """Hold a batch at a gate by hand, released or not, until somebody releases it.

    Raises Refused without a reason, BadInput for an unknown batch or gate.
    """
    who, why, found = require_reviewer(person), _reason(reason, "Holding a batch"), browse.batch(store, batch)
    ways(store).gate(gate)
    return _put(store, found, gate, kind="hold", who=who, at=at, reason=why, display=display)


def let_go(store: Store, *, batch: str, gate: int, person: str, at: str) -> Changes:
    """Take off what was held by hand. Raises Refused where nobody holds it."""
    who, found = require_reviewer(person), browse.batch(store, batch)
    with store.step(f"Hold “{found.name}” at gate {gate} no longer", actor=who, at=at) as step:
        row = step.get("release", batch_id=found.id, gate=gate)
        if row is None or row["kind"] != "hold":
            raise Refused(f"Nobody holds “{found.name}” at gate {gate} by hand.")
        step.remove("release", batch_id=found.id, gate=gate)
    return step.changes


def _standing(store: Store, batch: Batch, gate: int, checked: Checked | None) -> Standing:
    ways(store).gate(gate)
    return next(each for each in standings(store, batch.id, checked) if each.gate.number == gate)


def _reason(reason: str, what: str) -> str:
    why = written(reason)
    if not why:
        raise Refused(f"{what} needs a reason.")
    return why


def _put(
    store: Store,
    batch: Batch,
    gate: int,
    *,
    kind: ReleaseKind,
    who: str,
    at: str,
    reason: str = "",
    confirmed: Sequence[str] = (),
    holds: Sequence[str] = (),
    display: str = "",
) -> Changes:
    with store.step(f"{_VERBS[kind]} “{batch.name}” at gate {gate}", actor=who, at=at) as step:
        head, _ = log.head(store.db)
        step.put(
            "release",
            {
                "batch_id": batch.id, "gate": gate, "kind": kind, "person": who, "at": at, "reason": reason,
                "confirmed": list(confirmed), "holds": list(holds), "display": display, "head": head,
            },
        )  # fmt: skip
        if kind != "hold" and is_last(store, gate):
            put_seal(store, step, batch, released=True)
    return step.changes
