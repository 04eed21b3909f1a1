"""A shot before it is retouched: one light across the frame, nothing lying about the product."""

import cv2
import numpy as np
import pytest

from review_desk.domain.check.table import BY_ID
from review_desk.imaging.checks.inputs import inputs, light_of
from review_desk.imaging.checks.subject import Found, subject_of
from review_desk.imaging.views.pane import Pane
from tests.imaging.checks.photos import after, before


@pytest.fixture(scope="module")
def shot() -> Pane:
    """A bottle as the camera saw it, warm by 4 ΔE."""
    return before("bt-1101-front").codes


def outcome(check: str, found: Found) -> str:
    assert found.value is not None, found.note
    return BY_ID[check].tolerance.outcome(found.value)


def test_a_sound_shot_is_clean_and_of_one_light(shot: Pane) -> None:
    found = inputs(subject_of(shot))
    assert outcome("mixed-light", found["mixed-light"]) == "pass"
    assert outcome("edge-clean", found["edge-clean"]) == "pass"


def test_a_lamp_of_another_colour_on_one_side_is_mixed_light(shot: Pane) -> None:
    warm = np.linspace(1.0, 0.86, shot.shape[1])[None, :, None]
    mixed = shot.copy()
    mixed[..., :1] = (shot[..., :1] * warm).astype(np.uint8)  # less blue to the right
    assert outcome("mixed-light", inputs(subject_of(mixed))["mixed-light"]) != "pass"


def test_tape_beside_the_product_is_found_where_it_lies(shot: Pane) -> None:
    taped = shot.copy()
    cv2.rectangle(taped, (690, 900), (740, 960), (60, 60, 60, 255), cv2.FILLED)
    found = inputs(subject_of(taped))["edge-clean"]
    assert outcome("edge-clean", found) != "pass"
    assert found.region is not None
    assert found.region == pytest.approx((690, 900, 50, 60), abs=12)


def test_the_light_of_a_shot_is_its_backgrounds_and_a_burnt_out_one_has_none(shot: Pane) -> None:
    light = light_of(subject_of(shot))
    assert light is not None
    assert np.hypot(*light[1:]) == pytest.approx(3.94, abs=0.6), "the cast that was planted"
    assert light_of(subject_of(after("mg-2204-blush-front"))) is None


def test_a_shot_without_a_plain_background_says_why() -> None:
    found = inputs(subject_of(before("rg-0430-detail").codes))
    assert found["mixed-light"].value is None
    assert found["edge-clean"].note
