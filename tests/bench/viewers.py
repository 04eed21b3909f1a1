"""Start, next picture and toggle on a screen, beside the fastest viewers of the same machine."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import machine, pictures
from tests.bench.line import Line
from tests.bench.machine import LATENCY, NotMeasured

_ROUNDS = 20


@dataclass(frozen=True)
class Viewer:
    """A program to start, and its keys for the next picture and the one before."""

    name: str
    program: Sequence[str]
    keys: tuple[str, str] = ("Right", "Left")


def measure(work: Path, repeat: int) -> list[Line]:
    """Take turns, `repeat` times, and keep the best of each figure."""
    if not LATENCY.exists():
        raise NotMeasured("../shared/bench/screen_latency.py is not here, and it is what presses the keys.")
    missing = [name for name in ("Xvfb", "qimgv", "geeqie") if shutil.which(name) is None]
    if missing:
        raise NotMeasured(f"{' and '.join(missing)} not installed: sh packaging/system.sh bench")
    best = _take_turns(_viewers(work), work, repeat)
    return [*_lines_asked(best), *_lines_ahead(best)]


def _viewers(work: Path) -> list[Viewer]:
    red, blue = pictures.large_pair(work / "large")
    desks = _desks(work, red, blue)
    desk = (sys.executable, "-m", "review_desk")
    return [
        Viewer("toggle", (*desk, str(desks["toggle"])), ("t", "t")),
        Viewer("desk", (*desk, str(desks["next"]))),
        Viewer("qimgv", ("qimgv", str(red))),
        Viewer("geeqie", ("geeqie", str(red)), ("Next", "Prior")),
    ]


def _desks(work: Path, red: Path, blue: Path) -> dict[str, Path]:
    """One photo whose after is red, and two lone photos, the red one first; thumbnails tell nothing."""
    wanted = {"toggle": {"photo.jpg": blue, "photo_after.jpg": red}, "next": {"a.jpg": red, "b.jpg": blue}}
    desks = {name: pictures.desk_of(work, name, files) for name, files in wanted.items()}
    for desk in desks.values():
        _grey_thumbnails(desk)
    return desks


def _grey_thumbnails(desk: Path) -> None:
    """Only real pixels may count as the picture: the thumbnail that stands in for them is made grey."""
    from review_desk.operations import browse
    from review_desk.operations.inspect import EDGE
    from review_desk.store.cache import Cache
    from review_desk.store.desk import Reader

    cache, grey = Cache(desk), pictures.flat_jpeg(128)
    with Reader.open(desk) as reader:
        for version in (v for photo in browse.photos(reader) for v in photo.versions):
            cache.keep_thumbnail(version.sha256, EDGE, grey)
    cache.close()


def _take_turns(viewers: Sequence[Viewer], work: Path, repeat: int) -> dict[str, dict[str, float]]:
    best: dict[str, dict[str, float]] = {}
    for _ in range(repeat):
        for viewer in viewers:
            for name, value in _figures(_run(viewer, work)).items():
                known = best.setdefault(viewer.name, {})
                known[name] = min(value, known.get(name, value))
    return best


def _run(viewer: Viewer, work: Path) -> dict[str, Any]:
    home = work / "home"
    home.mkdir(exist_ok=True)
    after, before = viewer.keys
    program = [sys.executable, str(LATENCY), "--fullscreen", "--rounds", str(_ROUNDS)]
    program += ["--next", after, "--prev", before, "--", *viewer.program]
    done = subprocess.run(
        program, env=machine.environment(HOME=str(home), XDG_CONFIG_HOME=str(home / "config")),
        cwd=machine.ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else {}
    if "next_ms" not in found:
        raise NotMeasured(f"{viewer.name}: {found.get('error') or done.stderr.strip()[-300:]}")
    return found


def _figures(found: Mapping[str, Any]) -> dict[str, float]:
    """The better way of two; the first picture asked for is nobody's median."""
    ways = found["next_ms"], found["prev_ms"]
    return {
        "start": found["start_ms"],
        "median": min(way["median"] for way in ways),
        "p95": min(way["p95"] for way in ways),
    }


def _lines_asked(best: Mapping[str, Mapping[str, float]]) -> list[Line]:
    toggle, qimgv = best["toggle"], best["qimgv"]["median"]
    return [
        Line(what="toggle before/after, median", unit="ms", desk=toggle["median"], peer=qimgv,
             beside="qimgv, next", limit=qimgv, asked="qimgv's next"),
    ]  # fmt: skip


def _lines_ahead(best: Mapping[str, Mapping[str, float]]) -> list[Line]:
    toggle, desk, qimgv, geeqie = best["toggle"], best["desk"], best["qimgv"], best["geeqie"]
    peer = qimgv["median"]
    return [
        Line(what="toggle, median", unit="ms", desk=toggle["median"], peer=peer, beside="qimgv, next",
             limit=peer / 3, asked="a third", outlook=True),
        Line(what="toggle, p95", unit="ms", desk=toggle["p95"], peer=peer, beside="qimgv, next",
             limit=peer / 2, asked="half", outlook=True),
        Line(what="next photo, median", unit="ms", desk=desk["median"], peer=peer, beside="qimgv",
             limit=peer * 2 / 3, asked="two thirds", outlook=True),
        Line(what="next photo, p95", unit="ms", desk=desk["p95"], peer=qimgv["p95"], beside="qimgv"),
        Line(what="next photo, median", unit="ms", desk=desk["median"], peer=geeqie["median"],
             beside="geeqie"),
        Line(what="start to first picture", unit="ms", desk=desk["start"],
             peer=geeqie["start"], beside="geeqie", limit=geeqie["start"], asked="geeqie's", outlook=True),
        Line(what="start to first picture", unit="ms", desk=desk["start"],
             peer=qimgv["start"], beside="qimgv"),
    ]  # fmt: skip
