"""A large batch as a shop has it: copies of real product photos, each a little different, with a manifest."""

import csv
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from tests.bench.machine import ROOT, NotMeasured
from tests.bench.pictures import named

SAMPLES = ROOT.parent / "shared" / "samples" / "products"
_KINDS = (".jpg", ".jpeg", ".png", ".webp")
_COPIES = 10
"""Files with the same pixels and other bytes: making pictures must not take longer than measuring them."""

_LONGEST = 1600
_SHOTS, _COLOURWAYS = ("front", "back", "detail"), ("red", "navy", "sand", "black")
_STUDIOS, _PRESETS = ("Leeds", "Porto", "Tilburg"), ("clean white", "soft shadow")


def batch(folder: Path, count: int) -> Path:
    """A folder with `count` JPEGs and `manifest.csv`; made once, the same every time."""
    if (folder / "manifest.csv").exists():
        return folder
    originals = [
        f for f in sorted(SAMPLES.rglob("*")) if f.suffix.lower() in _KINDS and cv2.haveImageReader(str(f))
    ]
    if not originals:
        raise NotMeasured(
            "The product photos of ../shared/samples are not here, and the batch is made of them."
        )
    folder.mkdir(parents=True, exist_ok=True)
    pictures = range(-(-count // _COPIES))
    with ProcessPoolExecutor() as pool:
        made = list(pool.map(partial(_write, folder, originals, count), pictures, chunksize=8))
    _manifest(folder, sorted(name for names in made for name in names))
    return folder


def _write(folder: Path, originals: Sequence[Path], count: int, number: int) -> list[str]:
    """One picture, as often as it is copied, with copies far apart."""
    pixels = cv2.imread(str(originals[number % len(originals)]), cv2.IMREAD_COLOR_BGR)
    jpeg = simplejpeg.encode_jpeg(_changed(pixels, number), quality=88, colorspace="BGR")
    names = [f"{at:05}.jpg" for at in range(number, count, -(-count // _COPIES))]
    for name in names:
        (folder / name).write_bytes(named(bytes(jpeg), name))
    return names


def _changed(pixels: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """A little brighter or darker, warmer or cooler, at most 1600 pixels long."""
    gain = np.random.default_rng(seed).uniform(0.97, 1.03, 3)
    share = min(1.0, _LONGEST / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.clip(small * gain, 0, 255).astype(np.uint8)


def _manifest(folder: Path, names: Sequence[str]) -> None:
    rows = [("file", "sku", "colourway", "shot", "studio", "shot_at", "preset")]
    for at, name in enumerate(names):
        sku, within = divmod(at, len(_SHOTS) * len(_COLOURWAYS))
        colourway, shot = divmod(within, len(_SHOTS))
        day = f"2026-11-{1 + at * 20 // len(names):02}T{9 + at % 8:02}:00:00"
        rows.append((name, f"SKU-{sku:04}", _COLOURWAYS[colourway], _SHOTS[shot], _STUDIOS[sku % 3], day,
                     _PRESETS[sku % 2]))  # fmt: skip
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
