"""Artefacts: what a pass smeared, drew or repeated is hot; a new exposure and a new background are not."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.passes.artefacts import Heat, find_harm, matched
from review_desk.passes.card import read_card
from review_desk.passes.session import Session, session
from review_desk.paths import asset

Pixels = NDArray[np.uint8]
PATCH = (slice(640, 760), slice(380, 500))
"""Grained leather on the front of the bag."""


@pytest.fixture(scope="module")
def model() -> Session:
    return session(read_card(asset("models", "artefacts")))


@pytest.fixture(scope="module")
def bag() -> Pixels:
    return decode_depth(asset("demo", "before", "bg-3301-tan-front.jpg")).pixels


def _found(tmp_path: Path, before: Pixels, after: Pixels, model: Session) -> Heat:
    for name, pixels in (("before", before), ("after", after)):
        write_photo(tmp_path / f"{name}.jpg", pixels, profile=None, quality=94)
    return find_harm(tmp_path / "after.jpg", tmp_path / "before.jpg", model)


def _hot(found: Heat) -> float:
    """The share of the patch that is more likely harmed than not."""
    return float((found.map[PATCH] > 127).mean())


def test_a_lighter_warmer_version_has_no_spots(tmp_path: Path, bag: Pixels, model: Session) -> None:
    warm = np.clip(bag * np.array([1.06, 1.02, 0.97]) + 3, 0, 255).astype(np.uint8)
    assert (_found(tmp_path, bag, warm, model).map > 127).mean() < 0.002


def test_a_patch_smeared_to_plastic_is_hot_and_the_first_spot(
    tmp_path: Path, bag: Pixels, model: Session
) -> None:
    smeared = bag.copy()
    smeared[PATCH] = cv2.medianBlur(bag, 9)[PATCH]
    found = _found(tmp_path, bag, smeared, model)
    assert _hot(found) > 0.5
    spot = found.spots[0]
    assert 360 < spot.x + spot.width / 2 < 520
    assert 620 < spot.y + spot.height / 2 < 780
    assert spot.sure > 0.8


def test_detail_that_was_not_there_is_hot(tmp_path: Path, bag: Pixels, model: Session) -> None:
    drawn = bag.copy()
    grain = np.random.default_rng(2).normal(0, 1, (120, 120)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 1.5)
    drawn[PATCH] = np.clip(bag[PATCH] + (grain / grain.std() * 12)[..., None], 0, 255)
    assert _hot(_found(tmp_path, bag, drawn, model)) > 0.5


def test_a_version_that_was_cropped_is_lined_up_first(tmp_path: Path, bag: Pixels, model: Session) -> None:
    smeared = bag.copy()
    smeared[PATCH] = cv2.medianBlur(bag, 9)[PATCH]
    found = _found(tmp_path, bag, np.ascontiguousarray(smeared[60:-40, 30:-50]), model)
    spot = found.spots[0]
    assert 330 < spot.x + spot.width / 2 < 490
    assert 560 < spot.y + spot.height / 2 < 720


def test_another_photo_is_refused_in_words(tmp_path: Path, bag: Pixels, model: Session) -> None:
    other = np.random.default_rng(1).integers(0, 256, bag.shape, np.uint8)
    with pytest.raises(Refused, match="cannot be lined up"):
        _found(tmp_path, bag, other, model)


def test_the_light_of_the_before_is_brought_to_that_of_the_after() -> None:
    after = np.random.default_rng(3).uniform(0.1, 0.8, (64, 64, 3)).astype(np.float32)
    before = after * np.array([0.8, 0.9, 1.1], np.float32) + np.float32(0.05)
    assert np.abs(matched(before, after) - after).max() < 0.02
