"""Taking a decision on a photo: a verdict with its reasons, or tags noted before one."""

from collections.abc import Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import Verdict, require_reason, require_reviewer, written
from review_desk.domain.failure_mode import Taxonomy
from review_desk.errors import BadInput
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import Row


def decide(
    store: Store,
    *,
    photo: str,
    verdict: Verdict,
    reviewer: str,
    at: str,
    tags: Sequence[str] | None = None,
    note: str | None = None,
    version: int | None = None,
    display: str = "",
) -> Changes:
    """Give a photo its verdict, in one transaction.

    `tags` and `note` replace what was noted; left out, what was noted stays (an approval drops the reasons of
    an earlier verdict). `version` is the one judged, the newest when left out. The same decision again
    writes nothing. Raises Refused for a reject without a reason, BadInput for an unknown photo or version.
    """
    who = require_reviewer(reviewer)
    label = f"{verdict.capitalize()} {title(store, photo)}"
    with store.step(label, actor=who, at=at) as step:
        noted = _noted(step, photo, verdict)
        row: Row = {
            "photo_id": photo,
            "verdict": str(verdict),
            "version": _judged(store, photo, version),
            "tags": _each_once(noted["tags"] if tags is None else tags),
            "note": written(noted["note"] if note is None else note),
            "reviewer": who,
            "at": at,
            "display": display,
        }
        _put_unless_same(step, row)
        require_reasoned(store, step, photo)
    return step.changes


def clear_verdict(store: Store, *, photo: str, reviewer: str, at: str) -> Changes:
    """Take the verdict back. Tags and a note stay as a draft."""
    who = require_reviewer(reviewer)
    with store.step(f"Clear verdict of {title(store, photo)}", actor=who, at=at) as step:
        row = step.get("decision", photo_id=photo)
        if row and row["verdict"]:
            _put_draft(step, {**row, "verdict": None, "reviewer": who, "at": at})
    return step.changes


def toggle_tag(store: Store, *, photo: str, tag: str, reviewer: str, at: str) -> Changes:
    """Note a failure mode on a photo, or take it off.

    Raises Refused when a reject would lose its last reason.
    """
    who, tag, named = require_reviewer(reviewer), written(tag), title(store, photo)
    with store.step("", actor=who, at=at) as step:
        row = step.get("decision", photo_id=photo) or _empty(store, photo)
        on = tag not in row["tags"]
        step.label = f"{'Tag' if on else 'Untag'} {named} “{tag}”"
        tags = [*row["tags"], tag] if on else [t for t in row["tags"] if t != tag]
        _put_draft(step, {**row, "tags": _each_once(tags), "reviewer": who, "at": at})
        require_reasoned(store, step, photo)
    return step.changes


def set_note(store: Store, *, photo: str, note: str, reviewer: str, at: str) -> Changes:
    """Write a note on a photo, or take it off with an empty one.

    Raises Refused when a reject would lose its last reason.
    """
    who = require_reviewer(reviewer)
    with store.step(f"Note on {title(store, photo)}", actor=who, at=at) as step:
        row = step.get("decision", photo_id=photo) or _empty(store, photo)
        if row["note"] != note.strip():
            _put_draft(step, {**row, "note": note.strip(), "reviewer": who, "at": at})
            require_reasoned(store, step, photo)
    return step.changes


def known_tags(taxonomy: Taxonomy, tags: Sequence[str]) -> list[str]:
    """The ids of failure modes named by id or alias. Raises BadInput for an unknown one."""
    return list(dict.fromkeys(taxonomy.mode(tag).id for tag in tags))


def title(store: Store, photo: str) -> str:
    """What people call a photo. Raises BadInput when it is not in the desk."""
    found = table.photos(store.db, ids=[photo])
    if not found:
        raise BadInput(f"There is no photo “{photo}” in this desk.")
    return found[0].title


def _noted(step: Step, photo: str, verdict: Verdict) -> Row:
    """What is noted on the photo and goes into this verdict."""
    row = step.get("decision", photo_id=photo)
    changed_mind = row is not None and row["verdict"] not in (None, str(verdict))
    if row is None or (changed_mind and verdict is Verdict.APPROVE):
        return {"tags": [], "note": ""}
    return row


def _judged(store: Store, photo: str, version: int | None) -> int:
    numbers = [v.number for v in table.photos(store.db, ids=[photo])[0].versions]
    if version is None:
        return numbers[-1]
    if version not in numbers:
        raise BadInput(f"{photo} has no version {version}: it has {', '.join(map(str, numbers))}.")
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


def _each_once(tags: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(written(tag) for tag in tags))


_WHAT = ("verdict", "version", "tags", "note", "reviewer")


def _put_unless_same(step: Step, row: Row) -> None:
    before = step.get("decision", photo_id=row["photo_id"])
    if before is None or any(before[name] != row[name] for name in _WHAT):
        step.put("decision", row)


def _put_draft(step: Step, row: Row) -> None:
    """Set the row, or take it away when nothing is left in it."""
    if row["verdict"] or row["tags"] or row["note"]:
        step.put("decision", row)
    else:
        step.remove("decision", photo_id=row["photo_id"])


def _empty(store: Store, photo: str) -> Row:
    version = _judged(store, photo, None)
    return {
        "photo_id": photo, "verdict": None, "version": version, "tags": [], "note": "", "reviewer": "",
        "at": "", "display": "",
    }  # fmt: skip
