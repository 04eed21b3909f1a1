"""CSV for spreadsheets: a row a photo, a row a mark."""

from collections.abc import Iterator
from typing import Any

from review_desk.domain.split import split_of
from review_desk.operations.exports.cells import csv_text
from review_desk.operations.exports.portion import Portion, Written

_PHOTOS = ("photo", "name", "sku", "colourway", "shot", "level", "route", "verdict", "tags", "note",
           "reviewer", "at", "version", "file", "sha256", "split", "escalated_to", "question")  # fmt: skip
_COMMENTS = ("comment", "thread", "photo", "mark", "author", "at", "text", "resolved")
_MARKS = ("mark", "photo", "sku", "version", "shape", "left", "top", "right", "bottom", "tags", "severity",
          "note", "author", "at", "resolved", "split")  # fmt: skip


def spreadsheet(portion: Portion) -> Iterator[Written]:
    """`photos.csv`, `marks.csv` and `comments.csv`."""
    photos, marks, comments = list(_photos(portion)), list(_marks(portion)), list(_comments(portion))
    yield Written("photos.csv", csv_text(_PHOTOS, photos), len(photos))
    yield Written("marks.csv", csv_text(_MARKS, marks), len(marks))
    yield Written("comments.csv", csv_text(_COMMENTS, comments), len(comments))


def _photos(portion: Portion) -> Iterator[list[Any]]:
    for photo in portion.photos:
        assigned, decided = photo.assignment, photo.decision
        judged = photo.version(decided.version) if decided else photo.latest
        yield [
            photo.id, photo.name, photo.sku, photo.colourway, photo.shot, assigned.level if assigned else "",
            assigned.route if assigned else "", str(photo.verdict or ""),
            "; ".join(decided.tags) if decided else "", decided.note if decided else "",
            decided.reviewer if decided else "", decided.at if decided else "", judged.number,
            portion.name_of(judged), judged.sha256, split_of(photo), decided.escalated_to if decided else "",
            decided.question if decided else "",
        ]  # fmt: skip


def _marks(portion: Portion) -> Iterator[list[Any]]:
    for photo in portion.photos:
        for mark in portion.marks.get(photo.id, ()):
            edges = [round(edge, 2) for edge in mark.shape.bounds()]
            yield [
                mark.id, photo.id, photo.sku, mark.version, mark.shape.kind, *edges, "; ".join(mark.tags),
                mark.severity, mark.note, mark.author, mark.at, "yes" if mark.resolved else "no",
                split_of(photo),
            ]  # fmt: skip


def _comments(portion: Portion) -> Iterator[list[Any]]:
    for photo in portion.photos:
        for thread in portion.threads.get(photo.id, ()):
            state = "yes" if thread.resolved else "no"
            for each in thread.comments:
                yield [each.id, thread.id, photo.id, each.mark, each.author, each.at, each.text, state]
