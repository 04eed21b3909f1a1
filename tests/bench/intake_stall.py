"""Does the window stay awake while 500 pairs come in, and how fast do they?

Run as a module it is the window: `python -m tests.bench.intake_stall DESK SOURCE`, offscreen.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import machine, pictures
from tests.bench.line import Line

PAIRS = 500
_BEAT_MS = 5
_LIMIT_MS = 100.0
"""Issue 2: the window never freezes."""
_SLEEPER = """
import sys, threading, time
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
longest, last = 0.0, time.perf_counter()
while not over.is_set():
    time.sleep(0.005)
    now = time.perf_counter()
    longest, last = max(longest, now - last), now
print(longest * 1e3)
"""


def measure(work: Path, repeat: int) -> list[Line]:
    """Take the same folder in `repeat` times, each into a new desk; keep the best."""
    source = pictures.pairs(work / "pairs", PAIRS)
    runs = [_once(work, source) for _ in range(repeat)]
    calm = min(runs, key=lambda run: run["longest_ms"])
    rate, plain = max(run["rate"] for run in runs), max(_decode_all(source) for _ in range(repeat))
    return [
        Line(what=f"longest stall of the window, intake of {PAIRS} pairs", unit="ms", desk=calm["longest_ms"],
             peer=calm["machine_ms"], beside="a bare sleeper's", limit=_LIMIT_MS),
        Line(what="of it, the desk's own work", unit="ms", desk=calm["busy_ms"]),
        Line(what="stall in 1,000 (99.9th percentile)", unit="ms", desk=calm["p999_ms"]),
        Line(what="intake, files a second", unit="/s", desk=rate, peer=plain, beside="plain decoding"),
    ]  # fmt: skip


def _once(work: Path, source: Path) -> dict[str, float]:
    desk = work / "desk of pairs"
    shutil.rmtree(desk, ignore_errors=True)
    machine.review_desk("init", desk)
    sleeper = subprocess.Popen(
        [sys.executable, "-c", _SLEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        found = machine.child("intake_stall", desk, source, QT_QPA_PLATFORM="offscreen")
    finally:
        told, _ = sleeper.communicate("")
    return {**found, "machine_ms": float(told)}


def _decode_all(source: Path) -> float:
    """Files a second that two processes only decode, whole."""
    files = sorted(source.glob("*.jpg"))
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_decode, files[:2]))
        began = time.perf_counter()
        list(pool.map(_decode, files, chunksize=8))
        return len(files) / (time.perf_counter() - began)


def _decode(file: Path) -> tuple[int, ...]:
    import simplejpeg

    return tuple(simplejpeg.decode_jpeg(file.read_bytes(), "BGRA").shape)


# --- the window ---------------------------------------------------------------------------------------------


@dataclass
class Pulse:
    """Gaps between the beats of a timer on the main thread: (seconds, the desk's processor seconds, when)."""

    gaps: list[tuple[float, float, float]] = field(default_factory=list)
    last: float = field(default_factory=time.perf_counter)
    work: float = field(default_factory=time.process_time)

    def beat(self) -> None:
        """The main thread is awake."""
        now, work = time.perf_counter(), time.process_time()
        self.gaps.append((now - self.last, work - self.work, now))
        self.last, self.work = now, work


def main(desk: Path, source: Path) -> None:
    """Open the desk, bring the source in, say how the event loop fared."""
    from PySide6.QtCore import Qt, QTimer

    from review_desk.app import Desk, application, settle

    qt = application()
    opened = Desk(desk)
    opened.window.resize(1440, 900)
    opened.window.show()
    settle(opened)
    pulse, bringing = Pulse(), opened.window.intake.bringing
    timer = QTimer(interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(pulse.beat)
    ended: list[float] = []
    bringing.ended.connect(lambda _: (ended.append(time.perf_counter()), QTimer.singleShot(1500, qt.quit)))
    bringing.bring_in(source)
    timer.start()
    began = time.perf_counter()
    qt.exec()
    timer.stop()
    photos = len(opened.session.photos)
    opened.close()
    assert photos == PAIRS, f"{photos} photos came in"
    _say(pulse, began, ended[0])


def _say(pulse: Pulse, began: float, ended: float) -> None:
    gaps = sorted(pulse.gaps)
    longest, busy, when = gaps[-1]
    found = {
        "longest_ms": longest * 1e3,
        "busy_ms": min(busy, longest) * 1e3,
        "at_s": when - began,
        "of_s": ended - began,
        "p999_ms": gaps[int(0.999 * (len(gaps) - 1))][0] * 1e3,
        "five_longest": [[round(g * 1e3), round(b * 1e3), round(w - began, 2)] for g, b, w in gaps[-5:]],
        "rate": 2 * PAIRS / (ended - began),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
