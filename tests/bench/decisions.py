"""What a verdict costs: 1,000 of them through the operation, beside bare commits on the same disk."""

import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.line import Line

COUNT = 1000
_TURNS = 10


def measure(work: Path, repeat: int) -> list[Line]:
    """Take turns of 100 decisions and 100 bare commits; keep the best of `repeat` medians."""
    runs = [_once(work) for _ in range(repeat)]
    desk, bare = min(run[0] for run in runs), min(run[1] for run in runs)
    rate = max(run[2] for run in runs)
    return [
        Line(what="a decision, median", unit="ms", desk=desk * 1e3, peer=bare * 1e3, beside="bare commit"),
        Line(what="decisions one after another", unit="/s", desk=rate),
    ]


def _once(work: Path) -> tuple[float, float, float]:
    """Median seconds of a decision and of a bare commit, and decisions a second over all."""
    from tests.builders import new_desk, open_store

    folder = work / "desk of decisions"
    shutil.rmtree(folder, ignore_errors=True)
    new_desk(folder, photos=100)
    decided: list[float] = []
    committed: list[float] = []
    with open_store(folder) as store:
        decide, commit = _deciding(store), _committing(folder)
        for turn in range(_TURNS):
            decided += _timed(decide, turn)
            committed += _timed(commit, turn)
    return statistics.median(decided), statistics.median(committed), len(decided) / sum(decided)


def _timed(act: Callable[[int], None], turn: int) -> list[float]:
    times = []
    for number in range(turn * COUNT // _TURNS, (turn + 1) * COUNT // _TURNS):
        began = time.perf_counter()
        act(number)
        times.append(time.perf_counter() - began)
    return times


def _deciding(store: "object") -> Callable[[int], None]:
    """Each photo in turn, each time with the other verdict, so that every call writes."""
    from review_desk.domain.decision import Verdict
    from review_desk.operations import browse
    from review_desk.operations.decide import decide
    from tests.builders import moment

    photos = [photo.id for photo in browse.photos(store)]  # type: ignore[arg-type]
    verdicts = (Verdict.APPROVE, Verdict.CORRECT)

    def act(number: int) -> None:
        photo, verdict = photos[number % len(photos)], verdicts[number // len(photos) % 2]
        at = moment(number)
        decide(store, photo=photo, verdict=verdict, reviewer="Ada", at=at, display="a screen 3840x2160 @1")  # type: ignore[arg-type]

    return act


def _committing(folder: Path) -> Callable[[int], None]:
    """One row of the size of an event, in WAL with synchronous=FULL."""
    from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

    db = sqlite3.connect(str(folder / "bare.sqlite"), isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, payload TEXT)")

    def act(number: int) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO event VALUES (?, ?)", (number, "x" * 700))
        db.execute("COMMIT")

    return act
