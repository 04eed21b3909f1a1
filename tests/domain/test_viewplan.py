"""What is drawn where: fit, zoom, pan, and two sides that line up."""

import math
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from review_desk.domain.view_steps import (
    ZOOM_STEPS,
    grown,
    linked,
    next_zoom,
    nudged,
    panned,
    settled_centre,
    wipe_at,
    zoomed_at,
)
from review_desk.domain.viewplan import (
    DEEPEST_LEVEL,
    NUMBERED,
    DrawPlan,
    Match,
    Mode,
    Pane,
    Side,
    Size,
    View,
    level_for,
    plan,
    tiles,
    turned,
    wipe_cut,
)

EDGE = st.integers(1, 12_000)
SIZES = st.builds(Size, EDGE, EDGE)
ROOM = st.integers(40, 4000)
VIEWPORTS = st.builds(Size, ROOM, ROOM)
SHARE = st.floats(0, 1)
ZOOMS = st.sampled_from(ZOOM_STEPS)
MODES = st.sampled_from(get_args(Mode))
SIDES = st.sampled_from(get_args(Side))
VIEWS = st.builds(
    View, mode=MODES, zoom=st.none() | ZOOMS, centre=st.tuples(SHARE, SHARE), wipe=SHARE, showing=SIDES
)
WHOLE = 0.5
"""A photo begins on a whole device pixel: nothing can be asked nearer than half of one."""


def extent(pane: Pane, size: Size) -> tuple[float, float]:
    """Width and height of a drawn photo, in device pixels."""
    return size.width * pane.scale, size.height * pane.scale


def of_side(drawn: DrawPlan, side: Side) -> Pane:
    return next(pane for pane in drawn.panes if pane.side == side)


# --- fit ----------------------------------------------------------------------------------------------------


@given(VIEWS, SIZES, SIZES, VIEWPORTS)
def test_fit_shows_the_whole_photo_on_both_sides(view: View, a: Size, b: Size, viewport: Size) -> None:
    drawn = plan(replace(view, zoom=None), a=a, b=b, viewport=viewport)
    for pane in drawn.panes:
        across, down = extent(pane, {"a": a, "b": b}[pane.side])
        assert pane.pane.x <= pane.left
        assert pane.pane.y <= pane.top
        assert pane.left + across <= pane.pane.x + pane.pane.width + 1e-6
        assert pane.top + down <= pane.pane.y + pane.pane.height + 1e-6


@given(SIZES, VIEWPORTS)
def test_fit_leaves_the_photo_in_the_middle(size: Size, viewport: Size) -> None:
    (pane,) = plan(View(), a=size, b=size, viewport=viewport).panes
    across, down = extent(pane, size)
    assert abs(pane.left - (viewport.width - pane.left - across)) <= 1 + 1e-6
    assert abs(pane.top - (viewport.height - pane.top - down)) <= 1 + 1e-6


@given(SIZES, VIEWPORTS)
def test_a_photo_smaller_than_the_canvas_is_not_blown_up_by_fit(size: Size, viewport: Size) -> None:
    zoom = plan(View(), a=size, b=size, viewport=viewport).zoom
    assert 0 < zoom <= 1
    if size.width <= viewport.width * 0.96 - 2 and size.height <= viewport.height * 0.96 - 2:
        assert zoom == 1


def test_fit_leaves_a_rim_of_surround_around_a_photo_that_is_larger_than_the_canvas() -> None:
    (pane,) = plan(View(), a=Size(4000, 2000), b=Size(4000, 2000), viewport=Size(1000, 800)).panes
    assert pane.left == 16
    assert 1000 - pane.left - 4000 * pane.scale == pytest.approx(16)


# --- 100 % --------------------------------------------------------------------------------------------------


@given(VIEWS, SIZES, VIEWPORTS)
def test_at_100_percent_one_image_pixel_is_one_device_pixel(view: View, size: Size, viewport: Size) -> None:
    for pane in plan(replace(view, zoom=1.0), a=size, b=size, viewport=viewport).panes:
        assert pane.scale == 1.0
        assert pane.level == 0


