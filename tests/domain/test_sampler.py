"""Spots of a photo: the same place in every version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.sampler import Spot

SHARE = st.floats(0, 1, exclude_max=True)
EDGE = st.integers(1, 20_000)


@given(SHARE, SHARE, EDGE, EDGE)
def test_a_point_is_one_pixel_of_a_photo_of_any_size(x: float, y: float, width: int, height: int) -> None:
    left, top, right, bottom = Spot(x, y).pixels(width, height)
    assert (right - left, bottom - top) == (1, 1)
    assert 0 <= left < width
    assert 0 <= top < height
    assert left == min(width - 1, int(x * width + 1e-9))


@given(st.tuples(SHARE, SHARE), st.tuples(SHARE, SHARE), EDGE, EDGE)
def test_an_area_lies_on_the_photo_and_has_a_pixel_at_least(
    first: tuple[float, float], last: tuple[float, float], width: int, height: int
) -> None:
    left, top, right, bottom = Spot.between(first, last).pixels(width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_an_area_is_cut_to_the_photo_whichever_way_it_was_dragged() -> None:
    area = Spot.between((0.75, 1.4), (0.25, 0.5))
    assert area == Spot(0.5, 0.75, 0.5, 0.5)
    assert area.pixels(400, 200) == (100, 100, 300, 200)


@pytest.mark.parametrize(("share", "pixels"), [(0.0, (0, 1)), (0.5, (50, 51)), (0.99, (99, 100))])
def test_a_point_is_the_pixel_it_lies_in(share: float, pixels: tuple[int, int]) -> None:
    left, _, right, _ = Spot(share, 0).pixels(100, 1)
    assert (left, right) == pixels
