"""Deciding on many photos at once, from the grid: one step, taken back as one."""

from collections.abc import Sequence

from review_desk.domain.changes import Changes
from review_desk.domain.decision import Verdict, require_reviewer, written
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
    titled,
    undecided,
)
from review_desk.store.desk import Store
from review_desk.store.projections import Row


def decide_many(
    store: Store,
    *,
    photos: Sequence[str],
    verdict: Verdict,
    reviewer: str,
    at: str,
    tags: Sequence[str] = (),
    note: str = "",
    display: str = "",
    to: str = "",
    question: str = "",
) -> Changes:
    """Give photos the same verdict, each on its newest version.

    What was noted on each stays, and `tags` come on top; `note` replaces a photo's own where there is one.
    A photo that has this verdict with these reasons is left alone. Raises Refused when a reject would have
    no reason, BadInput for an unknown photo: nothing is stored then.
    """
    who, found = require_reviewer(reviewer), photos_named(store, photos)
    asked = asking(verdict, to=to, question=question)
    with store.step(f"{verdict.capitalize()} {titled(found)}", actor=who, at=at) as step:
        for photo in found:
            before = noted(step, photo.id, verdict)
            row: Row = {
                "photo_id": photo.id,
                "verdict": str(verdict),
                "version": judged(photo, None),
                "tags": each_once([*before["tags"], *tags]),
                "note": written(note or before["note"]),
                "reviewer": who,
                "at": at,
                "display": display,
                **asked,
            }
            put_unless_same(step, row)
            require_reasoned(store, step, photo.id)
            hand_over(step, photo.id)
    return step.changes


def clear_verdicts(store: Store, *, photos: Sequence[str], reviewer: str, at: str) -> Changes:
    """Take the verdicts of photos back. Tags and notes stay as drafts."""
    who, found = require_reviewer(reviewer), photos_named(store, photos)
    with store.step(f"Clear verdict of {titled(found)}", actor=who, at=at) as step:
        for photo in photos:
            row = step.get("decision", photo_id=photo)
            if row and row["verdict"]:
                put_draft(step, {**row, **NOBODY, "verdict": None, "reviewer": who, "at": at})
    return step.changes


def tag_many(store: Store, *, photos: Sequence[str], tag: str, reviewer: str, at: str) -> Changes:
    """Note a failure mode on all photos; where all have it, take it off all.

    Raises Refused when a reject would lose its last reason.
    """
    who, tag, found = require_reviewer(reviewer), written(tag), photos_named(store, photos)
    with store.step("", actor=who, at=at) as step:
        rows = [step.get("decision", photo_id=photo.id) or undecided(photo) for photo in found]
        off = all(tag in row["tags"] for row in rows)
        step.label = f"{'Untag' if off else 'Tag'} {titled(found)} “{tag}”"
        for row in rows:
            tags = [t for t in row["tags"] if t != tag] if off else each_once([*row["tags"], tag])
            if tags != row["tags"]:
                put_draft(step, {**row, "tags": tags, "reviewer": who, "at": at})
                require_reasoned(store, step, row["photo_id"])
    return step.changes
