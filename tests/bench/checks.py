"""Are checks worth waiting for? Pairs of 12 megapixels checked, beside merely decoding them on the same core.

Run as a module it is the worker: `python -m tests.bench.checks FOLDER`.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import simplejpeg

from tests.bench import machine
from tests.bench.line import Line

_COUNT, _ROUNDS = 6, 2
_LIMIT = 2.0
"""Times the decoding: half its rate."""

_MATERIAL = {"as detailed as real pairs": 110.0, "as light as photos on shop pages": 0.0}
"""Codes of fine structure on the product. They make files of 0.29 and 0.09 MB a megapixel; the median of the
11 JPEGs of `../shared/samples/pairs` is 0.33, of the 132 of `../shared/samples/products` 0.11. The heavier a
JPEG, the longer it takes to decode; the checks take about the same for all."""


def measure(work: Path, repeat: int) -> list[Line]:
    """Check and decode in turns, in one process of one thread; the best of the medians."""
    return [
        _line(name, make(work / f"pairs of 12 megapixels, {name}", structure), repeat)
        for name, structure in _MATERIAL.items()
    ]


def _line(name: str, folder: Path, repeat: int) -> Line:
    runs = [machine.child("checks", str(folder), QT_QPA_PLATFORM="offscreen") for _ in range(repeat)]
    best = min(runs, key=lambda run: run["check"] / run["decode"])
    return Line(
        what=f"check of a pair of 12 megapixels, {name}",
        unit="ms",
        desk=best["check"],
        peer=best["decode"],
        beside="only decoding it",
        limit=_LIMIT * best["decode"],
        asked="half the rate",
    )


def make(folder: Path, structure: float) -> Path:
    """Pairs of 3000 × 4000: a shot on a grey sweep with grain and weave, and a version on white, denoised."""
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    for number in range(_COUNT):
        before, after = _pair(number, structure)
        (folder / f"{number}_before.jpg").write_bytes(before)
        (folder / f"{number}_after.jpg").write_bytes(after)
    return folder


def _pair(seed: int, structure: float) -> tuple[bytes, bytes]:
    rng = np.random.default_rng(seed)
    mask = np.zeros((4000, 3000), np.float32)
    cv2.ellipse(mask, (1500, 2100), (1000, 1400), 0, 0, 360, (1.0,), -1, cv2.LINE_AA)
    weave = 12 * np.sin(np.arange(3000) / 2.5)[None] * np.sin(np.arange(4000) / 3.1)[:, None]
    weave = weave + 20 * cv2.resize(
        rng.standard_normal((50, 38)), (3000, 4000), interpolation=cv2.INTER_CUBIC
    )
    weave += structure * cv2.GaussianBlur(rng.standard_normal((4000, 3000), dtype=np.float32), (0, 0), 0.7)
    colour = rng.uniform(60, 170, 3)
    shots = []
    for ground, grain in ((232.0, 2.5), (255.0, 1.2)):
        picture = np.full((4000, 3000, 3), ground, np.float32)
        picture += mask[..., None] * (colour + weave[..., None] - picture)
        picture += (
            rng.standard_normal(picture.shape, dtype=np.float32) * grain * (0.3 + 0.7 * mask[..., None])
        )
        codes = np.clip(picture, 0, 255).astype(np.uint8)
        shots.append(bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(codes), quality=92)))
    return shots[0], shots[1]


# --- the worker ---------------------------------------------------------------------------------------------


def main(folder: Path) -> None:
    """Check and decode every pair in turns; say the median milliseconds of each."""
    from review_desk.imaging.checks.photo import check_photo
    from review_desk.imaging.decode import decode

    cv2.setNumThreads(1)
    times: dict[str, list[float]] = {"decode": [], "check": []}
    for _ in range(_ROUNDS):
        for number in range(_COUNT):
            before, after = (folder / f"{number}_{name}.jpg" for name in ("before", "after"))
            times["decode"].append(_took(lambda a=after, b=before: (decode(a), decode(b))))  # type: ignore[misc]
            times["check"].append(_took(lambda a=after, b=before: check_photo(a, before=b)))  # type: ignore[misc]
    sys.stdout.write(json.dumps({name: float(np.median(taken)) for name, taken in times.items()}) + "\n")


def _took(work: Callable[[], object]) -> float:
    began = time.process_time()  # of one thread: what else runs on the machine does not count
    work()
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
