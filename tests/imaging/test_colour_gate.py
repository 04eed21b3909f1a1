"""The canvas against Little CMS in double precision: the gate of the colour engine."""

import itertools
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from review_desk.imaging import rgb_spaces
from review_desk.imaging.conversion import SMALL
from review_desk.imaging.delta_e import ciede2000
from review_desk.imaging.workers import WorkerPool
from tests.imaging import builders
from tests.imaging.little_cms import Reference

pytestmark = pytest.mark.samples

DISPLAYS = ("disps", "dispx")
SIX = np.array(
    [[128, 64, 200], [10, 10, 10], [255, 0, 0], [0, 255, 0], [240, 240, 240], [30, 60, 20]], np.uint8
)
TRANSICC = np.array(
    [
        [119.572, 71.911, 192.981],
        [14.117, 14.117, 14.117],
        [233.253, 53.584, 36.735],
        [120.152, 250.494, 78.105],
        [240.144, 240.144, 240.144],
        [41.385, 61.650, 29.708],
    ]
)
"""What Debian's transicc 2.14 prints for the six on disps.icc: relative colorimetric, no black point."""


def colours() -> NDArray[np.uint8]:
    """30,000: a grid of 24 codes a channel, the greys, the rest at random."""
    steps = np.rint(np.linspace(0, 255, 24)).astype(np.uint8)
    grid = np.array(list(itertools.product(steps, repeat=3)), np.uint8)
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    rest = np.random.default_rng(20260).integers(0, 256, (30_000 - len(grid) - 256, 3), dtype=np.uint8)
    return np.concatenate([grid, greys, rest])


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(size=1) as workers:
        yield workers


def shown(
    pool: WorkerPool, folder: Path, given: NDArray[np.uint8], *, icc: bytes | None = None, **job: Any
) -> NDArray[np.uint8]:
    """What the canvas gets for a photo of these colours: (N, 3) RGB of the display."""
    photo = builders.save(folder / "a.png", given.reshape(-1, 1, 3), icc_profile=icc)
    bgrx = pool.submit("frame", path=photo, **job).result().array()
    return bgrx[..., 2::-1].reshape(-1, 3)


def shown_in_a_large_photo(
    pool: WorkerPool, folder: Path, given: NDArray[np.uint8], **job: Any
) -> NDArray[np.uint8]:
    """The same where there are enough pixels for a cube."""
    large = np.resize(given, (SMALL + len(given), 3))
    return shown(pool, folder, large, **job)[: len(given)]


@pytest.mark.parametrize("display", DISPLAYS)
@pytest.mark.parametrize("source", ["sRGB", "Adobe RGB"])
def test_the_canvas_shows_what_little_cms_says_in_double_precision(
    pool: WorkerPool, samples: Path, tmp_path: Path, source: str, display: str
) -> None:
    path = samples / "icc" / "displays" / f"{display}.icc"
    icc, monitor = None if source == "sRGB" else rgb_spaces.adobe_rgb(), path.read_bytes()
    given = colours()
    got = shown_in_a_large_photo(pool, tmp_path, given, icc=icc, display=path).astype(float)
    exact = np.clip(Reference(icc, monitor)(given / 255), 0, 1)
    seen = Reference(monitor, None, to_lab=True, bpc=False)
    apart = ciede2000(seen(got / 255), seen(exact))
    assert np.percentile(apart, 99) <= 0.6
    assert apart.max() <= 1.7
    if source == "sRGB":  # of Adobe RGB one code more or less at the edge of the gamut is nothing to the eye
        codes = np.abs(got - np.rint(exact * 255)).max(axis=1)
        assert codes.max() <= 4
        assert (codes > 1).mean() <= 0.005


def test_the_six_colours_come_out_as_transicc_prints_them(
    pool: WorkerPool, samples: Path, tmp_path: Path
) -> None:
    path = samples / "icc" / "displays" / "disps.icc"
    got = shown(pool, tmp_path, SIX, display=path, bpc=False)
    assert np.abs(got - TRANSICC).max() <= 0.51
    got = shown_in_a_large_photo(pool, tmp_path, SIX, display=path, bpc=False)
    assert np.abs(got - TRANSICC).max() <= 0.75


@pytest.mark.skipif(shutil.which("transicc") is None, reason="needs transicc (package liblcms2-utils)")
@pytest.mark.parametrize("display", DISPLAYS)
def test_transicc_itself_agrees(pool: WorkerPool, samples: Path, tmp_path: Path, display: str) -> None:
    path = samples / "icc" / "displays" / f"{display}.icc"
    (tmp_path / "srgb.icc").write_bytes(builders.srgb_profile())
    command = ["transicc", "-n", "-t1", "-c0", f"-i{tmp_path / 'srgb.icc'}", f"-o{path}"]
    lines = "".join(f"{red} {green} {blue}\n" for red, green, blue in SIX)
    said = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=30, check=True).stdout
    numbers = [line.split() for line in said.splitlines() if len(line.split()) == 3]
    got = shown(pool, tmp_path, SIX, display=path, bpc=False)
    assert np.abs(got - np.array(numbers, float)).max() <= (0.51 if display == "disps" else 1.01)
