"""What a pane needs of a photo too large to be held whole."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain import viewplan
from review_desk.domain.tiles import (
    EDGE,
    Tile,
    bytes_at,
    plan_tiles,
    reduced,
    seen_part,
    whole_level,
)
from review_desk.domain.view_steps import ZOOM_STEPS
from review_desk.domain.viewplan import Size, View

HUGE, STRIP = Size(20_000, 20_000), Size(50_000, 8_000)
SCREEN = Size(3840, 2160)


def test_at_100_percent_a_screen_needs_a_few_tiles_of_the_middle() -> None:
    pane = viewplan.plan(View(zoom=1.0), a=HUGE, b=HUGE, viewport=SCREEN).panes[0]
    plan = plan_tiles(pane, HUGE)
    assert len(plan.seen) <= 5 * 4
    assert plan.seen[0] in {Tile(0, 9, 9), Tile(0, 9, 10), Tile(0, 10, 9), Tile(0, 10, 10)}
    columns, rows = {tile.column for tile in plan.seen}, {tile.row for tile in plan.seen}
    assert len(plan.around) == 2 * (len(columns) + len(rows)) + 4


def test_at_the_corner_of_a_photo_nothing_beyond_it_is_asked_for() -> None:
    pane = viewplan.plan(View(zoom=1.0, centre=(0.0, 0.0)), a=STRIP, b=STRIP, viewport=SCREEN).panes[0]
    plan = plan_tiles(pane, STRIP)
    assert all(tile.column >= 0 and tile.row >= 0 for tile in (*plan.seen, *plan.around))
    assert Tile(0, 0, 0) in plan.seen


def test_the_last_tile_ends_where_the_photo_ends() -> None:
    assert Tile(0, 48, 7).box(STRIP).width == 50_000 - 48 * EDGE
    assert Tile(3, 6, 0).box(STRIP).height == 1000


def test_a_photo_is_held_whole_at_the_finest_level_there_is_room_for() -> None:
    assert whole_level(Size(8192, 5464), 0, 350_000_000) == 0
    assert whole_level(HUGE, 0, 350_000_000) == 2
    assert whole_level(HUGE, 3, 350_000_000) == 3
    assert whole_level(Size(90_000, 5_000), 0, 1) == viewplan.DEEPEST_LEVEL
    assert bytes_at(HUGE, 2) == 100_000_000


def test_each_half_of_a_wipe_asks_only_for_its_own_side() -> None:
    wipe = viewplan.plan(View(mode="wipe", zoom=1.0), a=HUGE, b=HUGE, viewport=SCREEN)
    whole = viewplan.plan(View(zoom=1.0), a=HUGE, b=HUGE, viewport=SCREEN)
    halves = [set(plan_tiles(pane, HUGE).seen) for pane in wipe.panes]
    assert halves[0] | halves[1] == set(plan_tiles(whole.panes[0], HUGE).seen)
    assert len(halves[0] & halves[1]) <= 4


@given(
    mode=st.sampled_from(["single", "side", "stack", "mirror", "wipe", "onion", "difference"]),
    size=st.builds(Size, st.integers(1, 60_000), st.integers(1, 60_000)),
    zoom=st.one_of(st.none(), st.sampled_from(ZOOM_STEPS)),
    centre=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_tiles_cover_all_that_is_seen_and_touch_nothing_else(
    mode: viewplan.Mode, size: Size, zoom: float | None, centre: tuple[float, float]
) -> None:
    view = View(mode=mode, zoom=zoom, centre=centre)
    for pane in viewplan.plan(view, a=size, b=size, viewport=Size(1003, 701)).panes:
        part, plan = seen_part(pane, size), plan_tiles(pane, size)
        whole = reduced(size, pane.level)
        assert part.x >= 0
        assert part.x + part.width <= whole.width
        boxes = [tile.box(size) for tile in plan.seen]
        covered = sum(box.width * box.height for box in boxes)
        assert covered >= max(0, part.width) * max(0, part.height)
        for box in boxes:
            assert box.x < part.x + part.width
            assert box.x + box.width > part.x
            assert box.y < part.y + part.height
            assert box.y + box.height > part.y
        assert not set(plan.seen) & set(plan.around)


def test_a_mirrored_pane_asks_for_what_it_shows_before_it_is_turned_over() -> None:
    plan = viewplan.plan(View(mode="mirror", zoom=1.0), a=HUGE, b=HUGE, viewport=SCREEN)
    mirrored = plan.panes[0]
    assert seen_part(mirrored, HUGE) == seen_part(replace(mirrored, mirrored=False), HUGE)
