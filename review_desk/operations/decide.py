"""Taking a decision on a photo: a verdict with its reasons, or tags noted before one."""

from collections.abc import Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import Verdict, require_reviewer, written
from review_desk.domain.failure_mode import Taxonomy
from review_desk.operations.decision_row import (
    NOBODY,
    asking,
    each_once,
    hand_over,
    judged,
    noted,
    photos_named,
    put_draft,
    put_unless_same,
    require_reasoned,
    title,
    undecided,
)
from review_desk.store.desk import Store
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
    to: str = "",
    question: str = "",
) -> Changes:
    """Give a photo its verdict, in one transaction.

    `tags` and `note` replace what was noted; left out, what was noted stays (an approval drops the reasons of
    an earlier verdict). `version` is the one judged, the newest when left out. The same decision again
    writes nothing. `to` is the person or role it is escalated to, `question` what they are asked. Raises
    Refused for a reject without a reason and for somebody who is asked nothing, BadInput for an unknown photo
    or version.
    """
    who = require_reviewer(reviewer)
    asked = asking(verdict, to=to, question=question)
    [found] = photos_named(store, [photo])
    with store.step(f"{verdict.capitalize()} {found.title}", actor=who, at=at) as step:
        before = noted(step, photo, verdict)
        row: Row = {
            "photo_id": photo,
            "verdict": str(verdict),
            "version": judged(found, version),
            "tags": each_once(before["tags"] if tags is None else tags),
            "note": written(before["note"] if note is None else note),
            "reviewer": who,
            "at": at,
            "display": display,
            **asked,
        }
        put_unless_same(step, row)
        require_reasoned(store, step, photo)
        hand_over(step, photo)
    return step.changes


def clear_verdict(store: Store, *, photo: str, reviewer: str, at: str) -> Changes:
    """Take the verdict back. Tags and a note stay as a draft."""
    who = require_reviewer(reviewer)
    with store.step(f"Clear verdict of {title(store, photo)}", actor=who, at=at) as step:
        row = step.get("decision", photo_id=photo)
        if row and row["verdict"]:
            put_draft(step, {**row, **NOBODY, "verdict": None, "reviewer": who, "at": at})
    return step.changes


def toggle_tag(store: Store, *, photo: str, tag: str, reviewer: str, at: str) -> Changes:
    """Note a failure mode on a photo, or take it off.

    Raises Refused when a reject would lose its last reason.
    """
    who, tag, [found] = require_reviewer(reviewer), written(tag), photos_named(store, [photo])
    with store.step("", actor=who, at=at) as step:
        row = step.get("decision", photo_id=photo) or undecided(found)
        on = tag not in row["tags"]
        step.label = f"{'Tag' if on else 'Untag'} {found.title} “{tag}”"
        tags = [*row["tags"], tag] if on else [t for t in row["tags"] if t != tag]
        put_draft(step, {**row, "tags": each_once(tags), "reviewer": who, "at": at})
        require_reasoned(store, step, photo)
    return step.changes


def set_note(store: Store, *, photo: str, note: str, reviewer: str, at: str) -> Changes:
    """Write a note on a photo, or take it off with an empty one.

    Raises Refused when a reject would lose its last reason.
    """
    who = require_reviewer(reviewer)
    [found] = photos_named(store, [photo])
    with store.step(f"Note on {found.title}", actor=who, at=at) as step:
        row = step.get("decision", photo_id=photo) or undecided(found)
        if row["note"] != note.strip():
            put_draft(step, {**row, "note": note.strip(), "reviewer": who, "at": at})
            require_reasoned(store, step, photo)
    return step.changes


def known_tags(taxonomy: Taxonomy, tags: Sequence[str]) -> list[str]:
    """The ids of failure modes named by id or alias. Raises BadInput for an unknown one."""
    return list(dict.fromkeys(taxonomy.mode(tag).id for tag in tags))
