"""Distortion by a lens: told from straight edges, and not from the curves of a product."""

import cv2
import numpy as np
import pytest

from review_desk.imaging.checks.lens import bow_of
from review_desk.imaging.checks.subject import subject_of
from review_desk.imaging.views.pane import Pane
from tests.imaging.checks.photos import after


def box(distortion: float) -> Pane:
    """A box on grey paper through a lens that brings a corner of the frame out by that share."""
    codes = np.full((1500, 1200, 4), 225, np.uint8)
    codes[220:1280, 170:1030] = (140, 120, 100, 255)
    half = float(np.hypot(600, 750))
    y, x = np.indices(codes.shape[:2], np.float32)
    across, down = (x + 0.5 - 600) / half, (y + 0.5 - 750) / half
    out = np.hypot(across, down)
    back = out.copy()
    for _ in range(8):  # where a place came from, by Newton's way
        back -= (back * (1 + distortion * back**2) - out) / (1 + 3 * distortion * back**2)
    share = back / np.maximum(out, 1e-6)
    at = [
        (each * half * share + middle - 0.5).astype(np.float32)
        for each, middle in ((across, 600), (down, 750))
    ]
    bent = cv2.remap(codes, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, np.uint8)


@pytest.mark.parametrize("percent", [-3.0, -1.0, 0.0, 2.0])
def test_the_distortion_of_a_lens_is_read_off_a_boxs_edges(percent: float) -> None:
    found = bow_of(subject_of(box(percent / 100)))
    assert found is not None
    assert found.percent == pytest.approx(percent, abs=0.15)
    x, y, width, height = found.region
    assert max(width, height) > 600
    assert x >= 0
    assert y >= 0


def test_a_bottle_whose_sides_are_curved_says_nothing_of_the_lens() -> None:
    assert bow_of(subject_of(after("bt-1102-front"))) is None


def test_an_edge_through_the_middle_of_the_frame_says_nothing() -> None:
    half = np.full((900, 900, 4), 230, np.uint8)
    half[:, 450:, :3] = 90
    assert bow_of(subject_of(half)) is None
