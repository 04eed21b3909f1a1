"""How soon is a photo of 45 megapixels sharp at 100 % that was never opened before, in a display's colours?

Run as a module it is the window: `python -m tests.bench.sharp DESK PROFILE`, offscreen.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import machine, pictures
from tests.bench.line import Line
from tests.bench.machine import LATENCY, NotMeasured
from tests.bench.panning import PROFILE, SCREEN

_PHOTOS = 20
_STEP = 4
"""Photos from one to the next: beyond what is prefetched."""


def measure(work: Path, repeat: int) -> list[Line]:
    """Keep the run with the best ratio of the medians."""
    if not LATENCY.exists() or not PROFILE.exists():
        raise NotMeasured("../shared is not here: the large photos and the display profile come from it.")
    desk = pictures.desk_of(work, "sharp", pictures.many_large(work / "many", _PHOTOS))
    runs = [machine.child("sharp", desk, PROFILE, QT_QPA_PLATFORM="offscreen") for _ in range(repeat)]
    best = min(runs, key=lambda run: run["sharp_ms"] / run["decode_ms"])
    return [
        Line(what="a photo never opened, sharp at 100 %", unit="ms", desk=best["sharp_ms"],
             peer=best["decode_ms"], beside="libjpeg-turbo decodes it", limit=1.3 * best["decode_ms"],
             asked="1.3 times that", outlook=True),
    ]  # fmt: skip


def main(desk: Path, profile: Path) -> None:
    """Jump from photo to photo at 100 %, in turns with plain decoding of the same files."""
    from review_desk.app import Desk, application, settle
    from review_desk.domain.viewplan import View
    from review_desk.ui.display.profile import DisplayProfile

    application()
    opened = Desk(desk)
    opened.window.resize(*SCREEN)
    opened.window.show()
    opened.colours.take(DisplayProfile(screen="bench", source="X11 atom", icc=profile.read_bytes(), name="b"))
    opened.session.set_view(View(zoom=1.0))
    opened.session.go_to_end(last=False)  # it remembers where it was the last time
    settle(opened)
    sharp, plain = [], []
    for _ in range(_PHOTOS // _STEP - 1):
        sharp.append(_jump(opened))
        settle(opened)
        plain.append(_decode(opened))
    opened.close()
    found = {"sharp_ms": statistics.median(sharp) * 1e3, "decode_ms": statistics.median(plain) * 1e3}
    sys.stdout.write(json.dumps({**found, "all": [sharp, plain]}) + "\n")


def _jump(opened: Any) -> float:
    """Seconds from the wish until the canvas has been painted sharp."""
    from PySide6.QtWidgets import QApplication

    canvas = opened.window.review.canvas
    began = time.perf_counter()
    opened.session.move(_STEP)
    while not _is_sharp(canvas):
        QApplication.processEvents()
        time.sleep(0.0005)
    canvas.repaint()
    return time.perf_counter() - began


def _is_sharp(canvas: Any) -> bool:
    pane = canvas.drawn().panes[0]
    frames, version = canvas._frames, canvas._session.version(pane.side)
    photo = canvas._scene._at_hand(version, pane, canvas.surround)
    if photo is None:
        return False
    whole = photo.frame.level == 0 and photo.frame.shade == frames.colours.shade
    return whole or bool(photo.tiled and photo.tiled.pieces and not photo.tiled.missing)


def _decode(opened: Any) -> float:
    import simplejpeg

    file = Path(opened.session.version("b").file)
    began = time.perf_counter()
    simplejpeg.decode_jpeg(file.read_bytes(), "BGRA")
    return time.perf_counter() - began


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
