"""Correcting what is told of photos: any field, on many at once; the rules are asked again."""

from collections.abc import Mapping, Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.manifest_cell import CellError, read_cell
from review_desk.domain.photo import FIELDS
from review_desk.domain.pixel_evidence import Evidence
from review_desk.domain.rule import Rule
from review_desk.errors import BadInput
from review_desk.operations.decision_row import photos_named, titled
from review_desk.operations.route import route_in
from review_desk.store.assignments import asked_among
from review_desk.store.desk import Store

OWN_COLUMNS = ("sku", "colourway", "shot")
"""What a photo has beside its fields."""

EDITABLE = (*OWN_COLUMNS, *FIELDS)


def edit_fields(
    store: Store,
    *,
    photos: Sequence[str],
    name: str,
    value: str,
    rules: Sequence[Rule],
    evidence: Mapping[str, Evidence],
    actor: str,
    at: str,
) -> Changes:
    """Set a field of photos, or clear it with "", in one step; levels follow, but for those overruled.

    A value is read as a manifest's cell is. Raises BadInput for a field there is none of, a value that
    cannot be one, and an unknown photo.
    """
    if name not in EDITABLE:
        raise BadInput(f"There is no field “{name}”.")
    told = _read(name, value)
    what = titled(photos_named(store, photos))
    with store.step(f"{name} of {what}", actor=require_reviewer(actor), at=at) as step:
        for photo in photos:
            row = step.get("photo", id=photo)
            assert row is not None  # it was named a moment ago
            if name in OWN_COLUMNS:
                row[name] = told
            else:
                row["fields"] = {n: v for n, v in {**row["fields"], name: told}.items() if v != ""}
            step.put("photo", row)
        route_in(step, asked_among(store.db, photos), rules, evidence)
    return step.changes


def _read(name: str, value: str) -> str | float:
    if not value.strip():
        return ""
    try:
        return read_cell(name, value)
    except CellError as wrong:
        raise BadInput(f"{name}: {wrong}.") from None
