"""Inspecting a photo of a sample: sound, or with its worst defect. It decides the lot when it is the last."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.domain.failure_mode import Taxonomy
from review_desk.domain.photo import Photo
from review_desk.domain.sampling.lot import Inspected, Lot, counted, state_of, worst
from review_desk.domain.sampling.plan import DefectClass
from review_desk.errors import BadInput, Refused
from review_desk.operations.decision_row import each_once, photos_named
from review_desk.operations.gate_files import ways
from review_desk.operations.sample import lot_row
from review_desk.store import gates as table
from review_desk.store.desk import Reader, Store
from review_desk.store.log import Step
from review_desk.store.projections import Row


def inspect_sample(
    store: Store,
    *,
    lot: str,
    photo: str,
    person: str,
    at: str,
    tags: Sequence[str] = (),
    defect: DefectClass | Literal[""] = "",
    note: str = "",
    display: str = "",
) -> Changes:
    """Put down what a look at a photo of a sample found, in place of what was put down before.

    `defect` is the class of the worst defect, empty for a sound photo. Raises Refused for the person who
    judged the photo, where the gate wants another; for a defect without a reason; for a lot that has its
    verdict. Raises BadInput for a photo that is not in the sample.
    """
    who, [found] = require_reviewer(person), photos_named(store, [photo])
    drawn = _drawn(store, lot, photo)
    _require_another(store, drawn, found, who)
    if defect and not tags and not note.strip():
        raise Refused("A defect needs a reason: name a failure mode or write a note.")
    row: Row = {
        "lot_id": lot, "photo_id": photo, "version": found.latest.number, "defect": defect,
        "tags": each_once(tags), "note": written(note), "person": who, "at": at, "display": display,
    }  # fmt: skip
    with store.step(f"Inspect {found.title}", actor=who, at=at) as step:
        step.put("inspection", row)
        _settle(store, step, drawn, who, at)
    return step.changes


def take_inspection_back(store: Store, *, lot: str, photo: str, person: str, at: str) -> Changes:
    """Have a photo of a sample inspected anew. Raises as `inspect_sample` does."""
    who, [found] = require_reviewer(person), photos_named(store, [photo])
    drawn = _drawn(store, lot, photo)
    with store.step(f"Take the inspection of {found.title} back", actor=who, at=at) as step:
        step.remove("inspection", lot_id=lot, photo_id=photo)
        _settle(store, step, drawn, who, at)
    return step.changes


def defect_of(taxonomy: Taxonomy, tags: Sequence[str], note: str = "") -> DefectClass | Literal[""]:
    """The class of defect that failure modes come to: the gravest; words alone are a major defect.

    So is a tag that is no failure mode of this desk.
    """
    known = {mode.id: mode.severity for mode in taxonomy.modes}
    return worst([known.get(tag, "major") for tag in tags]) or ("major" if note.strip() else "")


def _drawn(reader: Reader, lot: str, photo: str) -> Lot:
    found = next((each for each in table.lots(reader.db) if each.id == lot), None)
    if found is None:
        raise BadInput(f"There is no sample “{lot}” in this desk.")
    if photo not in found.photos:
        raise BadInput(f"{photo} is not in this sample.")
    if found.state == "refused":
        raise Refused("This sample was refused already; draw a new one when the batch is mended.")
    return found


def _require_another(store: Store, lot: Lot, photo: Photo, who: str) -> None:
    judge = photo.decision.reviewer if photo.decision and photo.decision.verdict else ""
    if ways(store).gate(lot.gate).release == "another" and judge.casefold() == who.casefold():
        raise Refused(f"{who} judged this photo: a sample is inspected by another person.")


def _settle(store: Store, step: Step, lot: Lot, who: str, at: str) -> None:
    """Give the lot its verdict when the whole sample was inspected, or take it back."""
    assert lot.plan is not None
    found: Mapping[str, Inspected] = table.inspected(store.db, lot.batch).get(lot.id, {})
    state = state_of(lot.plan, lot.photos, found)
    by, when = (who, at) if state != "open" else ("", "")
    counts = counted(lot.plan, lot.photos, found)
    step.put("lot", lot_row(replace(lot, state=state, counts=counts, closed_by=by, closed_at=when)))
