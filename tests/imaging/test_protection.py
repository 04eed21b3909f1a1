"""Protected pixels come back bit for bit, and a photo that lost one is found out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.protection import FEATHER, own_transparency, proof, protected_pixels, prove, put_back

SHAPE = (30, 40)


def _source(seed: int = 1, *, dtype: Any = np.uint8, alpha: bool = False) -> Source:
    codes = np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, (*SHAPE, 4), dtype, endpoint=True)
    return Source(codes[..., :3].copy(), "RGB", None, codes[..., 3].copy() if alpha else None, None)


def _ring() -> NDArray[np.bool_]:
    y, x = np.indices(SHAPE)
    away = np.hypot(y - 15, x - 20)
    return (away < 12) & (away > 5)


def _file(path: Path, source: Source) -> Path:
    write_photo(path, source.pixels, profile=source.profile, alpha=source.alpha)
    return path


def _mask_file(path: Path, mask: NDArray[np.bool_]) -> Path:
    write_photo(path, (mask[..., np.newaxis] * np.uint8(255)).astype(np.uint8), profile=None)
    return path


@given(seed=st.integers(0, 50), deep=st.booleans(), alpha=st.booleans())
def test_what_is_put_back_is_proven_unchanged_at_8_and_16_bits(seed: int, *, deep: bool, alpha: bool) -> None:
    dtype = np.uint16 if deep else np.uint8
    before, result = _source(1, dtype=dtype, alpha=alpha), _source(seed + 2, dtype=dtype, alpha=alpha)
    mask = np.random.default_rng(seed).random(SHAPE) < 0.3
    found = proof(before, put_back(before, result, mask), mask)
    assert found.ok
    assert found.sha256_before == found.sha256_after
    assert found.pixels == mask.sum()


def test_the_hole_of_a_ring_and_what_lies_further_out_than_the_feather_are_the_result() -> None:
    before, result, mask = _source(1), _source(2), _ring()
    kept = put_back(before, result, mask)
    assert np.array_equal(kept.pixels[15, 20], result.pixels[15, 20])
    assert np.array_equal(kept.pixels[0], result.pixels[0])
    assert np.array_equal(kept.pixels[15, 20 + 12 + FEATHER :], result.pixels[15, 20 + 12 + FEATHER :])


def test_one_code_in_one_channel_of_one_pixel_is_found_with_its_size() -> None:
    before, mask = _source(dtype=np.uint16), _ring()
    pixels = before.pixels.copy()
    pixels[15, 28, 2] ^= 1
    found = proof(before, replace(before, pixels=pixels), mask)
    assert (found.changed, found.max_difference, found.ok) == (1, 1, False)
    assert found.sha256_before != found.sha256_after
    assert found.in_words == f"1 of {mask.sum()} protected pixels changed"


def test_a_change_outside_the_mask_is_allowed_and_one_of_transparency_inside_is_not() -> None:
    before, mask = _source(alpha=True), _ring()
    assert before.alpha is not None
    outside = before.pixels.copy()
    outside[~mask] = 0
    assert proof(before, replace(before, pixels=outside), mask).ok
    assert proof(before, replace(before, alpha=before.alpha ^ mask), mask).changed == mask.sum()


def test_opaque_transparency_is_no_transparency() -> None:
    before = _source()
    assert proof(before, replace(before, alpha=np.full(SHAPE, 255, np.uint8)), _ring()).ok


def test_another_size_turn_depth_and_profile_are_said_in_words() -> None:
    before, mask = _source(), _ring()
    turned = replace(before, pixels=np.ascontiguousarray(np.rot90(before.pixels)))
    smaller = replace(before, pixels=before.pixels[:20])
    deep = replace(before, pixels=before.pixels.astype(np.uint16) * 257)
    said = [proof(before, after, mask) for after in (turned, smaller, deep)]
    assert [one.differences for one in said] == [
        ("It was turned: 30 × 40 instead of 40 × 30.",),
        ("It has another size: 40 × 20 instead of 40 × 30.",),
        ("It has 16 bits instead of 8.",),
    ]
    assert all(one.changed == one.pixels and one.max_difference is None for one in said)
    other = proof(before, replace(before, profile=b"another"), mask)
    assert (other.changed, other.ok) == (0, False)


def test_files_are_proven_by_a_mask_file_or_by_a_cut_out(tmp_path: Path) -> None:
    before = _file(tmp_path / "before.png", _source())
    changed = _source().pixels
    changed[~_ring()] = 9
    after = _file(tmp_path / "after.tif", replace(_source(), pixels=changed))
    cut = replace(_source(5), alpha=_ring() * np.uint8(255))
    for mask in (_mask_file(tmp_path / "m.png", _ring()), _file(tmp_path / "cut.png", cut)):
        assert prove(before, after, mask).ok


def test_a_mask_that_does_not_fit_says_why(tmp_path: Path) -> None:
    photo = _source()
    small = _mask_file(tmp_path / "small.png", _ring()[:20])
    empty = _mask_file(tmp_path / "empty.png", np.zeros(SHAPE, bool))
    coloured = _file(tmp_path / "photo.png", photo)
    with pytest.raises(BadInput, match="is 40 × 20 pixels and the photo 40 × 30"):
        protected_pixels(small, photo)
    with pytest.raises(BadInput, match="protects nothing"):
        protected_pixels(empty, photo)
    with pytest.raises(BadInput, match="in colour and opaque"):
        protected_pixels(coloured, photo)
    with pytest.raises(BadInput, match="neither a mask nor transparency"):
        own_transparency(coloured, decode_depth(coloured))


def test_a_photo_that_is_transparent_throughout_shows_no_product() -> None:
    gone = replace(_source(), alpha=np.zeros(SHAPE, np.uint8))
    with pytest.raises(BadInput, match=r"a\.png is transparent throughout: no product is to be seen in it"):
        own_transparency(Path("a.png"), gone)
