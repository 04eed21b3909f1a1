"""CVAT for images 1.1: one XML file."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from review_desk.domain.annotation import Annotation
from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Point
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.split import SPLITS, split_of
from review_desk.operations.exports.portion import Part, Portion, Written, tags_of

_ATTRIBUTES = ("mark", "severity", "note", "author", "resolved", "shape")
_RUNS = re.compile(rb"\x00+|\x01+")
_OPEN = {"pin": "points", "arrow": "polyline", "freehand": "polyline"}


def cvat(portion: Portion) -> Iterator[Part]:
    """`annotations.xml`. Curves are polygons there; what a mark is here stands in its attribute `shape`."""
    root = ElementTree.Element("annotations")
    ElementTree.SubElement(root, "version").text = "1.1"
    _declare(root, portion)
    count = 0
    for number, (photo, version, marks) in enumerate(portion.shown()):
        told = {"id": number, "name": _sayable(portion.name_of(version)), "subset": split_of(photo),
                "width": version.width, "height": version.height}  # fmt: skip
        image = ElementTree.SubElement(root, "image", {key: str(value) for key, value in told.items()})
        for mark in marks:
            for tag in tags_of(mark):
                _add(image, mark, tag, portion)
                count += 1
    ElementTree.indent(root)
    text = ElementTree.tostring(root, "unicode")
    yield Written("annotations.xml", f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n', count)
    yield from portion.taken_along()


def _declare(root: ElementTree.Element, portion: Portion) -> None:
    """A project with its splits, and the labels with their attributes: CVAT takes no others in.

    Only a project has subsets: where `meta` names a task, datumaro passes over every image that is in one.
    """
    project = ElementTree.SubElement(ElementTree.SubElement(root, "meta"), "project")
    tasks = ElementTree.SubElement(project, "tasks")
    for split in SPLITS:
        ElementTree.SubElement(ElementTree.SubElement(tasks, "task"), "subset").text = split
    labels = ElementTree.SubElement(project, "labels")
    for name in portion.categories():
        label = ElementTree.SubElement(labels, "label")
        ElementTree.SubElement(label, "name").text = name
        attributes = ElementTree.SubElement(label, "attributes")
        for attribute in _ATTRIBUTES:
            declared = ElementTree.SubElement(attributes, "attribute")
            ElementTree.SubElement(declared, "name").text = attribute
            ElementTree.SubElement(declared, "input_type").text = "text"


def _add(image: ElementTree.Element, mark: Annotation, label: str, portion: Portion) -> None:
    common = {"label": label, "source": "manual", "occluded": "0", "z_order": str(mark.height)}
    if mark.shape.kind == Rectangle.kind:
        edges = zip(("xtl", "ytl", "xbr", "ybr"), mark.shape.bounds(), strict=True)
        made = ElementTree.SubElement(image, "box", common | {name: f"{edge:.2f}" for name, edge in edges})
    elif isinstance(mark.shape, Brush):
        made = ElementTree.SubElement(image, "mask", common | _mask(portion.mask(mark.shape)))
    else:
        element = _OPEN.get(mark.shape.kind, "polygon")
        made = ElementTree.SubElement(image, element, common | {"points": _points(mark.shape.outline())})
    told = (mark.id, mark.severity, mark.note, mark.author, str(mark.resolved).lower(), mark.shape.kind)
    for name, value in zip(_ATTRIBUTES, told, strict=True):
        ElementTree.SubElement(made, "attribute", {"name": name}).text = _sayable(value)


def _mask(mask: Mask) -> dict[str, str]:
    """Row by row inside its box: how many pixels are outside, inside, outside …"""
    counts, value = [0], 0
    for run in _RUNS.finditer(mask.inside()):
        if run[0][0] != value:
            counts.append(0)
            value = run[0][0]
        counts[-1] += len(run[0])
    box = {"left": mask.left, "top": mask.top, "width": mask.width, "height": mask.height}
    return {"rle": ", ".join(map(str, counts)), **{name: str(edge) for name, edge in box.items()}}


def _sayable(text: str) -> str:
    """Without the control signs that XML has no way to write."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def _points(outline: tuple[Point, ...]) -> str:
    return ";".join(f"{x:.2f},{y:.2f}" for x, y in outline)
