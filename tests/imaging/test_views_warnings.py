"""Clipping, banding and texture: the views that warn."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.imaging.views import clipping as clip
from review_desk.imaging.views.banding import banding
from review_desk.imaging.views.clipping import clipping
from review_desk.imaging.views.pane import quiet, tone
from review_desk.imaging.views.texture import STEPS, texture_kept, texture_ratio

PAPER, INK = (214, 214, 214), (8, 8, 8)
RED, BLUE = (mark.bgr for mark in clip.LEGEND)


def flat(red: int, green: int, blue: int, *, size: int = 48) -> NDArray[np.uint8]:
    return np.full((size, size, 4), (blue, green, red, 255), np.uint8)


def colours(picture: NDArray[np.uint8]) -> set[tuple[int, int, int]]:
    return {tuple(colour) for colour in np.unique(picture[..., :3].reshape(-1, 3), axis=0).tolist()}


def share(picture: NDArray[np.uint8], colour: tuple[int, int, int]) -> float:
    return float((picture[..., :3] == colour).all(axis=2).mean())


def test_paper_white_is_ruled_paper_and_full_black_is_dotted() -> None:
    white, black = clipping(flat(255, 255, 255)), clipping(flat(0, 0, 0))
    assert colours(white) == {PAPER, RED}
    assert colours(black) == {INK, BLUE}
    assert share(white, RED) == pytest.approx(2 / 12)


def test_one_clipped_channel_is_striped_or_dotted_on_the_photo() -> None:
    red, cyan = clipping(flat(255, 100, 100)), clipping(flat(0, 100, 100))
    assert share(red, RED) == share(cyan, BLUE) == 0.5
    assert len(colours(red)) == len(colours(cyan)) == 2


def test_stripes_and_dots_differ_in_shape_and_not_in_colour_alone() -> None:
    stripes = (clipping(flat(255, 100, 100))[..., :3] == RED).all(axis=2)
    dots = (clipping(flat(0, 100, 100))[..., :3] == BLUE).all(axis=2)
    assert (np.roll(stripes, (1, -1), axis=(0, 1)) == stripes).all()  # along the diagonal nothing changes
    assert not (np.roll(dots, (1, -1), axis=(0, 1)) == dots).all()


def test_what_is_not_clipped_is_the_photo_in_quiet_grey() -> None:
    # 40 + 100 x 90 / 255 = 75.3
    assert (clipping(flat(100, 100, 100))[..., :3] == 75).all()
    assert (clipping(flat(254, 254, 254))[..., :3] == 130).all()


def test_limits_can_be_tightened() -> None:
    assert colours(clipping(flat(250, 250, 250), high=250)) == {PAPER, RED}
    assert colours(clipping(flat(3, 3, 3), low=3)) == {INK, BLUE}
    with pytest.raises(ValueError, match="no room"):
        clipping(flat(1, 1, 1), low=9, high=9)


@settings(max_examples=25, deadline=None)
@given(x=st.integers(0, 60), y=st.integers(0, 60))
def test_the_pattern_stays_on_the_photo_while_it_is_panned(x: int, y: int) -> None:
    photo = np.random.default_rng(5).choice(np.array([0, 90, 255], np.uint8), (130, 120, 4))
    assert np.array_equal(clipping(photo[y:, x:], origin=(x, y)), clipping(photo)[y:, x:])


def ramp(width: int = 320, *, codes_per_pixel: float) -> NDArray[np.uint8]:
    line = (100 + np.floor(np.arange(width) * codes_per_pixel)).astype(np.uint8)
    photo = np.full((64, width, 4), 255, np.uint8)
    photo[..., :3] = line[None, :, None]
    return photo


def test_an_even_area_has_no_bands() -> None:
    assert (banding(flat(240, 241, 242, size=100))[..., :3] == 128).all()


def test_a_step_of_one_code_becomes_an_edge_of_the_gain() -> None:
    photo = flat(100, 100, 100, size=160)
    photo[:, 70:, :3] += 1
    shown = banding(photo, gain=24).astype(int)
    assert shown[80, 70, 0] - shown[80, 69, 0] == pytest.approx(24, abs=3)
    assert (shown[:, :40, :3] == 128).all()
    assert (shown[:, 110:, :3] == 128).all()


def test_in_a_gradient_every_step_is_an_edge_and_the_gradient_itself_is_gone() -> None:
    shown = banding(ramp(codes_per_pixel=1 / 20), gain=24)[32, 40:280, 0].astype(int)
    rises = np.diff(shown)
    assert (rises[19::20] > 8).all()
    assert shown.mean() == pytest.approx(128, abs=3)
    assert abs(shown[:20].mean() - shown[-20:].mean()) < 3


def test_a_step_in_one_channel_shows_in_its_colour() -> None:
    photo = flat(100, 100, 100, size=160)
    photo[:, 70:, 0] += 1
    shown = banding(photo, gain=24).astype(int)
    assert shown[80, 70, 0] - shown[80, 69, 0] > 20
    assert (shown[..., 1:3] == 128).all()


def test_beside_a_product_the_background_does_not_glow() -> None:
    photo = flat(255, 255, 255, size=200)
    photo[60:140, 60:140, :3] = 20
    shown = banding(photo, gain=24)[..., :3].astype(int)
    beside = np.ones((200, 200), bool)
    beside[50:150, 50:150] = False
    assert np.abs(shown[beside] - 128).max() <= 6 + 1  # a quarter of a code


def test_where_the_photo_is_busy_it_stands_in_quiet_grey() -> None:
    photo = np.random.default_rng(2).integers(60, 200, (64, 64, 4)).astype(np.uint8)
    assert np.array_equal(banding(photo), quiet(tone(photo)))


def test_a_gain_below_one_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        banding(flat(1, 1, 1), gain=0.5)


def weave(depth: int, size: int = 192) -> NDArray[np.uint8]:
    y, x = np.mgrid[0:size, 0:size]
    codes = np.where((x + y) % 2, 128 + depth, 128 - depth).astype(np.uint8)
    return np.ascontiguousarray(np.dstack([codes, codes, codes, np.full_like(codes, 255)]))


def test_texture_of_half_the_depth_has_a_quarter_of_the_energy() -> None:
    ratio = texture_ratio(weave(10), weave(5), tile=64)
    # The Laplacian of a weave of depth d is 8 d: 64 x 25 = 1600 and 64 x 100 = 6400, each and 20 of noise.
    assert ratio.shape == (3, 3)
    assert ratio[1, 1] == pytest.approx(1620 / 6420)


def test_texture_that_is_the_same_is_kept_and_flat_areas_count_as_kept() -> None:
    assert (texture_ratio(weave(10), weave(10), tile=50) == 1).all()
    assert np.array_equal(texture_kept(weave(10), weave(10)), quiet(tone(weave(10))))
    even, grainy = flat(200, 200, 200), flat(200, 200, 200)
    grainy[..., :3] += np.random.default_rng(1).integers(0, 2, (48, 48, 1)).astype(np.uint8)
    assert (np.abs(np.log2(texture_ratio(even, grainy, tile=48))) < 0.5).all()


def tinted(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.int64]:
    picture = texture_kept(before, after, tile=64).astype(np.int64)
    return picture[64:128, 64:128].reshape(-1, 4).mean(axis=0)


def test_lost_texture_is_blue_and_invented_texture_orange() -> None:
    lost, invented = tinted(weave(10), weave(2)), tinted(weave(2), weave(10))
    assert lost[0] > lost[2] + 40
    assert invented[2] > invented[0] + 40


def test_a_tile_is_labelled_where_there_is_room() -> None:
    large, small = (texture_kept(weave(10), weave(2), tile=tile) for tile in (64, 32))
    assert (large[64:128, 64:128, :3].min(axis=2) >= 245).any()
    assert not (small[64:128, 64:128, :3].min(axis=2) >= 245).any()


def test_tiles_stay_on_the_photo_while_it_is_panned() -> None:
    rng = np.random.default_rng(4)
    before = rng.integers(0, 256, (200, 200, 4)).astype(np.uint8)
    after = cv2.GaussianBlur(before, (0, 0), 1).astype(np.uint8)
    whole = texture_ratio(before, after, tile=40)
    panned = texture_ratio(before[10:, 30:], after[10:, 30:], tile=40, origin=(30, 10))
    assert panned.shape == whole.shape
    assert panned[1:-1, 1:-1] == pytest.approx(whole[1:-1, 1:-1])


def test_the_steps_rise_to_infinity_around_what_is_kept() -> None:
    limits = [limit for limit, _ in STEPS]
    assert limits == sorted(limits)
    assert limits[-1] == float("inf")


def test_versions_of_different_sizes_have_no_texture_to_compare() -> None:
    with pytest.raises(ValueError, match="different sizes"):
        texture_ratio(weave(1, 64), weave(1, 63), tile=16)
