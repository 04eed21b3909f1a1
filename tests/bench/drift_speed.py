"""How fast a batch is measured, beside decoding alone, by the same workers over the same files."""

import time
from concurrent.futures import wait
from pathlib import Path

from tests.bench import pictures
from tests.bench.line import Line

PAIRS = 60
_SIDE = 1024


def measure(work: Path, repeat: int) -> list[Line]:
    """Photos a second of the job “measure” and of a frame of the same size, the best of `repeat`."""
    from review_desk.imaging.workers import WorkerPool

    files = sorted(pictures.pairs(work / "drift photos", PAIRS).glob("*.jpg"))
    with WorkerPool(warm=True) as pool:
        wait([pool.submit("measure", path=files[0]) for _ in range(4)])
        measured = max(_rate(pool, files, "measure") for _ in range(repeat))
        decoded = max(_rate(pool, files, "frame", bound=_SIDE) for _ in range(repeat))
    beside = f"decoding to {_SIDE} pixels"
    return [
        Line(
            what="measure for drift, 1600 × 2000", unit="photos/s", desk=measured, peer=decoded, beside=beside
        ),
        Line(what="so 10,000 photos take", unit="min", desk=10_000 / measured / 60),
        *_judging(),
    ]


def _rate(pool, files, job: str, **arguments: int) -> float:  # noqa: ANN001
    began = time.perf_counter()
    for future in [pool.submit(job, path=file, **arguments) for file in files]:
        future.result()
    return len(files) / (time.perf_counter() - began)


def _judging() -> list[Line]:
    from review_desk.domain.drift.flag import would_flag
    from review_desk.domain.drift.settings import Settings
    from tests.domain.drift.subjects import batch, compared

    lines = []
    for count in (480, 10_000):
        photos = batch(count)
        began = time.perf_counter()
        comparison = compared(photos)
        between = time.perf_counter()
        would_flag(comparison, Settings())
        ended = time.perf_counter()
        lines += [
            Line(what=f"judge {count:,} measured photos", unit="ms", desk=1e3 * (between - began)),
            Line(what=f"preview other limits on {count:,}", unit="ms", desk=1e3 * (ended - between)),
        ]
    return lines
