"""A desk of 10,000 photos: how long until it can be looked at.

Run as a module it is the window: `python -m tests.bench.large_desk DESK`, offscreen.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import machine
from tests.bench.line import Line

PHOTOS = 10_000


def measure(work: Path, repeat: int) -> list[Line]:
    """Make the desk once, open it `repeat` times, keep the best."""
    folder, made = _desk(work)
    opened = min(_opening(folder) for _ in range(repeat))
    read, bare = (
        min(_reading(folder) for _ in range(repeat)),
        min(_bare_reading(folder) for _ in range(repeat)),
    )
    listing = min(_seconds(lambda: machine.review_desk("list", folder)) for _ in range(repeat))
    windows = [machine.child("large_desk", folder, QT_QPA_PLATFORM="offscreen") for _ in range(repeat)]
    lines = [
        Line(what=f"open a desk of {PHOTOS:,} photos: Store.open", unit="ms", desk=opened * 1e3),
        Line(what="read its photos whole", unit="ms", desk=read * 1e3, peer=bare * 1e3, beside="bare SELECT"),
        Line(what="review-desk list", unit="ms", desk=listing * 1e3),
        Line(what="its window, made and painted once", unit="ms", desk=min(w["window_ms"] for w in windows)),
        Line(what="a filter changed there", unit="ms", desk=min(w["filter_ms"] for w in windows)),
        Line(what="the next photo there", unit="ms", desk=min(w["next_ms"] for w in windows)),
    ]
    if made:
        lines.insert(0, Line(what=f"take {PHOTOS:,} photos in, the one write", unit="s", desk=made))
    return lines


def _desk(work: Path) -> tuple[Path, float]:
    from tests.builders import new_desk, open_store, take_in_made_up

    folder = work / "desk of 10000"
    if folder.is_dir():
        return folder, 0.0
    new_desk(folder)
    with open_store(folder) as store:
        names = [f"sku-{number:05}" for number in range(PHOTOS)]
        return folder, _seconds(lambda: take_in_made_up(store, names))


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _opening(folder: Path) -> float:
    from tests.builders import open_store

    began = time.perf_counter()
    with open_store(folder):
        return time.perf_counter() - began


def _reading(folder: Path) -> float:
    from review_desk.operations import browse
    from review_desk.store.desk import Reader

    with Reader.open(folder) as reader:
        return _seconds(lambda: browse.photos(reader))


def _bare_reading(folder: Path) -> float:
    from review_desk.store.desk import Reader

    with Reader.open(folder) as reader:
        tables = ("photo", "version", "assignment", "decision")
        return _seconds(
            lambda: [reader.db.conn.execute(f"SELECT * FROM {name}").fetchall() for name in tables]
        )


def main(desk: Path) -> None:
    """Open the window, change the filter, go on one photo."""
    from review_desk.app import Desk, application

    qt = application()
    began = time.perf_counter()
    opened = Desk(desk)
    opened.window.resize(1440, 900)
    opened.window.show()
    opened.window.repaint()
    qt.processEvents()
    window = time.perf_counter() - began
    session = opened.session
    found = {
        "window_ms": window * 1e3,
        "filter_ms": _seconds(lambda: (session.set_filter("to do"), qt.processEvents())) * 1e3,
        "next_ms": min(_seconds(lambda: (session.move(1), qt.processEvents())) for _ in range(5)) * 1e3,
    }
    opened.close()
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
