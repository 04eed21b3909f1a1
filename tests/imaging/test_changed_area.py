"""Where somebody worked: found to a few pixels, and not confused with the noise of saving."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from review_desk.imaging.changed_area import ChangedArea, changed_area

SIZE = (400, 300)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A soft picture with texture, as TIFF."""
    rng = np.random.default_rng(4)
    coarse = cv2.resize(
        rng.integers(60, 200, (12, 16, 3)).astype(np.uint8), SIZE, interpolation=cv2.INTER_CUBIC
    )
    noisy = np.clip(coarse.astype(int) + rng.normal(0, 4, coarse.shape), 0, 255).astype(np.uint8)
    path = tmp_path / "photo.tif"
    Image.fromarray(noisy).save(path)
    return path


def worked_on(photo: Path, name: str, *, lighter: int = 8, **options: int) -> Path:
    """The photo with a box of 60 × 40 pixels at (100, 80) made lighter, saved under a name."""
    with Image.open(photo) as opened:
        codes = np.asarray(opened).astype(int)
    codes[80:120, 100:160] += lighter
    path = photo.with_name(name)
    Image.fromarray(np.clip(codes, 0, 255).astype(np.uint8)).save(path, **options)
    return path


def overlap(found: ChangedArea) -> float:
    truth, mask = np.zeros(SIZE[::-1], np.uint8), np.zeros(SIZE[::-1], np.uint8)
    truth[80:120, 100:160] = 1
    for outline in found.outlines:
        cv2.fillPoly(mask, [np.array(outline, np.int32)], 1)
    return float((truth & mask).sum() / (truth | mask).sum())


def test_a_box_made_lighter_is_outlined(photo: Path) -> None:
    found = changed_area(photo, worked_on(photo, "edited.tif"))
    assert len(found.outlines) == 1
    assert overlap(found) > 0.9
    assert found.share == pytest.approx(60 * 40 / (400 * 300), rel=0.02)
    assert not found.moved


@pytest.mark.parametrize("quality", [85, 92, 98])
def test_it_is_found_through_the_noise_of_a_jpeg_too(photo: Path, quality: int) -> None:
    assert overlap(changed_area(photo, worked_on(photo, "edited.jpg", quality=quality))) > 0.8


@pytest.mark.parametrize(("name", "quality"), [("saved.jpg", 80), ("saved.jpg", 95), ("saved.png", 0)])
def test_a_photo_that_was_only_saved_again_has_not_changed(photo: Path, name: str, quality: int) -> None:
    again = worked_on(photo, name, lighter=0, **({"quality": quality} if quality else {}))
    assert changed_area(photo, again) == ChangedArea(0.0, ())


def test_smoothing_that_keeps_the_mean_is_a_change(photo: Path) -> None:
    with Image.open(photo) as opened:
        codes = np.asarray(opened).copy()
    codes[80:120, 100:160] = cv2.GaussianBlur(codes, (0, 0), 3)[80:120, 100:160]
    path = photo.with_name("smooth.tif")
    Image.fromarray(codes).save(path)
    assert overlap(changed_area(photo, path)) > 0.85


def test_a_crop_is_lined_up_and_what_changed_besides_is_found(samples: Path, tmp_path: Path) -> None:
    source = next((samples / "products").rglob("hairdryer.jpg"))
    with Image.open(source) as opened:
        cropped = opened.convert("RGB").crop((40, 30, 660, 640))
    plain = tmp_path / "plain.tif"
    cropped.save(plain)
    match = changed_area(source, plain).match
    assert match is not None
    assert (match["dx"], match["dy"], match["scale"]) == pytest.approx((-40, -30, 1), abs=0.6)
    assert changed_area(source, plain).share < 0.004
    codes = np.asarray(cropped).copy()
    codes[200:280, 200:300] = 255 - codes[200:280, 200:300]
    Image.fromarray(codes).save(plain)
    found = changed_area(source, plain)
    (left, top), (right, bottom) = np.min(found.outlines[0], axis=0), np.max(found.outlines[0], axis=0)
    assert (left, top, right, bottom) == pytest.approx((200, 200, 300, 280), abs=6)


def test_of_another_photo_nothing_is_said(photo: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    other = tmp_path / "other.png"
    Image.fromarray(rng.integers(0, 255, (200, 333, 3), np.uint8)).save(other)
    found = changed_area(photo, other)
    assert not found.sure
    assert found.outlines == ()
