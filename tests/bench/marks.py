"""Do 500 marks keep up with the hand? Their layer painted on 3840 × 2160 at several zooms, panning.

Run as a module it is the painter: `python -m tests.bench.marks`. What is painted under the marks is measured
by `panning`.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import machine
from tests.bench.line import Line

_COUNT, _FRAMES = 500, 60
_SCREEN, _PHOTO = (3840, 2160), (8256, 5504)
_ZOOMS = {"whole photo": 0.38, "100 %": 1.0, "800 %": 8.0}
_LIMIT_MS = 16.7


def measure(work: Path, repeat: int) -> list[Line]:
    """Paint `repeat` times; keep the best 95th percentile of each zoom."""
    runs = [machine.child("marks", QT_QPA_PLATFORM="offscreen") for _ in range(repeat)]
    return [
        Line(
            what=f"{_COUNT} marks, {name}, p95",
            unit="ms",
            desk=min(run[name] for run in runs),
            limit=_LIMIT_MS,
        )
        for name in _ZOOMS
    ]


# --- the painter --------------------------------------------------------------------------------------------


def main() -> None:
    """Paint the layer of marks while the photo moves below, and say how long each frame took."""
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    found = {name: _p95(_paint(zoom)) for name, zoom in _ZOOMS.items()}
    application.quit()
    sys.stdout.write(json.dumps(found) + "\n")


def _paint(zoom: float) -> list[float]:
    from PySide6.QtGui import QImage, QPainter

    from review_desk.domain.viewplan import Size, View, plan

    photo, layer = _layer()
    image = QImage(*_SCREEN, QImage.Format.Format_RGB32)
    size, times = Size(*_PHOTO), []
    for frame in range(_FRAMES):
        view = View(zoom=zoom, centre=(0.4 + frame / 600, 0.45 + frame / 900))
        pane = plan(view, a=size, b=size, viewport=Size(*_SCREEN)).panes[0]
        image.fill(0x777777)
        painter = QPainter(image)
        began = time.perf_counter()
        layer.draw(painter, pane, photo.versions[0], 1.0)
        painter.end()
        times.append(time.perf_counter() - began)
    return times


def _layer() -> Any:
    import random

    from review_desk.domain.annotation import Annotation
    from review_desk.domain.photo import Photo, Version
    from review_desk.domain.shapes.kinds import SHAPES
    from review_desk.operations.taxonomy import failure_modes
    from review_desk.ui.review.marking.layer import MarkLayer

    chance, kinds = random.Random(7), list(SHAPES.values())
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
    for number in range(_COUNT):
        x, y = chance.uniform(0, _PHOTO[0] - 500), chance.uniform(0, _PHOTO[1] - 500)
        shape = kinds[number % len(kinds)].within(
            (x, y, x + chance.uniform(40, 500), y + chance.uniform(40, 500))
        )
        marks.append(Annotation(str(number), "p", 1, shape))
    return photo, MarkLayer(photo, tuple(marks), "3", failure_modes())


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))] * 1e3


if __name__ == "__main__":
    main()
