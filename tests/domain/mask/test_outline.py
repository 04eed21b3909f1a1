"""The line around a mask goes where its edge is, around holes too, in few points."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.mask.mask import Mask
from review_desk.domain.mask.outline import rings_of
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import area, distance_to_line, inside


def of(pixels: np.ndarray, left: int = 0, top: int = 0) -> Mask:
    return Mask(left, top, pixels.shape[1], pixels.shape[0], (pixels * 255).astype(np.uint8).tobytes())


def disc(edge: int, radius: float, hole: float = 0.0) -> np.ndarray:
    """A disc in the middle of a square, with a round hole."""
    ys, xs = np.mgrid[0:edge, 0:edge] + 0.5 - edge / 2
    far = np.hypot(xs, ys)
    return (far <= radius) & (far >= hole)


def test_a_box_has_four_corners() -> None:
    pixels = np.zeros((9, 12), np.bool_)
    pixels[2:7, 3:11] = True
    (ring,) = rings_of(of(pixels))
    assert {*ring} == {(3.0, 2.0), (11.0, 2.0), (11.0, 7.0), (3.0, 7.0)}


@given(st.lists(st.integers(0, 1), min_size=36, max_size=36))
def test_a_pixel_is_inside_where_an_odd_number_of_exact_lines_go_around_it(bits: list[int]) -> None:
    from review_desk.domain.mask.outline import _traced

    pixels = np.array(bits, np.uint8).reshape(6, 6)
    rings = list(_traced([row.tobytes() for row in pixels]))
    for y, x in np.ndindex(6, 6):
        around = sum(inside((x + 0.5, y + 0.5), ring) for ring in rings)
        assert around % 2 == pixels[y, x]


def test_a_ring_has_a_line_outside_and_one_around_its_hole_both_within_a_pixel() -> None:
    outer, inner = rings_of(of(disc(200, 90, hole=40)))
    for ring, radius in ((outer, 90), (inner, 40)):
        assert len(ring) < 80
        far = [math.dist(point, (100, 100)) for point in ring]
        assert max(abs(one - radius) for one in far) <= 1.5
    assert abs(area(outer) - area(inner) - math.pi * (90**2 - 40**2)) < 600


def test_a_large_ragged_mask_keeps_no_more_points_than_a_row_should_have() -> None:
    noise = np.random.default_rng(3).random((1500, 2100)) > 0.5
    blocks = np.kron(noise[:60, :84], np.ones((25, 25), np.bool_))
    assert sum(map(len, rings_of(of(blocks)))) <= 400


def test_a_brush_is_hit_inside_and_not_in_its_hole() -> None:
    brush = Brush.of(of(disc(200, 90, hole=40), 1000, 500), "f" * 64)
    assert brush.contains(1100 + 60, 600)
    assert not brush.contains(1100, 600)
    assert brush.contains(1100 + 36, 600, margin=6)
    assert not brush.contains(1300, 600, margin=50)
    line = brush.lines()[0]
    assert distance_to_line((1190, 600), line) < 1.5
    assert abs(brush.area / (math.pi * (90**2 - 40**2)) - 1) < 0.01


def test_a_mask_with_nothing_at_half_strength_has_its_box_for_a_line() -> None:
    brush = Brush.of(Mask(5, 6, 4, 3, b"\x30" * 12), "0" * 64)
    assert brush.lines() == (((5, 6), (9, 6), (9, 9), (5, 9)),)
    assert not brush.is_visible()
