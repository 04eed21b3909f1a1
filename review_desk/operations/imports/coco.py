"""Marks of a COCO file: boxes, polygons and run-length masks.

What was exported here comes back as the shape it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from review_desk.domain.mask.mask import Mask
from review_desk.domain.mask.runs import from_string, mask_of
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.line import Polygon
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import Shape
from review_desk.errors import BadInput
from review_desk.operations.imports.incoming import Incoming, Read, place_of, severity_of, tags_of

_BOXES = {"rectangle": Rectangle, "ellipse": Ellipse}


def read_coco(document: Mapping[str, Any]) -> Read:
    """Every annotation of a COCO document. A mark in several categories was exported once in each."""
    images = {image["id"]: place_of(image, str(image["file_name"])) for image in document["images"]}
    names = {each["id"]: str(each["name"]) for each in document["categories"]}
    found: dict[Any, Incoming] = {}
    passed_over = []
    for annotation in document["annotations"]:
        if annotation["image_id"] not in images:
            passed_over.append(
                f"Annotation {annotation.get('id')} is on a picture that the file does not name."
            )
            continue
        try:
            painted = _painted(annotation.get("segmentation"))
        except BadInput as error:
            passed_over.append(f"Annotation {annotation.get('id')}: {error}")
            continue
        told = annotation.get("attributes") or {}
        tags = tags_of([names.get(annotation["category_id"], "")])
        key = told.get("mark") or ("annotation", annotation.get("id"))
        if key in found:
            found[key] = replace(found[key], tags=tuple(dict.fromkeys((*found[key].tags, *tags))))
            continue
        found[key] = Incoming(
            images[annotation["image_id"]], _shape(annotation, painted), tags, id=str(told.get("mark") or ""),
            note=str(told.get("note") or ""), severity=severity_of(told.get("severity")),
            mask=painted[0] if painted else None, of=painted[1] if painted else (0, 0),
        )  # fmt: skip
    return Read(tuple(found.values()), tuple(passed_over))


def _painted(segmentation: Any) -> tuple[Mask, tuple[int, int]] | None:
    """A run-length mask, in either writing, with the size of its picture; nothing for polygons.

    Raises BadInput for one that does not add up, or has nothing in it.
    """
    if not isinstance(segmentation, dict):
        return None
    height, width = map(int, segmentation["size"])
    counts = segmentation["counts"]
    told = from_string(counts) if isinstance(counts, str) else [int(count) for count in counts]
    mask = mask_of(told, width=width, height=height)
    if not mask.values:
        raise BadInput("A run-length mask has nothing in it.")
    return mask, (width, height)


def _shape(annotation: Mapping[str, Any], painted: tuple[Mask, tuple[int, int]] | None) -> Shape:
    """Several polygons of one instance: the one with the most corners."""
    if painted:
        return Brush.of(painted[0], "")
    outlines, kind = annotation.get("segmentation"), (annotation.get("attributes") or {}).get("shape")
    if kind in _BOXES or not outlines:
        return _BOXES.get(str(kind), Rectangle)(*map(float, annotation["bbox"]))
    flat = max(outlines, key=len)
    return Polygon(tuple(zip(map(float, flat[::2]), map(float, flat[1::2]), strict=True)))
