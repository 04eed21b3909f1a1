"""Marks of a Label Studio export (JSON): regions in per cent of the picture."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from review_desk.domain.mask.mask import Mask
from review_desk.domain.mask.packed import unpacked
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.kinds import SHAPES
from review_desk.domain.shapes.line import Polygon
from review_desk.domain.shapes.pin import Pin
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import Shape
from review_desk.errors import BadInput
from review_desk.operations.imports.incoming import Incoming, Read, place_of, severity_of, tags_of

_ANSWERS = ("choices", "textarea")


def read_label_studio(tasks: Sequence[Mapping[str, Any]]) -> Read:
    """Every region of annotations that were not cancelled. Answers such as verdicts are not marks."""
    found, passed_over = [], []
    for task in tasks:
        place = place_of(task["data"], str(task["data"].get("image") or ""))
        for region in _regions(task):
            try:
                mask = _painted(region)
            except BadInput as error:
                passed_over.append(f"Task {task.get('id')}: {error}")
                continue
            shape = Brush.of(mask, "") if mask else _shape(region)
            if shape is None:
                passed_over.append(f"Task {task.get('id')}: a region of the kind “{region.get('type')}”.")
                continue
            meta = region.get("meta") or {}
            found.append(
                Incoming(
                    place,
                    shape,
                    tags_of(region["value"].get(str(region["type"]))),
                    id=str(region.get("id") or ""),
                    note=_note(meta.get("text")),
                    severity=severity_of(meta.get("severity")),
                    mask=mask,
                    of=(region["original_width"], region["original_height"]),
                )
            )
    return Read(tuple(found), tuple(passed_over))


def _note(said: Any) -> str:
    """Label Studio keeps a note as a list of lines, or as one."""
    return " ".join(map(str, said)) if isinstance(said, list) else str(said or "")


def _regions(task: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for annotation in task.get("annotations") or ():
        if not annotation.get("was_cancelled"):
            yield from (each for each in annotation["result"] if each.get("type") not in _ANSWERS)


def _painted(region: Mapping[str, Any]) -> Mask | None:
    """What was painted; nothing for other regions. Raises BadInput for a mask that is damaged or empty."""
    if region.get("type") != "brushlabels" or region["value"].get("format") != "rle":
        return None
    width, height = region["original_width"], region["original_height"]
    mask = unpacked(region["value"]["rle"], width=width, height=height)
    if not mask.values:
        raise BadInput("A brush mask has nothing in it.")
    return mask


def _shape(region: Mapping[str, Any]) -> Shape | None:
    value, kind = region["value"], region.get("type")
    across, down = region["original_width"] / 100, region["original_height"] / 100
    if value.get("rotation"):
        return None
    if kind == "rectanglelabels":
        return Rectangle(
            value["x"] * across, value["y"] * down, value["width"] * across, value["height"] * down
        )
    if kind == "ellipselabels":
        wide, high = value["radiusX"] * across, value["radiusY"] * down
        return Ellipse(value["x"] * across - wide, value["y"] * down - high, 2 * wide, 2 * high)
    if kind == "keypointlabels":
        return Pin.from_json({"kind": "pin", "x": value["x"] * across, "y": value["y"] * down})
    if kind != "polygonlabels":
        return None
    points = tuple((x * across, y * down) for x, y in value["points"])
    drawn = SHAPES.get(str((region.get("meta") or {}).get("kind")), Polygon)
    return drawn(points) if issubclass(drawn, Polygon) else Polygon(points)
