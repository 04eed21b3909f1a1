"""A pair of TIFFs of 400 megapixels: what is held while one looks, pans and compares, and how soon.

Run as a module it is the window: `python -m tests.bench.large_photo DESK`, offscreen.
"""

import json
import os
import sys
import time
from pathlib import Path

from tests.bench import machine, pictures
from tests.bench.line import Line
from tests.bench.memory import held
from tests.bench.panning import SCREEN, drag, p95

_LIMIT_GB = 2.5
_LIMIT_MS = 16.7


def measure(work: Path, _: int) -> list[Line]:
    """Memory does not vary as time does: one run is enough."""
    plain, packed = pictures.huge_pair(work / "huge")
    desk = pictures.desk_of(work, "huge", {"photo.tif": plain, "photo_after.tif": packed})
    found = machine.child("large_photo", desk, QT_QPA_PLATFORM="offscreen")
    return [
        Line(what="400 MP TIFF pair, memory at its highest", unit="GB", desk=found["highest"],
             limit=_LIMIT_GB, outlook=True),
        Line(what="400 MP, fitted view of a photo never opened", unit="s", desk=found["fit_s"]),
        Line(what="400 MP, first sharp 100 % view", unit="s", desk=found["sharp_s"]),
        Line(what="400 MP, sharp again after a jump", unit="s", desk=found["jump_s"]),
        Line(what="400 MP, pan side by side, a frame, p95", unit="ms", desk=found["pan_ms"],
             limit=_LIMIT_MS, outlook=True),
    ]  # fmt: skip


def main(desk: Path) -> None:
    """Look at the pair whole, at 100 %, in each mode, and drag."""
    from PySide6.QtCore import QTimer

    from review_desk.app import Desk, application, settle
    from review_desk.domain.viewplan import View

    application()
    opened = Desk(desk)
    highest: list[float] = []
    timer = QTimer(interval=100)
    timer.timeout.connect(lambda: highest.append(held()))
    timer.start()
    opened.window.resize(*SCREEN)

    def seconds(view: View) -> float:
        opened.session.set_view(view)
        began = time.perf_counter()
        settle(opened)
        return time.perf_counter() - began

    began = time.perf_counter()
    opened.window.show()
    settle(opened)
    found = {"fit_s": time.perf_counter() - began, "sharp_s": seconds(View(zoom=1.0))}
    found["jump_s"] = seconds(View(zoom=1.0, centre=(0.2, 0.8)))
    for mode in ("toggle", "wipe", "difference", "onion", "side"):
        view = View(mode=mode, zoom=1.0)  # type: ignore[arg-type]
        seconds(view)
    timer.stop()
    found["pan_ms"] = p95(drag(opened.window.review.canvas, view))
    timer.start()
    settle(opened)
    found["highest"] = max(*highest, held())
    opened.close()
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
