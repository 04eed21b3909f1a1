"""Asking that other eyes see a photo, and settling it."""

from collections.abc import Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.operations.decision_row import photos_named, titled
from review_desk.store.desk import Store


def ask_or_settle(store: Store, *, photos: Sequence[str], person: str, at: str) -> Changes:
    """Ask for a second look at photos; where all have been asked for already, settle them. One step.

    It stands beside the verdict and changes none. Raises BadInput for a photo that is not in the desk,
    Refused where nobody is named.
    """
    who, found = require_reviewer(person), photos_named(store, photos)
    settles = all(photo.second_look for photo in found)
    verb = "Settle the second look at" if settles else "Ask for a second look at"
    with store.step(f"{verb} {titled(found)}", actor=who, at=at) as step:
        for photo in found:
            if settles:
                step.remove("second_look", photo_id=photo.id)
            elif not photo.second_look:
                step.put("second_look", {"photo_id": photo.id, "asked_by": who, "at": at})
    return step.changes
