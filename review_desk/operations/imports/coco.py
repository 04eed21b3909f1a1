"""Marks of a COCO file: boxes and polygons; what was exported here comes back as the shape it was."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.line import Polygon
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import Shape
from review_desk.operations.imports.incoming import Incoming, Read, place_of, severity_of, tags_of

_BOXES = {"rectangle": Rectangle, "ellipse": Ellipse}


def read_coco(document: Mapping[str, Any]) -> Read:
    """Every annotation of a COCO document. A mark in several categories was exported once in each."""
    images = {image["id"]: place_of(image, str(image["file_name"])) for image in document["images"]}
    names = {each["id"]: str(each["name"]) for each in document["categories"]}
    found: dict[Any, Incoming] = {}
    passed_over = []
    for annotation in document["annotations"]:
        shape = _shape(annotation)
        if shape is None or annotation["image_id"] not in images:
            why = "a run-length mask" if shape is None else "on a picture that the file does not name"
            passed_over.append(f"Annotation {annotation.get('id')} is {why}.")
            continue
        told = annotation.get("attributes") or {}
        tags = tags_of([names.get(annotation["category_id"], "")])
        key = told.get("mark") or ("annotation", annotation.get("id"))
        if key in found:
            found[key] = replace(found[key], tags=tuple(dict.fromkeys((*found[key].tags, *tags))))
            continue
        found[key] = Incoming(
            images[annotation["image_id"]], shape, tags, id=str(told.get("mark") or ""),
            note=str(told.get("note") or ""), severity=severity_of(told.get("severity")),
        )  # fmt: skip
    return Read(tuple(found.values()), tuple(passed_over))


def _shape(annotation: Mapping[str, Any]) -> Shape | None:
    """Nothing for a run-length mask. Several polygons of one instance: the one with the most corners."""
    outlines, kind = annotation.get("segmentation"), (annotation.get("attributes") or {}).get("shape")
    if isinstance(outlines, dict):
        return None
    if kind in _BOXES or not outlines:
        return _BOXES.get(str(kind), Rectangle)(*map(float, annotation["bbox"]))
    flat = max(outlines, key=len)
    return Polygon(tuple(zip(map(float, flat[::2]), map(float, flat[1::2]), strict=True)))
