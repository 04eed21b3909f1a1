"""Every pass on photos that are no everyday ones: a result, or a sentence, and never half of either."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from review_desk.errors import DeskError
from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from review_desk.imaging.workers import WorkerPool
from review_desk.operations.passing.files import run_on_file
from review_desk.operations.passing.protecting import MaskFile
from review_desk.operations.passing.running import pass_workers
from review_desk.passes.catalogue import PASSES, Pass

SHAPE = (90, 120)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with pass_workers() as pool:
        yield pool


def _scene(height: int, width: int) -> NDArray[np.uint8]:
    """A dark block on a pale ground with a little grain."""
    pixels = np.random.default_rng(1).normal(235, 2, (height, width, 3))
    pixels[height // 4 : max(height * 3 // 4, 1), width // 4 : max(width * 3 // 4, 1)] = (120, 60, 50)
    return pixels.clip(0, 255).astype(np.uint8)


def _deep(pixels: NDArray[np.uint8]) -> NDArray[np.uint16]:
    return pixels.astype(np.uint16) * np.uint16(257)


def _photo(folder: Path, kind: str) -> Path:
    path, scene = folder / f"{kind}.tif", _scene(*SHAPE)
    opaque = np.zeros(SHAPE, np.uint8)
    opaque[20:70, 20:100] = 255
    made: dict[str, tuple[NDArray[Any], NDArray[Any] | None]] = {
        "grey at 16 bits": (_deep(scene)[..., :1], None),
        "cut out at 16 bits": (_deep(scene), _deep(opaque)),
        "transparent throughout": (scene, np.zeros(SHAPE, np.uint8)),
        "black": (np.zeros_like(scene), None),
        "one pixel": (scene[:1, :1], None),
        "a strip": (_scene(6, 20_000), None),
        "cmyk": (np.dstack([scene, scene[..., :1]]), None),
    }
    pixels, alpha = made[kind]
    write_photo(path, pixels, profile=None, alpha=alpha)
    return path


KINDS = ("grey at 16 bits", "cut out at 16 bits", "transparent throughout", "black", "one pixel", "a strip",
         "cmyk")  # fmt: skip


def _mask(folder: Path, photo: Path) -> MaskFile:
    facts = probe(photo)
    mask = np.zeros((facts.height, facts.width, 1), np.uint8)
    mask[facts.height // 3 : facts.height // 3 + 5, facts.width // 3 : facts.width // 3 + 9] = 255
    write_photo(folder / "mask.png", mask, profile=None)
    return MaskFile(folder / "mask.png")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("known", PASSES, ids=lambda known: known.name)
def test_an_unusual_photo_gives_a_whole_result_or_a_sentence(
    pool: WorkerPool, tmp_path: Path, known: Pass, kind: str
) -> None:
    photo, out = _photo(tmp_path, kind), tmp_path / "out.png"
    mask = _mask(tmp_path, photo)
    try:
        recipe = run_on_file(
            pool, known.name, photo, out, parameters={}, at="", beside=photo if known.beside else None,
            region=mask if known.by_marks else None, protect=mask if known.keeps else None,
        )  # fmt: skip
    except DeskError as refused:
        said = str(refused)
        assert said, "it says why"
        assert "\n" not in said
        assert not out.exists()
        assert not set(said.split()) & {"crash", "memory", "longer"}, said
        return
    facts = probe(out)
    assert facts.sha256 == recipe.output_sha256
    assert kind != "cmyk", "no pass works on CMYK"
    assert known.makes_mask or facts.bit_depth == (16 if "16" in kind else 8)
    assert not known.keeps or (recipe.protected or {}).get("changed") == 0
