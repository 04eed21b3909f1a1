"""Label Studio: `tasks.json` to import, and `labels.xml`, the labelling interface that it goes with.

A region has its geometry in per cent of the photo (Label Studio documentation, “Units of image annotations”).
"""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from review_desk.domain.annotation import Annotation
from review_desk.domain.decision import Verdict
from review_desk.domain.mask.packed import packed
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.shape import Shape
from review_desk.domain.split import split_of
from review_desk.operations.exports.portion import Part, Portion, Written, tags_of

IMAGE = "photo"
"""The name of the picture in the interface, which every region refers to."""

TOOLS = {
    "rectangle": "RectangleLabels",
    "ellipse": "EllipseLabels",
    "polygon": "PolygonLabels",
    "pin": "KeyPointLabels",
    "brush": "BrushLabels",
}
"""Control of each kind of region; what has no control of its own is a polygon through its outline."""


def label_studio(portion: Portion) -> Iterator[Part]:
    """A task for every version that bears marks, and for the newest of a photo that has none.

    Open strokes and arrows are polygons there: `meta.kind` says what a mark is here, by which it comes back.
    """
    tasks = [
        _task(number, photo, version, marks, portion)
        for number, (photo, version, marks) in enumerate(portion.shown(), 1)
    ]
    text = json.dumps(tasks, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    yield Written("tasks.json", text, len(tasks))
    yield Written("labels.xml", _interface(portion), len(portion.categories()))
    yield from portion.taken_along()


def _task(
    number: int, photo: Photo, version: Version, marks: tuple[Annotation, ...], portion: Portion
) -> dict[str, Any]:
    regions = [_region(mark, version, portion) for mark in marks]
    judged = photo.decision is not None and photo.decision.version == version.number
    result = [*regions, *(_judgement(photo) if judged else ())]
    annotation = {"id": number, "was_cancelled": False, "ground_truth": False, "result": result}
    return {
        "id": number,
        "data": {
            "image": portion.name_of(version),
            "photo": photo.id,
            "version": version.number,
            "sha256": version.sha256,
            "sku": photo.sku,
            "split": split_of(photo),
        },
        "annotations": [annotation] if result else [],
    }


def _region(mark: Annotation, version: Version, portion: Portion) -> dict[str, Any]:
    kind = mark.shape.kind if mark.shape.kind in TOOLS else "polygon"
    labels = TOOLS[kind].lower()
    return {
        "id": mark.id,
        "from_name": kind,
        "to_name": IMAGE,
        "type": labels,
        "original_width": version.width,
        "original_height": version.height,
        "image_rotation": 0,
        "value": {**_geometry(mark.shape, kind, version, portion), labels: list(tags_of(mark))},
        "meta": {
            "text": [mark.note] if mark.note else [],
            "severity": mark.severity,
            "kind": mark.shape.kind,
        },
    }


def _geometry(shape: Shape, kind: str, version: Version, portion: Portion) -> dict[str, Any]:
    if isinstance(shape, Brush):
        content = packed(portion.mask(shape), width=version.width, height=version.height)
        return {"format": "rle", "rle": content}
    across, down = 100 / version.width, 100 / version.height
    left, top, right, bottom = shape.bounds()
    if kind == "rectangle":
        box = {"x": left * across, "y": top * down}
        return {**box, "width": (right - left) * across, "height": (bottom - top) * down, "rotation": 0}
    if kind == "ellipse":
        centre = {"x": (left + right) / 2 * across, "y": (top + bottom) / 2 * down}
        radii = {"radiusX": (right - left) / 2 * across, "radiusY": (bottom - top) / 2 * down}
        return {**centre, **radii, "rotation": 0}
    if kind == "pin":
        return {"x": left * across, "y": top * down, "width": 1}
    points = [[x * across, y * down] for x, y in shape.outline()]
    return {"points": points, "closed": shape.closed}


def _judgement(photo: Photo) -> Iterator[dict[str, Any]]:
    decision = photo.decision
    assert decision is not None
    if decision.verdict:
        yield _said(photo, "verdict", "choices", {"choices": [str(decision.verdict)]})
    if decision.note:
        yield _said(photo, "note", "textarea", {"text": [decision.note]})


def _said(photo: Photo, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"{photo.id}-{name}", "from_name": name, "to_name": IMAGE, "type": kind, "value": value}


def _interface(portion: Portion) -> str:
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Image", {"name": IMAGE, "value": "$image", "zoom": "true"})
    for kind, control in TOOLS.items():
        told = {"name": kind, "toName": IMAGE, "choice": "multiple"}
        labels = ElementTree.SubElement(view, control, told)
        for name in portion.categories():
            ElementTree.SubElement(labels, "Label", {"value": name})
    choices = ElementTree.SubElement(
        view, "Choices", {"name": "verdict", "toName": IMAGE, "choice": "single"}
    )
    for verdict in Verdict:
        ElementTree.SubElement(choices, "Choice", {"value": str(verdict)})
    ElementTree.SubElement(view, "TextArea", {"name": "note", "toName": IMAGE})
    ElementTree.indent(view)
    return ElementTree.tostring(view, "unicode") + "\n"
