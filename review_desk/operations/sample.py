"""Drawing a sample of a batch, and going on with sampling that had stopped."""

import uuid
from collections.abc import Mapping, Sequence

from review_desk.domain.batch import Batch
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.domain.gate.gate import Gate, Sampling
from review_desk.domain.photo import Photo
from review_desk.domain.sampling.draw import draw
from review_desk.domain.sampling.lot import Inspected, Lot, Stratify, is_of
from review_desk.domain.sampling.plan import DefectClass, Plan
from review_desk.domain.sampling.switching import Switch
from review_desk.domain.sampling.tables import Strictness
from review_desk.errors import Refused
from review_desk.operations import browse
from review_desk.operations.gate import switches
from review_desk.operations.gate_files import ways
from review_desk.store import gates as table
from review_desk.store.desk import Reader, Store
from review_desk.store.projections import Row

_NAMED = 3


def lots(reader: Reader, batch_id: str | None = None) -> list[Lot]:
    """The lots of a batch, or of the whole desk, the oldest first."""
    return table.lots(reader.db, batch=batch_id)


def found_in(reader: Reader, lot: Lot) -> dict[str, Inspected]:
    """What was found in a lot's sample so far, by photo."""
    return table.inspected(reader.db, lot.batch).get(lot.id, {})


def planned(
    reader: Reader,
    gate: Gate,
    *,
    lot: int,
    sampling: Sampling | None = None,
    strictness: Strictness | None = None,
) -> Plan:
    """The plan for a lot of so many photos at a gate: its own, or another; by what the lots before came to.

    Raises Refused for a gate that draws no sample, or where sampling has stopped.
    """
    how = sampling or gate.sampling
    if how is None:
        raise Refused(f"{gate.name} draws no sample.")
    now = switches(table.lots(reader.db), gate.number)
    if how.aqls and (stopped := [each for each in now.values() if each.stopped]):
        raise Refused(f"{stopped[0].why} Say what was mended to resume it.")
    return how.plan(lot, {name: strictness or each.strictness for name, each in now.items()})


def draw_sample(
    store: Store,
    *,
    batch: str,
    gate: int,
    seed: int,
    person: str,
    at: str,
    sampling: Sampling | None = None,
    strictness: Strictness | None = None,
    strata: Stratify | None = None,
) -> tuple[Lot, Changes]:
    """Draw the sample of a batch at a gate, by its own plan where no other is given.

    Raises Refused while a sample is being inspected, was accepted, or was refused and is not mended yet, if
    the batch still is the one it was drawn of.
    """
    who, found, at_gate = require_reviewer(person), browse.batch(store, batch), ways(store).gate(gate)
    photos = browse.photos(store, batch_id=found.id)
    plan = planned(store, at_gate, lot=len(photos), sampling=sampling, strictness=strictness)
    _require_room(store, found, gate, photos)
    own = sampling or at_gate.sampling
    by: Stratify = strata or (own.strata if own else "route")
    drawn = draw({photo.id: _stratum(photo, by) for photo in photos}, size=plan.size, seed=seed)
    lot = Lot(uuid.uuid4().hex[:12], found.id, gate, plan, seed, by, drawn, "open", who, at)
    with store.step(f"Draw a sample of “{found.name}” at gate {gate}", actor=who, at=at) as step:
        step.put("lot", lot_row(lot))
    return lot, step.changes


def resume(store: Store, *, batch: str, gate: int, reason: str, person: str, at: str) -> Changes:
    """Go on with sampling that had stopped, at tightened.

    Raises Refused where it has not stopped, or without a reason.
    """
    who, found, why = require_reviewer(person), browse.batch(store, batch), written(reason)
    now: Mapping[DefectClass, Switch] = switches(table.lots(store.db), ways(store).gate(gate).number)
    if not any(each.stopped for each in now.values()):
        raise Refused(f"Sampling at gate {gate} has not stopped.")
    if not why:
        raise Refused("Say what was mended before sampling goes on.")
    mark = Lot(uuid.uuid4().hex[:12], found.id, gate, None, 0, "route", (), "resumed", who, at, note=why)
    with store.step(f"Resume sampling at gate {gate}", actor=who, at=at) as step:
        step.put("lot", lot_row(mark))
    return step.changes


def lot_row(lot: Lot) -> Row:
    """A lot as its table has it."""
    own = {
        name: value for name, value in vars(lot).items() if name not in ("batch", "plan", "photos", "counts")
    }
    plan = lot.plan.to_json() if lot.plan else None
    return {
        "batch_id": lot.batch,
        "plan": plan,
        "photos": list(lot.photos),
        "counts": dict(lot.counts),
        **own,
    }


def _stratum(photo: Photo, by: Stratify) -> str:
    if by == "reviewer":
        return photo.decision.reviewer if photo.decision else ""
    return photo.assignment.route if photo.assignment else ""


def _require_room(store: Store, batch: Batch, gate: int, photos: Sequence[Photo]) -> None:
    own = [lot for lot in lots(store, batch.id) if lot.gate == gate and lot.plan is not None]
    if not own:
        return
    last = own[-1]
    if not is_of(last, [photo.id for photo in photos]):
        return
    if last.state == "open":
        raise Refused(f"A sample of “{batch.name}” is being inspected at gate {gate}: finish it first.")
    if last.state == "accepted":
        raise Refused(f"The sample of “{batch.name}” was accepted at gate {gate}: there is nothing to draw.")
    newest = {photo.id: photo.latest.number for photo in photos}
    found = found_in(store, last)
    left = [each.photo for each in found.values() if each.defect and newest.get(each.photo) == each.version]
    if left:
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        names = ", ".join(photo.title for photo in photos if photo.id in left[:_NAMED])
        raise Refused(
            f"The last sample was refused. Mend these first, they have no newer version: {names}{more}."
        )
