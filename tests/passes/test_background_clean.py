"""Clean background: white where the ground was, the product as it was, its shadow by choice."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from review_desk.errors import Refused
from review_desk.imaging.checks.photo import check_photo
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.passes.background_clean import background_clean
from review_desk.passes.tools import Tools
from tests.imaging.measures.products import SHAPES, Product, drawn, save

Pixels = NDArray[np.uint8]
GREY = (88.0, 1.0, 4.0)


def _made(tmp_path: Path, shape: str, **more: object) -> tuple[Path, Pixels]:
    """A photo on a warm grey ground, and where its product really is."""
    product = Product(**{"seed": 5, "shape": shape, "size": (480, 640), "background": GREY, **more})  # type: ignore[arg-type]
    return save(tmp_path / "before.png", product), drawn(product)[1]


def _cleaned(photo: Path, *, white: float = 255.0, shadow: str = "keep") -> Source:
    return background_clean(decode_depth(photo), Tools(photo), white=white, shadow=shadow)


def _away(mask: Pixels, pixels: int) -> NDArray[np.bool_]:
    """Outside of the product by so many pixels at least."""
    size = 2 * pixels + 1
    return cv2.dilate(mask, np.ones((size, size), np.uint8)) == 0


@pytest.mark.parametrize("shape", list(SHAPES))
def test_the_ground_is_all_white_and_the_product_is_as_it_was(tmp_path: Path, shape: str) -> None:
    photo, mask = _made(tmp_path, shape)
    before, after = decode_depth(photo).pixels, _cleaned(photo, shadow="drop").pixels
    ground = _away(mask, 8)
    assert (after[ground] == 255).all(axis=-1).mean() >= 0.99
    inside = cv2.erode(mask, np.ones((15, 15), np.uint8)) == 255
    assert np.array_equal(after[inside], before[inside])


def test_a_kept_shadow_is_as_deep_as_it_was_and_a_dropped_one_is_gone(tmp_path: Path) -> None:
    photo, mask = _made(tmp_path, "bottle", shadow=0.3)
    before, ground = decode_depth(photo).pixels.astype(float), _away(mask, 8)
    rows = np.flatnonzero(mask.any(axis=1))[-1] + np.arange(10, 16)
    columns = slice(280, 360)
    depth = before[rows, columns].mean() / before[:20, columns].mean()
    kept, dropped = (_cleaned(photo, shadow=choice).pixels for choice in ("keep", "drop"))
    assert kept[rows, columns].mean() / 255 == pytest.approx(depth, abs=0.04)
    assert dropped[rows, columns].mean() >= 254
    assert kept[ground].mean() < dropped[ground].mean()


@pytest.mark.parametrize("white", [255.0, 246.0])
def test_the_specified_white_is_reached_at_both_depths(tmp_path: Path, white: float) -> None:
    photo, mask = _made(tmp_path, "mug")
    shallow = decode_depth(photo)
    deep = Source(shallow.pixels.astype(np.uint16) * 257, "RGB", None, None, None)
    for source, full in ((shallow, 255), (deep, 65535)):
        after = background_clean(source, Tools(photo), white=white, shadow="drop").pixels
        assert np.median(after[_away(mask, 8)]) == round(white / 255 * full)
        assert after.dtype == source.pixels.dtype


@pytest.mark.parametrize("shape", ["mug", "bag"])
def test_no_rim_is_left_by_our_own_check(tmp_path: Path, shape: str) -> None:
    photo, _ = _made(tmp_path, shape, size=(600, 800), shadow=0.0)
    write_photo(tmp_path / "after.png", _cleaned(photo).pixels, profile=None, exif=None, alpha=None)
    found = check_photo(tmp_path / "after.png", before=photo)["found"]["halo"]
    assert found["value"] <= 6


def test_grey_photos_and_masks_work_too(tmp_path: Path) -> None:
    photo, mask = _made(tmp_path, "bag")
    grey = Source(decode_depth(photo).pixels[..., 1:2].copy(), "L", None, None, None)
    after = background_clean(grey, Tools(photo, region=mask > 127), white=255.0, shadow="drop").pixels
    assert after.shape == grey.pixels.shape
    assert (after[_away(mask, 8)] == 255).mean() > 0.98


def test_a_busy_or_a_transparent_background_is_refused_in_words(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "busy.png")
    with pytest.raises(Refused, match="the pass “Subject mask” makes one"):
        _cleaned(tmp_path / "busy.png")
    cover = np.zeros((200, 200), np.uint8)
    cover[60:140, 60:140] = 255
    Image.fromarray(np.dstack([noise, cover])).save(tmp_path / "cut.png")
    with pytest.raises(Refused, match="transparent already"):
        _cleaned(tmp_path / "cut.png")
