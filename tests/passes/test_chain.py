"""Chains of passes in a worker: depth, transparency and profile go through every stage."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from review_desk.errors import BadInput, Refused
from review_desk.imaging.decode import decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.scratch import Scratch
from review_desk.passes.jobs import run_chain
from tests.passes.builders import product

CLEAN = {"name": "background-clean", "parameters": {"white": 255.0, "shadow": "keep"}, "model": None}
FRAME = {"name": "straighten-frame", "model": None,
         "parameters": {"turn": "keep", "fill": 80.0, "ratio": "1:1"}, "protect": False}  # fmt: skip
DENOISE = {"name": "denoise", "parameters": {"strength": 0.4}, "model": None}


def chain(tmp_path: Path, photo: Path, *stages: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The recipe of these stages on a photo, whose result lies in out.png."""
    done = run_chain(
        Scratch(tmp_path), path=str(photo), output=str(tmp_path / "out.png"), name="preset:test",
        revision="1", sha256="0" * 64, stages=list(stages), **given,
    )  # fmt: skip
    recipe: dict[str, Any] = done.values["recipe"]
    return recipe


def written(path: Path, pixels: Any, **given: Any) -> Path:
    write_photo(path, pixels, profile=None, **given)
    return path


def mask(path: Path, height: int, width: int) -> Path:
    inside = np.zeros((height, width, 1), np.uint8)
    inside[height // 4 : height * 3 // 4, width // 3 : width * 2 // 3] = 255
    return written(path, inside)


@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_and_grey_go_through_every_stage(tmp_path: Path, channels: int) -> None:
    pixels = (product(1).astype(np.uint16) * 257 + 7)[..., :channels]
    recipe = chain(
        tmp_path, written(tmp_path / "a.tif", pixels), {**DENOISE, "protect": False},
        {**CLEAN, "protect": False}, FRAME,
    )  # fmt: skip
    made = decode_depth(tmp_path / "out.png")
    assert (made.pixels.dtype, made.pixels.shape[2]) == (np.uint16, channels)
    assert made.pixels.shape[0] == made.pixels.shape[1]
    assert np.any(made.pixels % 257), "not eight bits made wider"
    assert [stage["pass_name"] for stage in recipe["stages"]] == [
        "denoise", "background-clean", "straighten-frame"
    ]  # fmt: skip
    assert recipe["stages"][0]["model"] == "guided-denoise"
    assert recipe["moved"] is not None


def test_transparency_stays_through_a_stage_that_goes_by_a_file(tmp_path: Path) -> None:
    alpha = np.full((90, 120), 255, np.uint8)
    alpha[:5] = 0
    photo = written(tmp_path / "a.png", product(1), alpha=alpha)
    stages = ({**DENOISE, "protect": False}, {**DENOISE, "protect": False})
    chain(tmp_path, photo, *stages)
    kept = decode_depth(tmp_path / "out.png").alpha
    assert kept is not None
    assert np.array_equal(kept, alpha)


def test_what_every_stage_protects_is_proven_over_the_whole_chain(tmp_path: Path) -> None:
    photo = written(tmp_path / "a.png", product(1))
    given = {"protect": str(mask(tmp_path / "m.png", 90, 120))}
    recipe = chain(tmp_path, photo, {**DENOISE, "protect": True}, {**CLEAN, "protect": True}, **given)
    assert recipe["protected"]["changed"] == 0
    assert recipe["protected"]["pixels"] == 45 * 40
    one = chain(tmp_path, photo, {**DENOISE, "protect": True}, {**DENOISE, "protect": False}, **given)
    assert one["protected"] is None, "nothing is claimed where one stage was free"
    assert [stage["protect"] for stage in one["stages"]] == [True, False]


def test_a_stage_that_refuses_leaves_no_result(tmp_path: Path) -> None:
    photo = written(tmp_path / "a.png", np.full((60, 60, 3), 200, np.uint8))
    with pytest.raises(Refused):
        chain(tmp_path, photo, {**DENOISE, "protect": False}, FRAME)
    assert not (tmp_path / "out.png").exists()


def test_a_photo_that_was_changed_since_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="was changed since"):
        chain(tmp_path, written(tmp_path / "a.png", product(1)), FRAME, expected="0" * 64)
