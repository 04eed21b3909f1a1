"""Subject mask: the product found, its holes outside, its edge where the photo has it."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.passes.card import read_card
from review_desk.passes.session import Session, session
from review_desk.passes.subject_mask import likelihood, subject_mask
from review_desk.passes.tools import Tools
from review_desk.paths import asset
from tests.imaging.measures.products import Product, drawn, save

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def model() -> Session:
    return session(read_card(asset("models", "subject-mask")))


def _found(path: Path, model: Session, *, grow: float = 0) -> Pixels:
    return subject_mask(decode_depth(path), Tools(path, model=model), grow=grow).pixels[..., 0]


def _iou(found: Pixels, truth: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero((found > 127) & truth) / np.count_nonzero((found > 127) | truth))


@pytest.fixture
def ring(tmp_path: Path) -> tuple[Path, NDArray[np.bool_]]:
    """A photo of a ring on a plain ground, and where it is."""
    product = Product(seed=5, shape="ring", size=(480, 640), background=(88.0, 1.0, 4.0))
    return save(tmp_path / "ring.png", product), drawn(product)[1] > 127


def test_on_a_plain_ground_the_mask_is_the_product_and_its_hole_is_outside(
    ring: tuple[Path, NDArray[np.bool_]], model: Session
) -> None:
    photo, truth = ring
    found = _found(photo, model)
    assert found.shape == truth.shape
    assert _iou(found, truth) >= 0.95
    rows, columns = np.nonzero(truth)
    middle = (rows.min() + rows.max()) // 2, (columns.min() + columns.max()) // 2
    assert found[middle] == 0


@pytest.mark.parametrize(
    "name", ["rg-0418-front", "bg-3301-tan-front", "bt-1141-angle", "mg-2204-blush-front"]
)
def test_a_photo_of_the_studio_has_its_product_found(name: str, model: Session) -> None:
    photo = asset("demo", "before", f"{name}.jpg")
    found = _found(photo, model)
    assert 0.05 < (found > 127).mean() < 0.6
    assert not (found[:40] > 127).any(), "nothing of the ground above it"


def test_growing_and_shrinking_go_by_the_photo_s_pixels(
    ring: tuple[Path, NDArray[np.bool_]], model: Session
) -> None:
    less, own, more = (np.count_nonzero(_found(ring[0], model, grow=g) > 127) for g in (-4, 0, 4))
    assert less < own < more


def test_a_cut_out_has_its_mask_in_its_transparency(tmp_path: Path, model: Session) -> None:
    pixels, alpha = np.full((60, 80, 3), 200, np.uint8), np.zeros((60, 80), np.uint8)
    alpha[20:40, 30:60] = 255
    write_photo(tmp_path / "cut.png", pixels, profile=None, alpha=alpha)
    assert np.array_equal(_found(tmp_path / "cut.png", model), alpha)


def test_an_empty_ground_is_refused(tmp_path: Path, model: Session) -> None:
    write_photo(tmp_path / "empty.png", np.full((300, 400, 3), 240, np.uint8), profile=None)
    with pytest.raises(Refused, match="No product is to be seen"):
        _found(tmp_path / "empty.png", model)


def test_sixteen_bits_and_grey_are_seen_alike(ring: tuple[Path, NDArray[np.bool_]], model: Session) -> None:
    source = decode_depth(ring[0])
    deep = likelihood(source.pixels.astype(np.uint16) * 257, model)
    assert np.abs(deep - likelihood(source.pixels, model)).max() < 0.05
    grey = Source(source.pixels[..., 1:2].copy(), "L", None, None, None)
    made = subject_mask(grey, Tools(ring[0], model=model), grow=0)
    assert (made.mode, made.pixels.shape) == ("L", (*source.pixels.shape[:2], 1))
