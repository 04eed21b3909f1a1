"""Each check of a single version finds its fault planted in a demo photo, and not in the photo as it is."""

import cv2
import numpy as np
import pytest

from review_desk.domain.check.table import BY_ID
from review_desk.imaging.checks.coding import coding
from review_desk.imaging.checks.edges import edges
from review_desk.imaging.checks.frame import frame
from review_desk.imaging.checks.subject import Found, subject_of
from review_desk.imaging.checks.tones import tones
from review_desk.imaging.views.pane import Pane
from tests.imaging.checks.photos import after, moved, outlined, saved, turned


def outcome(check: str, found: Found) -> str:
    assert found.value is not None, found.note
    return BY_ID[check].tolerance.outcome(found.value)


@pytest.fixture(scope="module")
def bottle() -> Pane:
    return after("bt-1102-front")


@pytest.fixture(scope="module")
def bag() -> Pane:
    return after("bg-3301-black-front")


def test_a_sound_photo_passes_every_check_of_its_pixels(bottle: Pane) -> None:
    seen = subject_of(bottle)
    for name, found in {**frame(seen), **tones(seen), **coding(seen), **edges(seen)}.items():
        assert outcome(name, found) == "pass", (name, found)


def test_a_product_that_is_small_in_its_frame_is_flagged_with_its_box(bottle: Pane) -> None:
    small = np.full_like(bottle, 255)
    small[300:900, 225:675] = cv2.resize(bottle, (450, 600), interpolation=cv2.INTER_AREA)
    found = frame(subject_of(small))["frame-fill"]
    assert outcome("frame-fill", found) == "flag"
    assert found.region is not None
    x, y, width, height = found.region
    assert abs(x - 343) < 8
    assert abs(y - 371) < 8
    assert abs(width - 213) < 12
    assert abs(height - 462) < 12


def test_a_product_that_nearly_touches_the_frame_is_flagged_for_its_margin(bottle: Pane) -> None:
    cut = cv2.resize(bottle[128:1080], (900, 1200), interpolation=cv2.INTER_AREA).astype(np.uint8)
    assert outcome("margins", frame(subject_of(cut))["margins"]) == "flag"


def test_a_product_cut_off_by_the_frame_says_so_and_is_not_measured(bottle: Pane) -> None:
    found = frame(subject_of(np.ascontiguousarray(bottle[400:])))
    assert found["frame-fill"].value is None
    assert "cut off at the top" in found["frame-fill"].note


def test_a_product_off_the_middle_is_flagged(bottle: Pane) -> None:
    found = frame(subject_of(moved(bottle, 54)))["centring"]
    assert outcome("centring", found) == "flag"
    assert found.value == pytest.approx(6.0, abs=0.3)


@pytest.mark.parametrize(("lean", "said"), [(0.0, "pass"), (2.0, "flag"), (-5.0, "fail")])
def test_a_bottle_leans_by_as_much_as_it_was_turned(bottle: Pane, lean: float, said: str) -> None:
    found = frame(subject_of(turned(bottle, lean)))["tilt"]
    assert outcome("tilt", found) == said
    assert found.value == pytest.approx(abs(lean), abs=0.3)


def test_a_product_without_an_upright_has_no_tilt() -> None:
    found = frame(subject_of(after("rg-0409-angle")))["tilt"]
    assert found.value is None
    assert "no upright" in found.note


def test_a_background_that_is_four_codes_short_of_white_fails_all_over(bottle: Pane, bag: Pane) -> None:
    grey = np.minimum(bottle, 251)
    assert outcome("background-white", tones(subject_of(grey))["background-white"]) == "fail"
    found = tones(subject_of(bag))["background-white"]
    assert outcome("background-white", found) == "fail"
    assert found.region is not None
    assert found.region[2] > 800


def test_a_ghost_in_the_white_is_where_the_region_says(bottle: Pane) -> None:
    ghost = bottle.copy()
    ghost[100:500, 40:200, :3] = 250
    clean, found = (tones(subject_of(each))["background-white"] for each in (bottle, ghost))
    assert isinstance(clean.value, float)
    assert isinstance(found.value, float)
    assert found.value < clean.value - 5


def test_a_grey_sweep_is_not_held_to_be_white() -> None:
    sweep = np.minimum(after("bt-1102-front"), 205)
    found = tones(subject_of(sweep))["background-white"]
    assert found.value is None
    assert "not meant to be white" in found.note


