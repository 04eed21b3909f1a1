"""The row of a decision: what is noted on a photo, and what must hold of it when it is stored."""

from collections.abc import Sequence

from review_desk.domain.decision import Verdict, require_question, require_reason, written
from review_desk.domain.escalation import addressee
from review_desk.domain.photo import Photo, version_names
from review_desk.errors import BadInput, Refused
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import Row

_WHAT = ("verdict", "version", "tags", "note", "reviewer", "escalated_to", "question")

NOBODY: Row = {"escalated_to": "", "question": ""}
"""Of a row that asks nobody."""


def photos_named(store: Store, ids: Sequence[str]) -> list[Photo]:
    """The photos, in the order of the ids. Raises BadInput for one that is not in the desk."""
    found = {photo.id: photo for photo in table.photos(store.db, ids=ids)}
    for photo in ids:
        if photo not in found:
            raise BadInput(f"There is no photo “{photo}” in this desk.")
    return [found[photo] for photo in ids]


def title(store: Store, photo: str) -> str:
    """What people call a photo. Raises BadInput when it is not in the desk."""
    return photos_named(store, [photo])[0].title


def titled(photos: Sequence[Photo]) -> str:
    """One photo by its title, several by their number."""
    return photos[0].title if len(photos) == 1 else f"{len(photos)} photos"


def noted(step: Step, photo: str, verdict: Verdict) -> Row:
    """What is noted on the photo and goes into this verdict."""
    row = step.get("decision", photo_id=photo)
    changed_mind = row is not None and row["verdict"] not in (None, str(verdict))
    if row is None or (changed_mind and verdict is Verdict.APPROVE):
        return {"tags": [], "note": ""}
    return row


def require_newest(photo: Photo, number: int) -> None:
    """Raises Refused for a version that a newer one has followed: what was said of it stays as it is."""
    if number != photo.latest.number:
        names = version_names(photo.versions)
        raise Refused(
            f"“{names[number]}” of {photo.title} is locked: “{names[photo.latest.number]}” came after it. "
            "Judge and mark the newest (Alt+B)."
        )


def judged(photo: Photo, version: int | None) -> int:
    """The number of the version judged: the newest when left out.

    Raises BadInput for one the photo does not have, Refused for one that is locked.
    """
    numbers = [v.number for v in photo.versions]
    if version is None:
        return numbers[-1]
    if version not in numbers:
        raise BadInput(f"{photo.id} has no version {version}: it has {', '.join(map(str, numbers))}.")
    require_newest(photo, version)
    return version


def require_reasoned(store: Store, step: Step, photo: str) -> None:
    """What a step leaves behind must hold: a reject says why. Raises Refused, and the step is not taken.

    Failure modes and notes on the photo's annotations are reasons too.
    """
    row = step.get("decision", photo_id=photo)
    if row and row["verdict"]:
        marks = table.annotations(store.db, photo)
        said = [word for mark in marks for word in (*mark.tags, mark.note) if word]
        require_reason(Verdict(row["verdict"]), [*row["tags"], *said], row["note"])


def asking(verdict: Verdict, *, to: str, question: str) -> Row:
    """Whom a decision asks what; a role under its own name. Raises Refused where that is no escalation."""
    named, asked = addressee(to), written(question)
    require_question(verdict, named, asked)
    return {"escalated_to": named, "question": asked}


def each_once(tags: Sequence[str]) -> list[str]:
    """Tags without repeats, in their order, as they may be stored."""
    return list(dict.fromkeys(written(tag) for tag in tags))


def put_unless_same(step: Step, row: Row) -> None:
    """Set the row; the same decision again writes nothing."""
    before = step.get("decision", photo_id=row["photo_id"])
    if before is None or any(before[name] != row[name] for name in _WHAT):
        step.put("decision", row)


def hand_over(step: Step, photo: str) -> None:
    """What was to be done with a photo is done: whoever claimed it has it no longer."""
    step.remove("claim", photo_id=photo)


def put_draft(step: Step, row: Row) -> None:
    """Set the row, or take it away when nothing is left in it."""
    if row["verdict"] or row["tags"] or row["note"]:
        step.put("decision", row)
    else:
        step.remove("decision", photo_id=row["photo_id"])


def undecided(photo: Photo) -> Row:
    """The row of a photo on which nothing is noted yet."""
    return {
        "photo_id": photo.id, "verdict": None, "version": judged(photo, None), "tags": [], "note": "",
        "reviewer": "", "at": "", "display": "", **NOBODY,
    }  # fmt: skip
