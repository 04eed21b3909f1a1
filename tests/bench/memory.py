"""What the desk and its worker processes hold with a pair of 45 megapixels open.

Run as a module it is the window: `python -m tests.bench.memory DESK`, offscreen.
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import psutil

from tests.bench import machine, pictures
from tests.bench.line import Line
from tests.bench.machine import LATENCY, NotMeasured

_LIMIT_GB = 1.3


def measure(work: Path, repeat: int) -> list[Line]:
    """Memory does not vary as time does: one run is enough."""
    if not LATENCY.exists():
        raise NotMeasured("../shared/bench/screen_latency.py is not here, and it makes the large photos.")
    found = machine.child("memory", pictures.desk_of_large_pair(work, "memory"), QT_QPA_PLATFORM="offscreen")
    return [
        Line(what="memory, empty window", unit="GB", desk=found["empty"]),
        Line(what="memory, 45 MP pair fitted to 3840 × 2160", unit="GB", desk=found["fit"]),
        Line(
            what="memory, the pair at 100 %, toggled",
            unit="GB",
            desk=found["full"],
            limit=_LIMIT_GB,
            outlook=True,
        ),
        Line(what="memory, at its highest on the way", unit="GB", desk=found["highest"]),
    ]


def held() -> float:
    """Gigabytes of this process and its children; memory that several share counts once."""
    me = psutil.Process()
    return sum(_share(process) for process in (me, *me.children(recursive=True))) / 1e9


def _share(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, AttributeError):
        return 0


def main(desk: Path) -> None:
    """Look at the pair whole, then at 100 %, on both sides."""
    from PySide6.QtCore import QTimer

    from review_desk.app import Desk, application, settle

    application()
    opened = Desk(desk)
    highest: list[float] = []
    timer = QTimer(interval=100)
    timer.timeout.connect(lambda: highest.append(held()))
    empty = held()
    timer.start()
    opened.window.resize(3840, 2160)
    opened.window.show()
    settle(opened)
    fit, session = held(), opened.session
    session.set_view(replace(session.view, mode="toggle", zoom=1.0))
    for side in ("a", "b"):
        session.set_view(replace(session.view, showing=side))  # type: ignore[arg-type]
        settle(opened)
    full = held()
    timer.stop()
    opened.close()
    found = {"empty": empty, "fit": fit, "full": full, "highest": max(*highest, full)}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
