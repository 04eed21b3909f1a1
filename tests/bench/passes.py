"""Passes end to end beside what cannot be saved: decoding, the bare session, encoding.

Run as a module it is one worker: `python -m tests.bench.passes PHOTO PASS`. Times are processor time of one
thread, so that other programs on the machine do not count; two workers are timed by the clock.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import machine
from tests.bench.line import Line
from tests.bench.machine import NotMeasured

_RATIO, _TWICE, _LIMIT_GB = 1.25, 1.7, 1.5
_TWELVE, _LARGE = (3000, 4000), (5504, 8256)
_FEW = 6
_ASKED = {"normalise-exposure": {"stops": 0.5}, "straighten-frame": {"ratio": "1:1"}}
"""Parameters without which a pass would do nothing."""


def measure(work: Path, repeat: int) -> list[Line]:
    """Every pass with a model at 12 megapixels, two workers, and every pass's memory at 45 megapixels."""
    twelve, large = _product(work / "twelve.jpg", _TWELVE), _product(work / "large.jpg", _LARGE)
    from review_desk.passes.catalogue import PASSES

    whole = [known.name for known in PASSES if known.model and not known.makes_mask]
    lines = [_beside(twelve, name, repeat) for name in whole]  # a mask is found on a reduced photo
    lines.append(_two_workers(work, twelve, repeat))
    return [*lines, *(line for known in PASSES for line in _memory(work, large, known.name))]


def _beside(photo: Path, name: str, repeat: int) -> Line:
    runs = [machine.child("passes", photo, name, **_ONE_THREAD) for _ in range(repeat)]
    best = min(runs, key=lambda run: run["whole"] / run["bare"])
    return Line(
        what=f"{name}, 12 MP, beside decode + bare session + encode", unit="×",
        desk=best["whole"] / best["bare"],
        peer=best["bare"], beside="s of those", limit=_RATIO,
    )  # fmt: skip


def _two_workers(work: Path, photo: Path, repeat: int) -> Line:
    gains = []
    for _ in range(repeat):
        one, two = (_wall(work, photo, size) for size in (1, 2))
        gains.append(one / two)
    return Line(
        what="denoise on six photos, two workers beside one", unit="×", desk=max(gains), limit=_TWICE,
        at_least=True,
    )  # fmt: skip


def _wall(work: Path, photo: Path, size: int) -> float:
    from review_desk.operations.passing.running import pass_workers

    with pass_workers(size) as pool, tempfile.TemporaryDirectory(dir=work) as folder:
        arguments: dict[str, Any] = {"path": photo, "name": "denoise", "timeout_s": 600.0}
        arguments["parameters"] = {"strength": 0.2}
        warm = [pool.submit("run_pass", output=f"{folder}/w{n}.png", **arguments) for n in range(size)]
        for future in warm:
            future.result()
        began = time.perf_counter()
        futures = [pool.submit("run_pass", output=f"{folder}/{n}.png", **arguments) for n in range(_FEW)]
        for future in futures:
            future.result()
        return time.perf_counter() - began


def _memory(work: Path, photo: Path, name: str) -> list[Line]:
    """Nothing for a pass that refuses so large a photo in words."""
    from review_desk.errors import Refused
    from review_desk.operations.passing.running import pass_workers
    from review_desk.passes.catalogue import pass_named

    if not Path("/proc/self/status").exists():
        raise NotMeasured("only Linux tells how much a process held at most.")
    chosen = pass_named(name)
    region = _hole(photo) if chosen.by_marks else None
    with pass_workers() as pool, tempfile.TemporaryDirectory(dir=work) as folder:
        done = pool.submit(
            "run_pass", path=photo, output=f"{folder}/a.png", name=name, region=region, timeout_s=600.0,
            parameters=chosen.settled(_ASKED.get(name, {})), beside=photo if chosen.beside else None,
        )  # fmt: skip
        if isinstance(done.exception(), Refused):
            return []
        done.result()
        (process,) = pool.process_ids
        peak = _peak(process)
    return [Line(what=f"memory of {name}, 45 MP", unit="GB", desk=peak, limit=_LIMIT_GB)]


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    held = next(line for line in lines if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1e6


def _product(path: Path, size: tuple[int, int]) -> Path:
    """A grained block with stripes on a pale ground that falls off, as JPEG."""
    import numpy as np
    from PIL import Image

    if path.exists():
        return path
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ground = 235 - 12 * y / height
    stripes = 90 + 50 * np.sin(x / 9) * np.sin(y / 31)
    inside = (abs(x - width / 2) < width / 5) & (abs(y - height / 2) < height / 3.4)
    plane = np.where(inside, stripes, ground)
    grain = np.random.default_rng(5).normal(0, 3, (height, width)).astype(np.float32)
    pixels = np.dstack([plane + grain, plane * 0.98 + grain, plane * 0.94 + grain])
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def _hole(photo: Path) -> Path:
    from PIL import Image, ImageDraw

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(photo) as source:
        mask = Image.new("L", source.size)
    ImageDraw.Draw(mask).ellipse((400, 400, 700, 700), fill=255)
    mask.save(photo.with_name("hole.png"))
    return photo.with_name("hole.png")


_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "VIPS_CONCURRENCY": "1"}


def main(photo: Path, name: str) -> None:
    """One pass on one photo twice, the second counts; then its parts by themselves."""
    import cv2

    cv2.setNumThreads(1)
    from review_desk.imaging.scratch import Scratch
    from review_desk.passes.catalogue import pass_named
    from review_desk.passes.jobs import run_pass

    chosen = pass_named(name)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out.png"

        def whole() -> None:
            run_pass(
                Scratch(Path(folder)), path=str(photo), output=str(output), name=name,
                parameters=chosen.settled({}),
            )  # fmt: skip

        whole()
        found = {"whole": _took(whole), "bare": _bare(photo, output, name)}
    sys.stdout.write(json.dumps(found) + "\n")


def _bare(photo: Path, output: Path, name: str) -> float:
    """Seconds of decoding, of the session alone on tiles that are ready, of encoding what the pass made."""
    import numpy as np

    from review_desk.imaging.decode import decode_depth
    from review_desk.imaging.encode import write_photo
    from review_desk.passes.catalogue import pass_named
    from review_desk.passes.library import library
    from review_desk.passes.session import session
    from review_desk.passes.tiling import tiles

    chosen = pass_named(name)
    loaded = session(library().active(chosen.task, chosen.model))
    card = loaded.card
    source, made = decode_depth(photo), decode_depth(output)
    noise = {one.name: np.array([0.01], np.float32) for one in loaded.runtime.get_inputs()[1:]}
    pixel = loaded.runtime.get_inputs()[0].name
    spent = 0.0
    for tile in tiles(*source.pixels.shape[:2], size=card.tile, overlap=card.overlap):
        planes = source.pixels[tile.read].transpose(2, 0, 1)[np.newaxis].astype(np.float32, order="C") / 255
        planes = loaded.fit.padded(planes)
        spent += _took(lambda planes=planes: loaded.runtime.run(None, {pixel: planes, **noise}))
    decoding = _took(lambda: decode_depth(photo))
    encoding = _took(lambda: write_photo(output, made.pixels, profile=made.profile, exif=made.exif))
    return decoding + spent + encoding


def _took(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    os.environ.update(_ONE_THREAD)
    main(Path(sys.argv[1]), sys.argv[2])
