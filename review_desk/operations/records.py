"""Records as JSON: what `list`, `show` and the JSONL export say of photos, versions, decisions and marks."""

from collections.abc import Iterable, Sequence
from typing import Any

from review_desk.domain.annotation import Annotation
from review_desk.domain.comment import Thread, threads
from review_desk.domain.photo import Photo, version_names
from review_desk.domain.sampler import Sampler
from review_desk.operations import browse
from review_desk.operations.comment import comments
from review_desk.store.desk import Reader
from review_desk.store.samplers import samplers


def photo_json(photo: Photo, batch: str) -> dict[str, Any]:
    """A photo as `review-desk list --json` gives it."""
    assignment = photo.assignment
    return {
        "photo": photo.id,
        "name": photo.name,
        "sku": photo.sku,
        "colourway": photo.colourway,
        "shot": photo.shot,
        "batch": batch,
        "fields": dict(photo.fields),
        "level": assignment.level if assignment else None,
        "route": assignment.route if assignment else None,
        "reasons": [reason.to_json() for reason in assignment.reasons] if assignment else [],
        "overruled_by": assignment.overruled_by if assignment else None,
        "overrule_reason": assignment.overrule_reason if assignment else None,
        "verdict": photo.verdict,
        "second_look": photo.second_look.asked_by if photo.second_look else None,
        "mask": photo.mask,
        "versions": versions_json(photo),
    }


def versions_json(photo: Photo) -> list[dict[str, Any]]:
    """The versions of a photo: number, role, file, hash, size in pixels, profile, recipe."""
    names = version_names(photo.versions)
    kept = ("role", "label", "file", "sha256", "size", "width", "height", "bit_depth", "mode", "format",
            "profile", "profile_state", "recipe")  # fmt: skip
    return [
        {"photo": photo.id, "version": v.number, "name": names[v.number], **{k: getattr(v, k) for k in kept}}
        for v in photo.versions
    ]


def decision_json(photo: Photo) -> dict[str, Any]:
    """The decision in force on a photo."""
    decision = photo.decision
    assert decision is not None
    return {
        "photo": photo.id,
        "sku": photo.sku,
        "verdict": decision.verdict,
        "version": decision.version,
        "tags": list(decision.tags),
        "note": decision.note,
        "reviewer": decision.reviewer,
        "at": decision.at,
        "display": decision.display,
        "escalated_to": decision.escalated_to,
        "question": decision.question,
    }


def sampler_json(sampler: Sampler) -> dict[str, Any]:
    """One sampler, in shares of the photo's width and height; a size of 0 is a single pixel."""
    return {
        "sampler": sampler.id,
        "photo": sampler.photo,
        "number": sampler.number,
        **vars(sampler.spot),
        "author": sampler.author,
        "at": sampler.at,
    }


def annotation_json(annotation: Annotation) -> dict[str, Any]:
    """One annotation, geometry in pixels of its version."""
    return {
        "annotation": annotation.id,
        "photo": annotation.photo,
        "version": annotation.version,
        "shape": annotation.shape.to_json(),
        "tags": list(annotation.tags),
        "note": annotation.note,
        "severity": annotation.severity,
        "author": annotation.author,
        "at": annotation.at,
        "height": annotation.height,
        "locked": annotation.locked,
        "resolved": annotation.resolved,
        "carried_from": annotation.carried_from,
    }


def tags_json(photo: Photo, marks: Sequence[Annotation]) -> Iterable[dict[str, Any]]:
    """Each failure mode once per place where it was named: on the photo, or on a mark."""
    for tag in photo.decision.tags if photo.decision else ():
        yield {"photo": photo.id, "tag": tag, "on": "photo", "annotation": None}
    for mark in marks:
        for tag in mark.tags:
            yield {"photo": photo.id, "tag": tag, "on": "annotation", "annotation": mark.id}


def thread_json(thread: Thread) -> dict[str, Any]:
    """A thread of comments, the oldest first; `mark` is the annotation it is about, or nothing."""
    return {
        "thread": thread.id,
        "photo": thread.comments[0].photo,
        "mark": thread.mark or None,
        "resolved": thread.resolved,
        "comments": [
            {"id": each.id, "author": each.author, "at": each.at, "text": each.text}
            for each in thread.comments
        ],
    }


def show_json(reader: Reader, photo: Photo, batch: str) -> dict[str, Any]:
    """A photo with everything known of it (`review-desk show --json`)."""
    events = browse.history(reader, photo.id)
    return {
        **photo_json(photo, batch),
        "findings": [],
        "annotations": [annotation_json(a) for a in browse.annotations(reader, photo.id)],
        "samplers": [sampler_json(s) for s in samplers(reader.db, photo.id)],
        "tags": list(photo.decision.tags) if photo.decision else [],
        "note": photo.decision.note if photo.decision else "",
        "decisions": [_decided(e.to_json()) for e in events if e.kind == "decision"],
        "threads": [thread_json(thread) for thread in threads(comments(reader, photo.id))],
        "recipes": [dict(v.recipe) for v in photo.versions if v.recipe],
    }


def _decided(event: dict[str, Any]) -> dict[str, Any]:
    after = event["payload"]["after"] or {}
    named = {
        name: after.get(name)
        for name in ("verdict", "version", "tags", "note", "reviewer", "display", "escalated_to", "question")
    }
    return {"at": event["at"], "actor": event["actor"], "label": event["payload"]["label"], **named}
