"""COCO instances: one file a split.

Fields as pycocotools reads them: boxes `[x, y, width, height]`, polygons as flat lists and painted masks as
run lengths, in pixels of the version.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from review_desk.domain.annotation import Annotation
from review_desk.domain.mask.runs import counts_of, mask_of, to_string
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.shape import Shape
from review_desk.domain.split import SPLITS, group_of, split_of
from review_desk.operations.exports.portion import Part, Portion, Written, tags_of


def coco(portion: Portion) -> Iterator[Part]:
    """`train.json`, `validation.json` and `test.json`. A mark of several failure modes is once in each.

    Arrows, pins and strokes go around nothing: COCO has no instance for them, and they are left out.
    """
    numbers = portion.categories()
    categories = [{"id": n, "name": name, "supercategory": ""} for name, n in numbers.items()]
    documents: dict[str, dict[str, Any]] = {
        split: {"images": [], "annotations": [], "categories": categories} for split in SPLITS
    }
    for number, (photo, version, marks) in enumerate(portion.shown(), 1):
        document = documents[split_of(photo)]
        document["images"].append(_image(number, photo, version, portion.name_of(version)))
        for mark in marks:
            if mark.shape.closed:
                told = _geometry(mark.shape, version, portion)
                document["annotations"] += [
                    _instance(mark, number, numbers[tag], told) for tag in tags_of(mark)
                ]
    for split, document in documents.items():
        for place, instance in enumerate(document["annotations"], 1):
            instance["id"] = place
        text = json.dumps(document, ensure_ascii=False, sort_keys=True) + "\n"
        yield Written(f"{split}.json", text, len(document["annotations"]))
    yield from portion.taken_along()


def without_inside(portion: Portion) -> dict[str, int]:
    """How many marks of which kind are left out."""
    every = (mark for marks in portion.marks.values() for mark in marks)
    return dict(Counter(mark.shape.kind for mark in every if not mark.shape.closed))


def _image(number: int, photo: Photo, version: Version, name: str) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": name,
        "width": version.width,
        "height": version.height,
        "photo": photo.id,
        "version": version.number,
        "sha256": version.sha256,
        "split_group": group_of(photo),
        "verdict": photo.verdict,
    }


def _geometry(shape: Shape, version: Version, portion: Portion) -> dict[str, Any]:
    """Box, area and polygon; of a painted mask its pixels from half strength on, run by run."""
    if isinstance(shape, Brush):
        mask = portion.mask(shape)
        counts = counts_of(mask, width=version.width, height=version.height)
        inside = mask_of(counts, width=version.width, height=version.height)
        return {
            "bbox": [inside.left, inside.top, inside.width, inside.height],
            "area": sum(counts[1::2]),
            "segmentation": {"size": [version.height, version.width], "counts": to_string(counts)},
        }
    left, top, right, bottom = shape.bounds()
    return {
        "bbox": [_short(left), _short(top), _short(right - left), _short(bottom - top)],
        "area": _short(shape.area),
        "segmentation": [[_short(value) for point in shape.outline() for value in point]],
    }


def _instance(mark: Annotation, image: int, category: int, geometry: dict[str, Any]) -> dict[str, Any]:
    return {
        "image_id": image,
        "category_id": category,
        **geometry,
        "iscrowd": 0,
        "attributes": {
            "mark": mark.id,
            "shape": mark.shape.kind,
            "severity": mark.severity,
            "note": mark.note,
            "author": mark.author,
            "at": mark.at,
            "resolved": mark.resolved,
            "carried_from": mark.carried_from,
        },
    }


def _short(value: float) -> float:
    """To a hundredth of a pixel: curves end in no round numbers."""
    return round(value, 2)
