"""Does the picture keep up with the hand? Panning and wiping a pair of 45 megapixels on 3840 × 2160.

Run as a module it is the window: `python -m tests.bench.panning DESK PROFILE`, on a screen of its own.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import machine, pictures
from tests.bench.line import Line
from tests.bench.machine import LATENCY, NotMeasured

PROFILE = machine.ROOT.parent / "shared" / "samples" / "icc" / "displays" / "dispx.icc"
SCREEN = (3840, 2160)
_LIMIT_MS = 16.7
_FRAMES = 120
_VIEWS = ("high_frequency", "banding", "edge_halo", "changed")
_STEPS = ((37, 11), (-29, 17), (-41, -23), (31, -7))
"""Device pixels that the hand moves from frame to frame, in turns of fifteen frames: brisk dragging."""


def measure(work: Path, repeat: int) -> list[Line]:
    """Drag `repeat` times; keep the best 95th percentile of each kind."""
    if not LATENCY.exists() or not PROFILE.exists():
        raise NotMeasured("../shared is not here: the large photos and the display profile come from it.")
    desk = pictures.desk_of_large_pair(work, "panning")
    with machine.screen(*SCREEN) as display:
        runs = [
            machine.child("panning", desk, PROFILE, DISPLAY=display, QT_QPA_PLATFORM="xcb")
            for _ in range(repeat)
        ]
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    return [
        Line(what=f"{name}, a frame, p95", unit="ms", desk=value, limit=_LIMIT_MS, outlook=True)
        for name, value in best.items()
    ]


# --- the window ---------------------------------------------------------------------------------------------


def main(desk: Path, profile: Path) -> None:
    """Drag in every mode and say how long each frame took, from the event to the flushed picture."""
    from review_desk.app import Desk, application, settle
    from review_desk.domain.viewplan import View
    from review_desk.ui.display.profile import DisplayProfile

    application()
    opened = Desk(desk)
    opened.window.resize(*SCREEN)
    opened.window.review.show_panels(False)
    opened.window.show()
    settle(opened)
    opened.colours.take(DisplayProfile(screen="bench", source="X11 atom", icc=profile.read_bytes(), name="b"))
    session = opened.session

    def frames_of(view: View) -> float:
        session.set_view(view)
        settle(opened)
        return p95(drag(opened.window.review.canvas, view))

    side = View(mode="side", zoom=1.0)
    found = {
        "pan, side by side": frames_of(side),
        "pan, one photo": frames_of(View(zoom=1.0)),
        "wipe, its edge dragged": frames_of(View(mode="wipe", zoom=1.0)),
        "wipe at 30°, its edge dragged": frames_of(View(mode="wipe", zoom=1.0, angle=30.0)),
        "pan at 66 %, side by side": frames_of(replace(side, zoom=2 / 3)),
        "pan, difference": frames_of(View(mode="difference", zoom=1.0)),
    }
    for name in _VIEWS:
        found[f"pan, {name.replace('_', ' ')}"] = frames_of(replace(side, analysis=name))
    opened.close()
    sys.stdout.write(json.dumps(found) + "\n")


def p95(times: list[float]) -> float:
    """The 95th percentile of seconds, in milliseconds."""
    return sorted(times)[int(0.95 * (len(times) - 1))] * 1e3


def drag(canvas: Any, view: Any) -> list[float]:
    """Seconds from each event of a drag until its picture has been handed to the screen."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    def send(kind: QEvent.Type, at: QPointF) -> None:
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, canvas.mapToGlobal(at), button, button, none))

    at = QPointF(canvas.width() * view.wipe, canvas.height() / 2)
    send(QEvent.Type.MouseButtonPress, at)
    times = []
    for number in range(_FRAMES):
        at += QPointF(*_STEPS[number // 15 % len(_STEPS)])
        times.append(_timed(lambda at=at: (send(QEvent.Type.MouseMove, at), QApplication.processEvents())))
        time.sleep(max(0.0, 1 / 60 - times[-1]))
    send(QEvent.Type.MouseButtonRelease, at)
    return times


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
