"""Cold thumbnails by the desk's own workers, beside `vipsthumbnail`: the same files on the same cores."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from tests.bench import pictures
from tests.bench.line import Line
from tests.bench.machine import ROOT, NotMeasured

PAIRS = 200
_SAMPLES = ROOT.parent / "shared" / "samples" / "products"
_SHARE = 0.8
"""Issue 4: at least 0.8 of vipsthumbnail's rate."""
_AHEAD = 8
_TO_SRGB = ("--export-profile", "srgb")
_KINDS = (".jpg", ".jpeg", ".png", ".webp")


def measure(work: Path, repeat: int) -> list[Line]:
    """Files a second, in turns; the best of `repeat`."""
    if shutil.which("vipsthumbnail") is None:
        raise NotMeasured("vipsthumbnail is not installed: sh packaging/system.sh bench")
    made = pictures.pairs(work / "photos for thumbnails", PAIRS)
    lines = _lines("1600 × 2000, JPEG", sorted(made.glob("*.jpg")), work, repeat)
    if _SAMPLES.is_dir():
        files = [file for file in sorted(_SAMPLES.rglob("*")) if file.suffix.lower() in _KINDS]
        lines += _lines("real photos of shops", [file for file in files if _is_read(file)], work, repeat)
    return lines


def _lines(what: str, files: Sequence[Path], work: Path, repeat: int) -> list[Line]:
    from review_desk.imaging.workers import WorkerPool

    size = os.cpu_count() or 2
    peers = {"one process": _one_process, "a process a core": _processes, "unmanaged": _unmanaged}
    rates: dict[str, float] = {}
    with WorkerPool(size=size, warm=True) as pool:
        for future in [pool.submit("inspect", path=file) for file in files[: 4 * size]]:
            future.result()
        for _ in range(repeat):
            rates["desk"] = max(rates.get("desk", 0), _desk(pool, files, work))
            for name, peer in peers.items():
                rates[name] = max(rates.get(name, 0), peer(files, work, size))
    best = max(peers, key=lambda name: rates[name])
    return [
        Line(
            what=f"thumbnails, {len(files)} {what}",
            unit="/s",
            desk=rates["desk"],
            peer=rates[best],
            beside=f"vipsthumbnail, {best}",
            limit=_SHARE * rates[best],
            asked="0.8 times",
            at_least=True,
        )
    ]


def _is_read(file: Path) -> bool:
    """Whether both sides read it: what one refuses would count as fast."""
    from review_desk.errors import DeskError
    from review_desk.imaging.thumbnail import thumbnail

    try:
        return bool(thumbnail(file))
    except DeskError:
        return False


def _desk(pool, files: Sequence[Path], work: Path) -> float:  # noqa: ANN001
    """As the grid has them made: read, hashed, sRGB, JPEG, kept in a cache on disk; each file once."""
    from review_desk.imaging.workers import Reply
    from review_desk.store.cache import Cache

    folder = work / "cold cache"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cache, began = Cache(folder), time.perf_counter()
    waiting: list[Future[Reply]] = []
    for file in files:
        waiting.append(pool.submit("inspect", path=file, edge=320))
        if len(waiting) > _AHEAD:
            _keep(cache, waiting.pop(0))
    for future in waiting:
        _keep(cache, future)
    seconds = time.perf_counter() - began
    cache.close()
    return len(files) / seconds


def _keep(cache, future) -> None:  # noqa: ANN001
    reply = future.result()
    cache.keep_thumbnail(reply.values["sha256"], 320, reply.bytes())


def _one_process(files: Sequence[Path], work: Path, _: int) -> float:
    """One vipsthumbnail with its own threads."""
    began = time.perf_counter()
    with _vips(files, work / "vips", *_TO_SRGB) as running:
        running.wait()
    return len(files) / (time.perf_counter() - began)


def _processes(files: Sequence[Path], work: Path, size: int, *, colours: Sequence[str] = _TO_SRGB) -> float:
    """A vipsthumbnail of one thread for each core, the files dealt out among them."""
    began = time.perf_counter()
    options = ("--vips-concurrency=1", *colours)
    running = [_vips(files[seat::size], work / f"vips-{seat}", *options) for seat in range(size)]
    for each in running:
        each.wait()
    return len(files) / (time.perf_counter() - began)


def _unmanaged(files: Sequence[Path], work: Path, size: int) -> float:
    """The same without any conversion of colours, which is less than what is asked: to know the distance."""
    return _processes(files, work, size, colours=())


def _vips(files: Sequence[Path], folder: Path, *options: str) -> "subprocess.Popen[bytes]":
    """The same size, upright, as a JPEG of the same quality without metadata."""
    folder.mkdir(parents=True, exist_ok=True)
    program = ["vipsthumbnail", "--size", "320x320>", *options]
    output = ["--output", f"{folder}/%s.jpg[Q=85,strip]"]
    return subprocess.Popen([*program, *output, *map(str, files)], stderr=subprocess.DEVNULL)
