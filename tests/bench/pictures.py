"""Photos made for measuring: nothing of them means anything but their size and their texture."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from tests.bench.machine import LATENCY, environment, review_desk

_DIFFERENT = 12
_END = b"\xff\xd9"


def large_pair(folder: Path) -> tuple[Path, Path]:
    """A mostly red and a mostly blue JPEG of 45 megapixels."""
    red, blue = folder / "a_red.jpg", folder / "b_blue.jpg"
    if not (red.exists() and blue.exists()):
        program = [sys.executable, str(LATENCY), "--make", str(folder), "8192x5464"]
        subprocess.run(program, env=environment(), check=True)
    return red, blue


def many_large(folder: Path, count: int) -> dict[str, Path]:
    """Names and files of `count` JPEGs of 45 megapixels, each with a hash of its own."""
    red, _ = large_pair(folder.parent / "large")
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"photo-{number:02}.jpg": folder / f"{number}.jpg" for number in range(count)}
    for name, file in files.items():
        file.write_bytes(named(red.read_bytes(), name))
    return files


def huge_pair(folder: Path) -> tuple[Path, Path]:
    """Two TIFFs of 20,000 × 20,000, one as it is, one packed with LZW."""
    import pyvips

    plain, packed = folder / "plain.tif", folder / "packed.tif"
    if not (plain.exists() and packed.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        square = np.random.default_rng(3).integers(118, 122, (2000, 2000, 3), dtype=np.uint8)
        whole = pyvips.Image.new_from_array(square, interpretation="srgb").replicate(10, 10)
        whole.tiffsave(str(plain))
        whole.invert().tiffsave(str(packed), compression="lzw", predictor="horizontal")
    return plain, packed


def desk_of_large_pair(work: Path, name: str) -> Path:
    """A new desk with one pair of 45 megapixels."""
    red, blue = large_pair(work / "large")
    return desk_of(work, name, {"photo.jpg": blue, "photo_after.jpg": red})


def desk_of(work: Path, name: str, files: Mapping[str, Path]) -> Path:
    """A new desk with copies of these photos under new names."""
    source, desk = work / f"photos of {name}", work / f"desk of {name}"
    for folder in (source, desk):
        shutil.rmtree(folder, ignore_errors=True)
    source.mkdir(parents=True)
    for file, original in files.items():
        shutil.copyfile(original, source / file)
    review_desk("init", desk)
    review_desk("intake", desk, source)
    return desk


def pairs(folder: Path, count: int) -> Path:
    """`count` pairs NAME.jpg and NAME_after.jpg of 1600 × 2000 pixels, each with a content of its own."""
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    made = [_jpeg(seed) for seed in range(_DIFFERENT)]
    for number in range(count):
        before, after = made[number % _DIFFERENT], made[(number + 1) % _DIFFERENT]
        (folder / f"sku-{number:04}.jpg").write_bytes(named(before, f"{number} before"))
        (folder / f"sku-{number:04}_after.jpg").write_bytes(named(after, f"{number} after"))
    return folder


def flat_jpeg(grey: int) -> bytes:
    """A small picture of one grey."""
    return bytes(simplejpeg.encode_jpeg(np.full((32, 32, 3), grey, np.uint8), quality=80))


def _jpeg(seed: int) -> bytes:
    """A product-like picture: a soft ground, a textured blob, a little noise."""
    rng = np.random.default_rng(seed)
    picture = np.full((2000, 1600, 3), 236, np.float32) + _cloud(rng, 6, 8)
    mask = np.zeros((2000, 1600), np.float32)
    cv2.ellipse(mask, (800, 1050), (520, 700), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    colour = rng.uniform(40, 200, 3).astype(np.float32)
    blob = colour + _cloud(rng, 200, 25) + _cloud(rng, 20, 20)
    picture += mask[..., None] * (blob - picture)
    picture += rng.standard_normal(picture.shape, dtype=np.float32) * 2
    pixels = np.clip(picture, 0, 255).astype(np.uint8)
    return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(pixels), quality=90))


def _cloud(rng: np.random.Generator, cells: int, strength: float) -> NDArray[np.float32]:
    small = rng.standard_normal((cells * 5 // 4 + 1, cells + 1)).astype(np.float32)
    grown: NDArray[np.float32] = cv2.resize(small, (1600, 2000), interpolation=cv2.INTER_CUBIC).astype(
        np.float32
    )
    return (grown * strength)[..., None]


def named(jpeg: bytes, words: str) -> bytes:
    """The same picture with a comment before its end: other bytes, another hash."""
    comment = words.encode("ascii")
    assert jpeg.endswith(_END)
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
