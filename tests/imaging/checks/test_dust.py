"""Specks on the background of a shot."""

import cv2
import numpy as np
import pytest

from review_desk.domain.check.table import BY_ID
from review_desk.imaging.checks.dust import dust
from review_desk.imaging.checks.subject import subject_of
from review_desk.imaging.views.pane import Pane
from tests.imaging.checks.photos import after, before


@pytest.fixture(scope="module")
def clean() -> Pane:
    return after("bt-1102-front")


def specked(codes: Pane, places: list[tuple[int, int]], depth: float = 0.1) -> Pane:
    """Soft dark specks of a few pixels, as dust out of focus on a sensor leaves them."""
    y, x = np.indices(codes.shape[:2], np.float32)
    shade = np.ones(codes.shape[:2], np.float32)
    for across, down in places:
        shade -= depth * np.exp(-((x - across) ** 2 + (y - down) ** 2) / (2 * 2.5**2))
    out = codes.copy()
    out[..., :3] = (codes[..., :3] * shade[..., None]).astype(np.uint8)
    return out


def test_soft_dark_specks_on_the_background_are_counted_and_shown(clean: Pane) -> None:
    places = [(60, 80), (820, 150), (90, 900), (840, 700), (700, 60)]
    found, spots = dust(subject_of(specked(clean, places)))
    assert BY_ID["dust"].tolerance.outcome(found.value or 0) == "flag"
    assert spots is not None
    assert sorted((round(x * 900), round(y * 1200)) for x, y, _ in spots) == [
        pytest.approx(place, abs=2) for place in sorted(places)
    ]
    assert found.region is not None
    x, y, width, height = found.region
    assert any(x <= across <= x + width and y <= down <= y + height for across, down in places)


def test_a_clean_background_has_none(clean: Pane) -> None:
    found, spots = dust(subject_of(clean))
    assert (found.value, spots) == (0.0, [])


def test_the_dust_of_a_dirty_sweep_is_found_and_gone_when_it_was_retouched() -> None:
    dirty, _ = dust(subject_of(before("rg-0421-angle").codes))
    retouched, _ = dust(subject_of(after("rg-0421-angle")))
    assert dirty.value is not None
    assert dirty.value > 8, "of 23 that were planted, some on the ring and in its shadow"
    assert retouched.value == 0.0


def test_a_hair_and_a_pattern_on_the_product_are_no_dust(clean: Pane) -> None:
    haired = clean.copy()
    cv2.line(haired, (60, 200), (140, 320), (90, 90, 90, 255), 2, cv2.LINE_AA)
    cv2.circle(haired, (450, 700), 3, (250, 250, 250, 255), cv2.FILLED)
    assert dust(subject_of(haired))[0].value == 0.0


def test_on_rough_paper_no_dust_can_be_seen_and_that_is_said(clean: Pane) -> None:
    seen = subject_of(clean)
    assert seen.parts is not None
    ground = cv2.resize(seen.parts.background.astype(np.uint8), clean.shape[1::-1]) > 0
    grain = cv2.GaussianBlur(np.random.default_rng(2).normal(0, 30, clean.shape[:2]), (0, 0), 2.0)
    rough = clean.astype(np.float32)
    rough[..., :3] += (grain * ground)[..., None] - 12
    found, spots = dust(subject_of(np.clip(rough, 0, 255).astype(np.uint8)))
    assert found.value is None
    assert found.note
    assert spots is None
