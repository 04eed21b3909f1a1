"""Keeping the list of files that could not be taken in as the source is now."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from review_desk.operations.home import Home
from review_desk.operations.inspect import Inspection, source_path
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step


def settle(
    store: Store, step: Step, inspection: Inspection, home: Home, refused: Sequence[tuple[str, str]]
) -> None:
    """Note the files of `refused` with their reasons; forget those of this source no longer refused."""
    survey = inspection.survey
    reasons = {source_path(survey, file): reason for file, reason in refused}
    surveyed = [Path(folder) for folder in (str(survey.source), home.moved_from) if folder]
    for row in table.quarantined(store.db):
        if row.file not in reasons and any(Path(row.file).is_relative_to(folder) for folder in surveyed):
            step.remove("quarantine", id=row.id)
    for path, reason in reasons.items():
        key = hashlib.sha256(path.encode()).hexdigest()[:16]
        known = step.get("quarantine", id=key)
        batch = known["batch_id"] if known else home.id
        step.put("quarantine", {"id": key, "batch_id": batch, "file": path, "reason": reason})
