"""Do 500 marks keep up with the hand, and does the brush? Their layer on 3840 × 2160 at several zooms.

500 marks of every shape, an eighth of them painted, while the photo is panned; then 20 painted ones with
their washes; then the brush on 45 megapixels, each step with all that it changes on the canvas.
Processor time of the one thread that paints, so that neighbours do not count.

Run as a module it is the painter: `python -m tests.bench.marks`. What is painted under the marks is measured
by `panning`.
"""

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.bench import machine
from tests.bench.line import Line

_COUNT, _PAINTED, _FRAMES = 500, 20, 60
_TIP = 150
"""Device pixels: the radius of the tip at every zoom, as large as a fist on the screen."""

_SCREEN, _PHOTO = (3840, 2160), (8256, 5504)
_ZOOMS = {"whole photo": 0.38, "100 %": 1.0, "800 %": 8.0}
_LIMIT_MS = 16.7


def measure(work: Path, repeat: int) -> list[Line]:
    """Paint `repeat` times; keep the best 95th percentile of each zoom."""
    runs = [machine.child("marks", QT_QPA_PLATFORM="offscreen") for _ in range(repeat)]
    measured = {
        f"{_COUNT} marks": "marks",
        f"{_PAINTED} painted marks": "painted",
        f"brush of {2 * _TIP} pixels, a step": "brush",
    }
    return [
        Line(
            what=f"{title}, {name}, p95",
            unit="ms",
            desk=min(run[kind][name] for run in runs),
            limit=_LIMIT_MS,
        )
        for title, kind in measured.items()
        for name in _ZOOMS
    ]


# --- the painter --------------------------------------------------------------------------------------------


def main() -> None:
    """Paint the layers while the photo moves below, then with the brush, and say how long each frame took."""
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    with tempfile.TemporaryDirectory() as folder:
        layers = {
            "marks": _layer(Path(folder), _COUNT),
            "painted": _layer(Path(folder), _PAINTED, all_painted=True),
        }
        found = {
            kind: {name: _p95(_panned(layer, zoom)) for name, zoom in _ZOOMS.items()}
            for kind, layer in layers.items()
        }
        found["brush"] = {name: _p95(_brushed(layers["painted"], zoom)) for name, zoom in _ZOOMS.items()}
    application.quit()
    sys.stdout.write(json.dumps(found) + "\n")


def _panned(layer: Any, zoom: float) -> list[float]:
    from PySide6.QtGui import QImage, QPainter

    image, times = QImage(*_SCREEN, QImage.Format.Format_RGB32), []
    for frame in range(_FRAMES):
        pane = _pane(zoom, (0.4 + frame / 600, 0.45 + frame / 900))
        image.fill(0x777777)
        painter = QPainter(image)
        began = time.thread_time()
        layer.draw(painter, pane, layer.photo.versions[0], 1.0)
        painter.end()
        times.append(time.thread_time() - began)
    return times


def _brushed(layer: Any, zoom: float) -> list[float]:
    """Steps of a hand of 30 device pixels: the stroke, and the layer within the box that changed."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    from review_desk.domain.tip import Tip
    from review_desk.imaging.brush import Sheet
    from review_desk.ui.review.marking.washes import InHand, dyed

    sheet, pane = Sheet(*_PHOTO), _pane(zoom, (0.5, 0.5))
    height, width = sheet.strengths.shape
    seen = dyed(QImage(sheet.strengths.data, width, height, width, QImage.Format.Format_Indexed8), "major")
    image, tip, times = QImage(*_SCREEN, QImage.Format.Format_RGB32), Tip(_TIP / zoom), []
    image.fill(0x777777)
    x, y = width / 2 - 0.3 * _SCREEN[0] / zoom, height / 2
    sheet.stroke((x, y), (x, y), radius=tip.radius, hardness=tip.hardness, erase=False)
    for _ in range(_FRAMES):
        began = time.thread_time()
        box = sheet.stroke((x, y), (x + 30 / zoom, y), radius=tip.radius, hardness=tip.hardness, erase=False)
        x += 30 / zoom
        painter = QPainter(image)
        corners = [(edge * zoom + (pane.left, pane.top)[n % 2]) for n, edge in enumerate(box)]
        painter.setClipRect(QRectF(corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]))
        hand = InHand("", 1, seen, tip, (x, y))
        replace(layer, in_hand=hand).draw(painter, pane, layer.photo.versions[0], 1.0)
        painter.end()
        times.append(time.thread_time() - began)
    return times


def _pane(zoom: float, centre: tuple[float, float]) -> Any:
    from review_desk.domain.viewplan import Size, View, plan

    size = Size(*_PHOTO)
    return plan(View(zoom=zoom, centre=centre), a=size, b=size, viewport=Size(*_SCREEN)).panes[0]


def _layer(folder: Path, count: int, *, all_painted: bool = False) -> Any:
    import random

    from review_desk.domain.annotation import Annotation
    from review_desk.domain.photo import Photo, Version
    from review_desk.domain.shapes.kinds import SHAPES
    from review_desk.operations.taxonomy import failure_modes
    from review_desk.ui.review.marking.layer import MarkLayer
    from review_desk.ui.review.marking.washes import Washes

    chance, kinds = random.Random(7), [*SHAPES.values(), None]
    version = Version(
        photo="p", number=1, role="original", label="", file="", sha256="", size=0, width=_PHOTO[0],
        height=_PHOTO[1], bit_depth=8, mode="RGB", format="JPEG", orientation=1, profile=None,
        profile_state="none", recipe=None,
    )  # fmt: skip
    photo = Photo(
        id="p", batch="b", name="p", sku="", colourway="", shot="", position=0, fields={}, mask=None,
        versions=(version,), assignment=None, decision=None,
    )  # fmt: skip
    marks = []
    for number in range(count):
        x, y = chance.uniform(0, _PHOTO[0] - 500), chance.uniform(0, _PHOTO[1] - 500)
        box = (x, y, x + chance.uniform(40, 500), y + chance.uniform(40, 500))
        kind = None if all_painted else kinds[number % len(kinds)]
        shape = kind.within(box) if kind else _painted(folder, box)
        marks.append(Annotation(str(number), "p", 1, shape))
    fetch = SimpleNamespace(fetch=lambda work, then, _: then(work()))
    washes = Washes(SimpleNamespace(tasks=fetch, folder=folder))  # type: ignore[arg-type]
    return MarkLayer(photo, tuple(marks), "3", failure_modes(), washes)


def _painted(folder: Path, box: tuple[float, float, float, float]) -> Any:
    """A soft stroke from corner to corner of a box."""
    from review_desk.imaging.brush import Sheet
    from review_desk.store.masks import keep_mask

    left, top, right, bottom = map(int, box)
    sheet = Sheet(right - left, bottom - top)
    ends = (0.2, 0.2), (0.8, 0.8)
    start, end = ((x * (right - left), y * (bottom - top)) for x, y in ends)
    radius = max(4.0, min(right - left, bottom - top) * 0.2)
    sheet.stroke(start, end, radius=radius, hardness=0.5, erase=False)
    mask = sheet.mask()
    return keep_mask(folder, replace(mask, left=mask.left + left, top=mask.top + top))


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))] * 1e3


if __name__ == "__main__":
    main()
