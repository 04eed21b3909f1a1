"""Preference pairs with the columns of Diffusion-DPO: `jpg_0`, `jpg_1`, `label_0`, `caption`."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from review_desk.domain.decision import Verdict
from review_desk.domain.photo import Version
from review_desk.domain.split import SPLITS, Split, split_of
from review_desk.operations.exports.dataset_card import Homes, Rows, dataset_card, metadata, settled
from review_desk.operations.exports.portion import Part, Portion
from review_desk.operations.exports.training import Lesson, facts, lesson, picture

_COLUMNS = {
    "jpg_0": "the preferred picture: a person's version, or the one that was approved",
    "jpg_1": "the other one: made by AI and sent back",
    "label_0": "1: `jpg_0` is the better one. It is 1 in every row; some trainers read 0 as that",
    "caption": "what AI was asked for, or else what the photo shows",
    "tags": "the failure modes for which `jpg_1` was sent back",
}


def preference(portion: Portion) -> Iterator[Part]:
    """A row for each version that lost against another of the same photo; JPEG pictures.

    A person's version wins over the AI version it was made of; an approved version wins over those that were
    sent back before it. A photo of which nothing is known to be better is left out.
    """
    parts, rows = settled(partial(_told, portion))
    yield from parts
    yield from metadata(rows)
    yield dataset_card(portion, "Preference pairs of retouched product photos", _COLUMNS)


def _told(portion: Portion, homes: Homes) -> tuple[list[Part], Rows]:
    rows: dict[Split, list[dict[str, Any]]] = {split: [] for split in SPLITS}
    parts: dict[str, Part] = {}
    for photo in portion.photos:
        taught, split = lesson(photo, portion), homes[split_of(photo)]
        for better, worse in _pairs(taught, portion):
            pictures = [
                picture(photo, version, f"v{version.number}", folder=split, jpeg=True)
                for version in (better, worse)
            ]
            parts.update({each.name: each for each in pictures})
            names = {
                f"jpg_{place}_file_name": each.name.partition("/")[2] for place, each in enumerate(pictures)
            }
            rows[split].append(
                {**names, "label_0": 1.0, "caption": _caption(taught), **facts(taught, portion)}
            )
    return list(parts.values()), rows


def _pairs(taught: Lesson, portion: Portion) -> Iterator[tuple[Version, Version]]:
    photo, lost = taught.photo, portion.beaten.get(taught.photo.id, frozenset())
    if taught.target and taught.after:
        yield taught.target, taught.after
    elif taught.after and photo.verdict is Verdict.APPROVE:
        for version in photo.versions:
            if version.number in lost and version.role == "ai" and version.number != taught.after.number:
                yield taught.after, version


def _caption(taught: Lesson) -> str:
    photo = taught.photo
    shown = (photo.fields.get("category"), photo.fields.get("surface"), photo.colourway, photo.shot)
    return taught.prompt or ", ".join(str(word) for word in shown if word) or photo.title
