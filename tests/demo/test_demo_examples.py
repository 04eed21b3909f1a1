"""The studio's examples of failure modes: one for each, and those that are drawn show their fault."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from PIL import Image  # noqa: E402
from studio.examples.make import EXAMPLES  # noqa: E402  the studio needs OpenCV
from studio.examples.pair import EDGE, MOST, SEAM, Studio, joined, save  # noqa: E402

from review_desk.operations.taxonomy import failure_modes  # noqa: E402

DRAWN = ("finger-count", "seam-misaligned", "neck-join", "print-distorted", "pores-gone", "watch-face-wrong")


def test_there_is_an_example_for_each_failure_mode_and_for_nothing_else() -> None:
    assert set(EXAMPLES) == {mode.id for mode in failure_modes().modes}


@pytest.mark.parametrize("mode", DRAWN)
def test_a_drawn_example_needs_no_render_and_is_the_same_each_time(mode: str, tmp_path: Path) -> None:
    studio = Studio(tmp_path / "no renders")
    made = joined(EXAMPLES[mode](studio))
    assert made.shape == (EDGE, 2 * EDGE + SEAM, 3)
    sound, fault = made[:, :EDGE], made[:, EDGE + SEAM :]
    assert np.mean(np.abs(sound - fault).max(-1) > 0.1) > 0.01


def test_a_picture_is_made_to_fit(tmp_path: Path) -> None:
    grain = np.random.default_rng(1).random((EDGE, EDGE, 3)).astype(np.float32)
    soft = cv2.GaussianBlur(grain, (0, 0), 2)
    size = save((soft, soft[::-1]), tmp_path / "x.webp")
    with Image.open(io.BytesIO((tmp_path / "x.webp").read_bytes())) as opened:
        assert opened.size == (2 * EDGE + SEAM, EDGE)
    assert size <= MOST