def test_burnt_out_highlights_on_the_product_are_flagged_where_they_are(bag: Pane) -> None:
    burnt = bag.copy()
    cv2.rectangle(burnt, (350, 600), (520, 760), (255, 255, 255, 255), cv2.FILLED)
    found = tones(subject_of(burnt))["clipping"]
    assert outcome("clipping", found) != "pass"
    assert found.region is not None
    assert abs(found.region[0] - 350) < 12
    assert abs(found.region[1] - 600) < 12
    assert outcome("clipping", tones(subject_of(bag))["clipping"]) == "pass"


@pytest.mark.parametrize(("blur", "said"), [(0.0, "pass"), (3.5, "flag"), (9.0, "fail")])
def test_an_unsharp_edge_is_wide(bag: Pane, blur: float, said: str) -> None:
    soft = cv2.GaussianBlur(bag, (0, 0), blur).astype(np.uint8) if blur else bag
    assert outcome("sharpness", edges(subject_of(soft))["sharpness"]) == said


def test_a_strip_of_the_old_background_along_an_edge_is_a_halo_there(bag: Pane) -> None:
    halo, rim = bag.copy(), outlined(bag, inner=0, outer=5)
    rim[:, 300:] = False
    halo[rim] = (214, 214, 214, 255)
    found = edges(subject_of(halo))["halo"]
    assert outcome("halo", found) != "pass"
    assert found.region is not None
    assert found.region[0] < 300
    assert outcome("halo", edges(subject_of(bag))["halo"]) == "pass"


def test_a_light_halo_on_a_grey_background_is_found_too(bag: Pane) -> None:
    sweep = (bag * 0.8).astype(np.uint8)
    light = sweep.copy()
    light[outlined(sweep, inner=0, outer=6)] = (240, 240, 240, 255)
    assert outcome("halo", edges(subject_of(light))["halo"]) != "pass"
    assert outcome("halo", edges(subject_of(sweep))["halo"]) == "pass"


def test_the_shadow_right_below_a_product_is_no_halo(bag: Pane) -> None:
    """Dark, narrow, and along the whole foot of the bag."""
    shaded, rim = bag.copy(), outlined(bag, inner=0, outer=6)
    foot = np.flatnonzero(outlined(bag, inner=0, outer=1).any(axis=1)).max() - 40
    rim[:foot] = False
    shaded[rim] = (150, 150, 150, 255)
    assert outcome("halo", edges(subject_of(shaded))["halo"]) == "pass"


def test_a_trim_along_a_short_piece_of_the_edge_is_no_halo(bag: Pane) -> None:
    trimmed, rim = bag.copy(), outlined(bag, inner=0, outer=5)
    rows = np.flatnonzero(rim.any(axis=1))
    rim[: int(rows.mean()) - 20] = False
    rim[int(rows.mean()) + 20 :] = False
    trimmed[rim] = (214, 214, 214, 255)
    assert outcome("halo", edges(subject_of(trimmed))["halo"]) == "pass"


def test_a_shadow_in_steps_of_four_codes_is_banded_and_a_smooth_one_is_not(bottle: Pane) -> None:
    steps = (np.round(bottle[..., :3] / 4.0) * 4).clip(0, 255).astype(np.uint8)
    banded = bottle.copy()
    banded[800:, :, :3] = steps[800:]
    found = coding(subject_of(banded))["banding"]
    assert outcome("banding", found) != "pass"
    assert found.region is not None
    assert found.region[1] > 700
    assert outcome("banding", coding(subject_of(bottle))["banding"]) == "pass"


@pytest.mark.parametrize(("quality", "said"), [(95, "pass"), (85, "pass"), (15, "flag")])
def test_a_hard_saved_jpeg_shows_its_blocks(bag: Pane, quality: int, said: str) -> None:
    noise = np.random.default_rng(4).normal(0, 2, bag.shape)
    grainy = np.clip(bag + noise, 0, 255).astype(np.uint8)
    assert outcome("blockiness", coding(subject_of(saved(grainy, quality)))["blockiness"]) == said


def test_a_photo_without_a_plain_background_says_why_it_has_no_frame() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 300, 4)).astype(np.uint8)
    seen = subject_of(noise)
    for found in (*frame(seen).values(), *tones(seen).values(), *edges(seen).values()):
        assert found.value is None
        assert "background is not plain" in found.note


def test_a_cut_out_is_measured_by_its_transparency(bottle: Pane) -> None:
    alpha = np.zeros(bottle.shape[:2], np.uint8)
    alpha[300:900, 300:600] = 255
    found = frame(subject_of(bottle, alpha))
    assert found["frame-fill"].value == pytest.approx(50.0, abs=0.5)
    assert tones(subject_of(bottle, alpha))["background-white"].note == "The background is transparent."