@given(VIEWS, SIZES, SIZES, VIEWPORTS)
def test_every_photo_begins_on_a_whole_device_pixel(view: View, a: Size, b: Size, viewport: Size) -> None:
    for pane in plan(view, a=a, b=b, viewport=viewport).panes:
        assert isinstance(pane.left, int)
        assert isinstance(pane.top, int)


# --- two sides ----------------------------------------------------------------------------------------------


@given(VIEWS, SIZES, st.integers(1, 4), VIEWPORTS, st.tuples(SHARE, SHARE))
def test_sides_of_different_pixel_size_line_up_place_by_place(
    view: View, a: Size, times: int, viewport: Size, place: tuple[float, float]
) -> None:
    b = Size(a.width * times, a.height * times)
    drawn = plan(replace(view, mode="wipe"), a=a, b=b, viewport=viewport)
    assert of_side(drawn, "a").point_at(place, a) == pytest.approx(of_side(drawn, "b").point_at(place, b))


@given(VIEWS, SIZES, st.integers(1, 4), VIEWPORTS, st.tuples(SHARE, SHARE))
def test_side_by_side_shows_the_same_place_at_the_same_distance_from_each_panes_corner(
    view: View, a: Size, times: int, viewport: Size, place: tuple[float, float]
) -> None:
    b = Size(a.width * times, a.height * times)
    drawn = plan(
        replace(view, mode="side"), a=a, b=b, viewport=Size(viewport.width // 2 * 2, viewport.height)
    )
    left, right = of_side(drawn, "a"), of_side(drawn, "b")
    ax, ay = left.point_at(place, a)
    bx, by = right.point_at(place, b)
    assert ax - left.pane.x == pytest.approx(bx - right.pane.x)
    assert ay == pytest.approx(by)


@given(VIEWS, SIZES, SIZES, VIEWPORTS)
def test_the_before_never_stands_out_over_the_after(view: View, a: Size, b: Size, viewport: Size) -> None:
    drawn = plan(replace(view, mode="wipe"), a=a, b=b, viewport=viewport)
    over, under = extent(of_side(drawn, "a"), a), extent(of_side(drawn, "b"), b)
    assert over[0] <= under[0] * (1 + 1e-9)
    assert over[1] <= under[1] * (1 + 1e-9)


@given(VIEWS, SIZES, SIZES, VIEWPORTS)
def test_the_panes_of_a_mode_lie_inside_the_canvas(view: View, a: Size, b: Size, viewport: Size) -> None:
    for pane in plan(view, a=a, b=b, viewport=viewport).panes:
        for box in (pane.pane, pane.clip):
            assert min(box.x, box.y, box.width, box.height) >= 0
            assert box.x + box.width <= viewport.width
            assert box.y + box.height <= viewport.height


@given(VIEWS, SIZES, VIEWPORTS, SHARE, SHARE)
def test_each_point_of_a_wipe_belongs_to_one_side(
    view: View, size: Size, viewport: Size, u: float, v: float
) -> None:
    drawn = plan(replace(view, mode="wipe"), a=size, b=size, viewport=viewport)
    x, y = u * (viewport.width - 1), v * (viewport.height - 1)
    assert sum(pane.clip.contains(x, y) for pane in drawn.panes) == 1


@pytest.mark.parametrize(
    ("mode", "sides"),
    [("single", ["b"]), ("side", ["a", "b"]), ("wipe", ["a", "b"]), ("difference", ["a", "b"])],
)
def test_a_mode_draws_the_sides_it_compares(mode: Mode, sides: list[Side]) -> None:
    drawn = plan(View(mode), a=Size(30, 20), b=Size(30, 20), viewport=Size(300, 200))
    assert [pane.side for pane in drawn.panes] == sides


def test_toggle_draws_the_side_that_is_showing_exactly_where_the_other_was() -> None:
    shown = [
        plan(View("toggle", showing=side), a=Size(90, 60), b=Size(90, 60), viewport=Size(400, 300)).panes[0]
        for side in ("a", "b")
    ]
    assert replace(shown[0], side="b") == shown[1]


# --- levels -------------------------------------------------------------------------------------------------


@given(st.floats(1 / 200, 64))
def test_a_level_is_the_coarsest_that_still_has_a_pixel_for_each_device_pixel(scale: float) -> None:
    level = level_for(scale)
    assert 0 <= level <= DEEPEST_LEVEL
    assert 2.0**-level >= min(scale, 1) * (1 - 1e-6)
    assert level == DEEPEST_LEVEL or 2.0 ** -(level + 1) < scale


@pytest.mark.parametrize(("scale", "level"), [(1, 0), (0.51, 0), (0.5, 1), (0.26, 1), (0.25, 2), (0.001, 6)])
def test_halving_the_scale_is_one_level(scale: float, level: int) -> None:
    assert level_for(scale) == level


# --- zooming ------------------------------------------------------------------------------------------------


@given(VIEWS, SIZES, VIEWPORTS, SHARE, SHARE, ZOOMS)
def test_the_place_under_the_cursor_stays_under_it(  # noqa: PLR0917 Hypothesis gives them in order
    view: View, size: Size, viewport: Size, u: float, v: float, zoom: float
) -> None:
    sizes: dict[Side, Size] = {"a": size, "b": size}
    before = plan(view, a=size, b=size, viewport=viewport)
    point = (u * (viewport.width - 1), v * (viewport.height - 1))
    pane = before.pane_at(*point)
    assume(pane is not None)
    assert pane is not None
    place = pane.place_at(*point, size)
    assume(all(0 <= share <= 1 for share in place))
    zoomed = zoomed_at(view, before, zoom, point, sizes)
    after = of_side(plan(zoomed, a=size, b=size, viewport=viewport), pane.side)
    for axis, moved in enumerate(after.point_at(place, size)):
        if not _held_back(after, size, axis):
            assert abs(moved - point[axis]) <= WHOLE + 1e-3


def _held_back(pane: Pane, size: Size, axis: int) -> bool:
    """Whether the photo stands at an edge of its pane, or in the middle for being smaller."""
    long = extent(pane, size)[axis]
    start, room = (pane.pane.x, pane.pane.width) if axis == 0 else (pane.pane.y, pane.pane.height)
    begin = (pane.left, pane.top)[axis]
    return long <= room or begin >= start or begin + long <= start + room + 1


@given(VIEWS, SIZES, VIEWPORTS, SHARE, SHARE)
def test_a_place_near_the_edge_moves_only_as_far_as_the_photo_is_held_in_its_pane(
    view: View, size: Size, viewport: Size, u: float, v: float
) -> None:
    """However one zooms, a photo larger than its pane leaves none of the pane empty."""
    sizes: dict[Side, Size] = {"a": size, "b": size}
    before = plan(view, a=size, b=size, viewport=viewport)
    zoomed = zoomed_at(view, before, 4.0, (u * viewport.width, v * viewport.height), sizes)
    for pane in plan(zoomed, a=size, b=size, viewport=viewport).panes:
        assert_filled(pane, size)


def assert_filled(pane: Pane, size: Size) -> None:
    """A photo larger than its pane covers it, but for the rounding of its corner."""
    across, down = extent(pane, size)
    if across >= pane.pane.width:
        assert pane.left <= pane.pane.x
        assert pane.left + across >= pane.pane.x + pane.pane.width - WHOLE - 1e-6
    if down >= pane.pane.height:
        assert pane.top <= pane.pane.y
        assert pane.top + down >= pane.pane.y + pane.pane.height - WHOLE - 1e-6


@given(VIEWS, SIZES, VIEWPORTS)
def test_back_to_fit_shows_everything_again(view: View, size: Size, viewport: Size) -> None:
    drawn = plan(view, a=size, b=size, viewport=viewport)
    fitted = zoomed_at(view, drawn, None, (0, 0), {"a": size, "b": size})
    assert fitted.zoom is None


@given(st.floats(1 / 64, 64))
def test_a_step_in_is_closer_and_a_step_out_is_further_until_there_is_no_more(zoom: float) -> None:
    closer, further = next_zoom(zoom, closer=True), next_zoom(zoom, closer=False)
    assert closer > zoom or closer == ZOOM_STEPS[-1]
    assert further < zoom or further == ZOOM_STEPS[0]
    assert {closer, further} <= set(ZOOM_STEPS)


def test_the_steps_pass_through_100_percent() -> None:
    assert next_zoom(2 / 3, closer=True) == 1.0
    assert next_zoom(1.5, closer=False) == 1.0
    assert next_zoom(0.9, closer=True) == 1.0


# --- panning ------------------------------------------------------------------------------------------------

DRAGS = st.floats(-30_000, 30_000)


@given(VIEWS, ZOOMS, SIZES, SIZES, VIEWPORTS, st.lists(st.tuples(DRAGS, DRAGS), min_size=1, max_size=4))
def test_panning_never_leaves_the_photo(  # noqa: PLR0917 Hypothesis gives them in order
    view: View, zoom: float, a: Size, b: Size, viewport: Size, drags: list[tuple[float, float]]
) -> None:
    view, sizes = replace(view, zoom=zoom), {"a": a, "b": b}
    for dx, dy in drags:
        view = panned(view, plan(view, a=a, b=b, viewport=viewport), dx, dy, sizes)
    for pane in plan(view, a=a, b=b, viewport=viewport).panes:
        assert_filled(pane, sizes[pane.side])
        assert pane.left <= pane.pane.x + pane.pane.width
        assert pane.top <= pane.pane.y + pane.pane.height
    assert all(0 <= share <= 1 for share in view.centre)


def test_dragging_moves_the_photo_with_the_hand() -> None:
    size, viewport = Size(4000, 3000), Size(1000, 800)
    view = View(zoom=1.0)
    before = plan(view, a=size, b=size, viewport=viewport)
    view = panned(view, before, 37, -21, {"a": size, "b": size})
    after = plan(view, a=size, b=size, viewport=viewport)
    assert after.panes[0].left - before.panes[0].left == 37
    assert after.panes[0].top - before.panes[0].top == -21


def test_a_drag_back_from_the_edge_moves_at_once() -> None:
    """What was dragged too far is not owed."""
    size, viewport = Size(4000, 3000), Size(1000, 800)
    sizes: dict[Side, Size] = {"a": size, "b": size}
    view = View(zoom=1.0)
    view = panned(view, plan(view, a=size, b=size, viewport=viewport), 9000, 9000, sizes)
    at_edge = plan(view, a=size, b=size, viewport=viewport)
    assert (at_edge.panes[0].left, at_edge.panes[0].top) == (0, 0)
    view = panned(view, at_edge, -10, -10, sizes)
    back = plan(view, a=size, b=size, viewport=viewport)
    assert (back.panes[0].left, back.panes[0].top) == (-10, -10)


@given(VIEWS, ZOOMS, SIZES, VIEWPORTS)
def test_the_settled_centre_is_drawn_just_where_the_wanted_one_was(
    view: View, zoom: float, size: Size, viewport: Size
) -> None:
    view = replace(view, zoom=zoom)
    drawn = plan(view, a=size, b=size, viewport=viewport)
    centre = settled_centre(drawn, {"a": size, "b": size})
    again = plan(replace(view, centre=centre), a=size, b=size, viewport=viewport)
    for one, other in zip(drawn.panes, again.panes, strict=True):
        assert abs(one.left - other.left) <= 1
        assert abs(one.top - other.top) <= 1


@given(VIEWS, SIZES, VIEWPORTS, SHARE, SHARE)
def test_a_place_and_a_point_are_each_others_inverse(
    view: View, size: Size, viewport: Size, u: float, v: float
) -> None:
    for pane in plan(view, a=size, b=size, viewport=viewport).panes:
        point = pane.point_at((u, v), size)
        assert pane.place_at(*point, size) == pytest.approx((u, v), abs=1e-6)


def test_every_plan_has_finite_numbers_for_a_thin_photo_in_a_thin_canvas() -> None:
    drawn = plan(View("side"), a=Size(1, 12_000), b=Size(12_000, 1), viewport=Size(1, 1))
    assert all(math.isfinite(pane.scale) and pane.scale > 0 for pane in drawn.panes)


def test_a_mirrored_pane_finds_the_place_it_shows() -> None:
    drawn = plan(View(mode="mirror"), a=Size(300, 200), b=Size(300, 200), viewport=Size(900, 500))
    pane = drawn.panes[0]
    for place in ((0.1, 0.2), (0.9, 0.5)):
        found = pane.place_at(*pane.point_at(place, Size(300, 200)), Size(300, 200))
        assert found == pytest.approx(place)


@pytest.mark.parametrize("angle", [15, 45, 90, 135, 165])
def test_a_leaning_wipe_goes_through_the_point_it_is_dragged_to(angle: float) -> None:
    view, viewport = View(mode="wipe", angle=angle), Size(900, 500)
    dragged = replace(view, wipe=wipe_at(view, viewport, (400, 260)))
    cut = wipe_cut(dragged, viewport)
    assert cut.across * 400 + cut.down * 260 == pytest.approx(cut.reach)
    shown = plan(dragged, a=Size(300, 200), b=Size(300, 200), viewport=viewport)
    step_x, step_y = cut.across * 3, cut.down * 3
    before, after = shown.pane_at(400 - step_x, 260 - step_y), shown.pane_at(400 + step_x, 260 + step_y)
    assert before is not None
    assert after is not None
    assert (before.side, after.side) == ("a", "b")


# --- many photos, and one pane by itself --------------------------------------------------------------------


def many(view: View, viewport: Size, *sizes: Size) -> DrawPlan:
    """A plan of N-up in which B is the first of the photos."""
    others = dict(zip(NUMBERED, sizes, strict=False))
    return plan(replace(view, mode="nup"), a=sizes[0], b=sizes[0], viewport=viewport, others=others)


MANY = st.lists(SIZES, min_size=2, max_size=9)


@given(VIEWS, MANY, VIEWPORTS)
def test_n_up_shows_every_photo_whole_and_none_over_another(
    view: View, sizes: list[Size], viewport: Size
) -> None:
    drawn = many(replace(view, zoom=None), viewport, *sizes)
    assert [pane.side for pane in drawn.panes] == list(NUMBERED[: len(sizes)])
    for pane, size in zip(drawn.panes, sizes, strict=True):
        width, height = extent(pane, size)
        assert width <= pane.pane.width + 1
        assert height <= pane.pane.height + 1
    centres = [pane.pane.centre for pane in drawn.panes]
    assert all(
        (pane.pane.contains(*centre)) == (n == m)
        for n, pane in enumerate(drawn.panes)
        for m, centre in enumerate(centres)
    )


def test_n_up_lays_tall_photos_side_by_side_and_wide_ones_below_each_other() -> None:
    wide, tall = Size(300, 100), Size(100, 300)
    assert len({box.y for box in tiles(3, Size(900, 600), tall)}) == 1
    assert len({box.x for box in tiles(3, Size(900, 900), wide)}) == 1
    assert len({box.x for box in tiles(4, Size(800, 800), Size(100, 100))}) == 2


def test_a_number_puts_one_of_many_on_screen_at_the_same_zoom_and_place() -> None:
    size = Size(4000, 3000)
    view = View(zoom=1.0, centre=(0.3, 0.4), mode="nup")
    one = many(replace(view, chosen=2), Size(900, 700), size, size, size)
    assert [(pane.side, pane.scale) for pane in one.panes] == [("2", 1.0)]
    assert one.panes[0].pane.width == 900
    again = many(view, Size(900, 700), size, size, size)
    assert settled_centre(one, {"2": size}) == pytest.approx(settled_centre(again, {"3": size}), abs=1e-3)
    assert len(many(replace(view, chosen=9), Size(900, 700), size, size).panes) == 2, "there is no ninth"


PIXELS = st.integers(-300, 300)


BESIDE = st.builds(View, mode=st.sampled_from(["side", "stack", "mirror"]), zoom=ZOOMS)


@given(BESIDE, SIZES, VIEWPORTS, st.tuples(PIXELS, PIXELS))
def test_a_pane_moved_by_itself_leaves_the_other_where_it_is(
    view: View, size: Size, viewport: Size, moved_by: tuple[int, int]
) -> None:
    dx, dy = moved_by
    drawn = plan(view, a=size, b=size, viewport=viewport)
    moved = plan(nudged(view, of_side(drawn, "a"), size, dx, dy), a=size, b=size, viewport=viewport)
    assert of_side(moved, "b") == of_side(drawn, "b")
    sign = -1 if view.mode == "mirror" else 1
    assert of_side(moved, "a").left - of_side(drawn, "a").left == pytest.approx(sign * dx, abs=WHOLE + 1e-3)
    assert of_side(moved, "a").top - of_side(drawn, "a").top == pytest.approx(dy, abs=WHOLE + 1e-3)


def test_the_offset_is_kept_while_both_are_panned_and_gone_when_they_are_linked_again() -> None:
    size, viewport = Size(8000, 6000), Size(1000, 700)
    sizes = {"a": size, "b": size}
    view = View("side", 1.0)
    apart = nudged(view, of_side(plan(view, a=size, b=size, viewport=viewport), "a"), size, 40, -30)
    for _ in range(5):
        apart = panned(apart, plan(apart, a=size, b=size, viewport=viewport), 13, 7, sizes)
    a, b = (of_side(plan(apart, a=size, b=size, viewport=viewport), side) for side in ("a", "b"))
    assert (a.left - a.pane.x) - (b.left - b.pane.x) == pytest.approx(40, abs=2)
    assert a.top - b.top == pytest.approx(-30, abs=2)
    a, b = (of_side(plan(linked(apart), a=size, b=size, viewport=viewport), side) for side in ("a", "b"))
    assert a.top == b.top


@given(ZOOMS, st.sampled_from([0.5, 0.8, 1.25, 2.0]), SHARE, SHARE)
def test_zooming_one_pane_keeps_the_place_under_the_cursor(
    zoom: float, factor: float, across: float, down: float
) -> None:
    size, viewport = Size(3000, 2000), Size(1000, 700)
    view = View("side", zoom)
    pane = of_side(plan(view, a=size, b=size, viewport=viewport), "a")
    point = (pane.pane.x + across * pane.pane.width, pane.pane.y + down * pane.pane.height)
    after = of_side(plan(grown(view, pane, size, factor, point), a=size, b=size, viewport=viewport), "a")
    assert after.scale == pytest.approx(pane.scale * factor)
    assert after.point_at(pane.place_at(*point, size), size) == pytest.approx(point, abs=1)


MATCHES = st.builds(
    Match,
    dx=st.floats(-400, 400),
    dy=st.floats(-400, 400),
    scale=st.floats(0.3, 3),
    rotation=st.floats(-20, 20),
)
OVER = st.builds(View, mode=st.sampled_from(["side", "wipe", "onion", "difference"]), zoom=ZOOMS)


@given(MATCHES, OVER, st.tuples(SHARE, SHARE))
def test_registered_photos_show_each_place_at_the_same_point(
    match: Match, view: View, place: tuple[float, float]
) -> None:
    a, b, viewport = Size(2400, 1800), Size(2000, 1500), Size(900, 600)
    (u, v), (dx, dy), scale, rotation = place, (match.dx, match.dy), match.scale, match.rotation
    drawn = plan(view, a=a, b=b, viewport=viewport, match=match)
    left, right = of_side(drawn, "a"), of_side(drawn, "b")
    across, down = turned(u * b.width * scale, v * b.height * scale, rotation)
    on_a = ((across + dx) / a.width, (down + dy) / a.height)
    seen_a, seen_b = left.point_at(on_a, a), right.point_at((u, v), b)
    assert seen_a[0] - left.pane.x == pytest.approx(seen_b[0] - right.pane.x, abs=1.01)
    assert seen_a[1] == pytest.approx(seen_b[1], abs=1.01)
    assert left.place_at(*seen_a, a) == pytest.approx(on_a, abs=1e-6)


@given(MATCHES, st.sampled_from([0.5, 1.0, 3.0]), st.tuples(SHARE, SHARE))
def test_registered_photos_stay_together_while_one_zooms_at_either(
    match: Match, zoom: float, at: tuple[float, float]
) -> None:
    a, b, viewport = Size(2400, 1800), Size(8000, 6000), Size(900, 600)
    sizes = {"a": a, "b": b}
    view = View("side", zoom, (0.5, 0.5))
    drawn = plan(view, a=a, b=b, viewport=viewport, match=match)
    point = (at[0] * 440, at[1] * 590)  # over A
    held = drawn.bases[0].place_at(*point, b)
    assume(all(0.2 < share < 0.8 for share in held))
    closer = zoomed_at(view, drawn, zoom * 2, point, sizes)
    after = plan(closer, a=a, b=b, viewport=viewport, match=match)
    assert after.bases[0].point_at(held, b) == pytest.approx(point, abs=1.01)
