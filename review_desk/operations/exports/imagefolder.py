"""Hugging Face ImageFolder: pictures beside a `metadata.jsonl`, a folder a split.

`datasets.load_dataset("imagefolder", data_dir=…)` reads it as it is: a column `before_file_name` becomes the
picture column `before` (datasets documentation, “Create an image dataset”).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from review_desk.domain.split import SPLITS, Split, split_of
from review_desk.operations.editing.returning import changed_outlines
from review_desk.operations.exports.dataset_card import Homes, Rows, dataset_card, metadata, settled
from review_desk.operations.exports.portion import MaskFile, Part, Portion, VersionFile, mask_file
from review_desk.operations.exports.training import Lesson, facts, lesson, picture

_COLUMNS = {
    "before": "the photo as it was shot",
    "after": "the version that was judged, made by AI",
    "target": "what a person made of it",
    "mask": "where something is wrong in `after`: 8 bit, 255 = change here",
    "prompt": "what AI was asked for",
    "instruction": "what was to be mended, in words",
    "verdict": "approve, correct, reject or escalate",
    "tags": "failure modes",
}


def imagefolder(portion: Portion) -> Iterator[Part]:
    """Before, after, target and mask of every photo with what was decided; null where there is none."""
    parts, rows = settled(partial(_told, portion))
    yield from parts
    yield from metadata(rows)
    yield dataset_card(portion, "Before, after and target of retouched product photos", _COLUMNS)


def _told(portion: Portion, homes: Homes) -> tuple[list[Part], Rows]:
    rows: dict[Split, list[dict[str, Any]]] = {split: [] for split in SPLITS}
    parts: list[Part] = []
    for photo in portion.photos:
        taught, split = lesson(photo, portion), homes[split_of(photo)]
        pictures = dict(_pictures(taught, split, portion))
        parts += pictures.values()
        names = {
            f"{role}_file_name": pictures[role].name.partition("/")[2] if role in pictures else None
            for role in ("before", "after", "target", "mask")
        }
        rows[split].append({**names, **facts(taught, portion)})
    return parts, rows


def _pictures(taught: Lesson, split: str, portion: Portion) -> Iterator[tuple[str, VersionFile | MaskFile]]:
    photo = taught.photo
    for role, version in (("before", taught.before), ("after", taught.after), ("target", taught.target)):
        if version:
            yield role, picture(photo, version, role, folder=split)
    if mask := _wrong(taught, f"{split}/{photo.id}_mask.png", portion):
        yield "mask", mask


def _wrong(taught: Lesson, name: str, portion: Portion) -> MaskFile | None:
    """What is marked on the version judged, or else what a person changed of it in another program."""
    target, after = taught.target, taught.after
    if after is None or (marked := mask_file(name, after, taught.marks, portion)):
        return marked if after else None
    if target is None or (target.width, target.height) != (after.width, after.height):
        return None
    outlines = tuple(tuple((x, y) for x, y in outline) for outline in changed_outlines(target))
    return MaskFile(name, after, outlines) if outlines else None
