"""The checks of a version beside its before: what they find where it was planted, and not elsewhere."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from review_desk.domain.check.table import BY_ID
from review_desk.imaging.checks.edges import edges
from review_desk.imaging.checks.likeness import alike, fingerprint
from review_desk.imaging.checks.masked import outside_mask
from review_desk.imaging.checks.pairing import pair, registration
from review_desk.imaging.checks.repeats import repeats
from review_desk.imaging.checks.subject import Found, Levels, read, read_before, subject, subject_of
from review_desk.imaging.checks.texture import smoothing
from review_desk.imaging.views.pane import Pane
from tests.imaging.checks.photos import after, before, beside, moved, outlined, saved, turned


def outcome(check: str, found: Found) -> str:
    assert found.value is not None, found.note
    return BY_ID[check].tolerance.outcome(found.value)


@pytest.fixture(scope="module")
def knit() -> Pane:
    return after("kn-4401-navy-front")


@pytest.fixture(scope="module")
def bag() -> Pane:
    return after("bg-3301-olive-front")


def test_a_version_saved_again_lies_on_its_before_and_is_unmodified(bag: Pane) -> None:
    seen = pair(subject_of(saved(bag, 92)), Levels(bag))
    found = registration(seen)
    assert seen.still
    assert found["moved"].value == 0
    assert outcome("changed", found["changed"]) == "flag"
    assert outcome("same-photo", found["same-photo"]) == "pass"


def test_a_retouched_version_is_not_unmodified() -> None:
    codes, raw = after("mg-2204-blush-front"), before("mg-2204-blush-front")
    found = registration(pair(subject_of(codes), raw))
    assert outcome("changed", found["changed"]) == "pass"
    assert outcome("moved", found["moved"]) == "pass"


def test_a_cast_that_was_taken_out_is_a_retouch_though_grey_stays_as_it_was(tmp_path: Path) -> None:
    bluish, neutral = (
        np.full((900, 900, 3), codes, np.uint8) for codes in ((205, 196, 200), (190, 200, 196))
    )
    for name, codes in (("before", bluish), ("after", neutral)):
        cv2.rectangle(codes, (300, 300), (600, 600), (60, 60, 60), cv2.FILLED)
        cv2.imwrite(str(tmp_path / f"{name}.jpg"), codes)
    was = read_before(tmp_path / "before.jpg")
    assert was.codes.ndim == 2, "a JPEG is read in grey first"
    seen = pair(subject(tmp_path / "after.jpg"), was)
    assert seen.still
    assert outcome("changed", registration(seen)["changed"]) == "pass"


def test_another_photo_beside_it_is_told_from_a_turned_one(bag: Pane, knit: Pane) -> None:
    assert outcome("same-photo", registration(pair(subject_of(knit), Levels(bag)))["same-photo"]) != "pass"
    leant = registration(pair(subject_of(turned(bag, 2.0)), Levels(bag)))
    assert outcome("same-photo", leant["same-photo"]) == "pass"
    assert outcome("moved", leant["moved"]) == "pass"


def test_a_version_that_lies_far_off_its_before_is_flagged(bag: Pane) -> None:
    found = registration(pair(subject_of(moved(bag, 60)), Levels(bag)))["moved"]
    assert outcome("moved", found) == "flag"
    assert found.value == pytest.approx(100 * 60 / 1200, abs=0.3)


def test_a_patch_whose_weave_is_gone_is_over_smoothed_there(knit: Pane) -> None:
    smooth = knit.copy()
    smooth[420:660, 300:560] = cv2.GaussianBlur(knit, (0, 0), 4.0)[420:660, 300:560]
    found = smoothing(beside(smooth, knit))["over-smoothed"]
    assert outcome("over-smoothed", found) != "pass"
    assert found.region is not None
    x, y, width, height = found.region
    assert 250 < x < 560
    assert 370 < y < 660
    assert x + width < 620
    assert y + height < 720


def test_a_photo_that_is_softer_all_over_is_not_over_smoothed_in_a_place(knit: Pane) -> None:
    softer = cv2.GaussianBlur(knit, (0, 0), 0.6).astype(np.uint8)
    assert outcome("over-smoothed", smoothing(beside(softer, knit))["over-smoothed"]) == "pass"


def test_a_place_painted_with_a_copy_of_another_is_repeated_texture() -> None:
    tan, clean = after("bg-3301-tan-front"), after("bg-3301-black-front")
    assert outcome("repeated-texture", repeats(beside(clean, clean))["repeated-texture"]) == "pass"
    planted = repeats(pair(subject_of(tan), before("bg-3301-tan-front")))
    found = planted["repeated-texture"]
    assert outcome("repeated-texture", found) == "flag"
    assert found.region is not None
    assert 560 < found.region[0] < 640
    assert 660 < found.region[1] < 760


def test_what_changed_outside_the_mask_is_shown_where(bag: Pane, tmp_path: Path) -> None:
    mask = np.zeros(bag.shape[:2], np.uint8)
    mask[300:600, 300:600] = 255
    cv2.imwrite(str(tmp_path / "mask.png"), mask)
    inside, outside = bag.copy(), bag.copy()
    inside[400:500, 400:500, :3] = 90
    outside[400:500, 400:500, :3] = 90
    outside[1000:1080, 100:180, :3] = 120
    good, bad = (outside_mask(beside(each, bag), tmp_path / "mask.png") for each in (inside, outside))
    assert outcome("outside-mask", good["outside-mask"]) == "pass"
    assert outcome("outside-mask", bad["outside-mask"]) != "pass"
    assert bad["outside-mask"].region == pytest.approx((100, 1000, 80, 80), abs=3)


def test_a_mask_of_the_product_guards_the_product(bag: Pane, tmp_path: Path) -> None:
    mask = np.zeros(bag.shape[:2], np.uint8)
    mask[300:600, 300:600] = 255
    cv2.imwrite(str(tmp_path / "mask.png"), mask)
    whitened = bag.copy()
    whitened[:280, :, :3] = 128
    assert (
        outcome("outside-mask", outside_mask(beside(whitened, bag), tmp_path / "mask.png")["outside-mask"])
        == "pass"
    )


def test_a_rim_that_before_had_too_is_no_halo(bag: Pane) -> None:
    rimmed = bag.copy()
    rimmed[outlined(bag, inner=0, outer=5)] = (214, 214, 214, 255)
    seen = subject_of(rimmed)
    assert outcome("halo", edges(seen)["halo"]) != "pass"
    assert outcome("halo", edges(seen, beside(rimmed, bag))["halo"]) != "pass"
    assert outcome("halo", edges(seen, beside(rimmed, rimmed))["halo"]) == "pass"


def test_a_cut_out_is_held_against_its_before_by_the_edges_it_kept(samples: Path) -> None:
    """The scene about the product is gone from the version: it must not count against it."""
    whisk, boat = (samples / "pairs" / name for name in ("u2net-whisk", "u2net-boat"))
    cut = subject(whisk / "after__u2netp-whisk.png")
    own, other = (Levels(read(next(folder.glob("before.*")))[0]) for folder in (whisk, boat))
    fitted = cv2.resize(other.codes, cut.size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    assert outcome("same-photo", registration(pair(cut, own))["same-photo"]) == "pass"
    assert outcome("same-photo", registration(pair(cut, Levels(fitted)))["same-photo"]) != "pass"


def test_the_same_picture_saved_again_or_scaled_is_alike_and_a_colourway_is_not(bag: Pane) -> None:
    prints = {
        "bag": fingerprint(Levels(bag)),
        "again": fingerprint(Levels(saved(bag, 80))),
        "half": fingerprint(
            Levels(cv2.resize(bag, (450, 600), interpolation=cv2.INTER_AREA).astype(np.uint8))
        ),
        "black": fingerprint(Levels(after("bg-3301-black-front"))),
        "moved": fingerprint(Levels(moved(bag, 40))),
    }
    assert {key: set(found) for key, found in alike(prints).items()} == {
        "bag": {"again", "half"},
        "again": {"bag", "half"},
        "half": {"bag", "again"},
    }
