"""Where cards stand."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.channel.page import Guides, PageTemplate
from review_desk.domain.grid.arrangement import PageRow
from review_desk.domain.grid.layout import Box, Layout, laid_out

TEMPLATE = PageTemplate(
    "shop", "Shop", "a test", "2026-11-21", ((0, 2), (800, 4)), 0.8, (20, 30), 40, "#FFFFFF", "#FFFFFF",
    "whole", (), Guides(0.1, 0.9, 0.1, 0.9),
)  # fmt: skip


def page(count: int, columns: int = 4, width: float = 1000, headings: bool = False) -> Layout:
    names = [f"p{n}" for n in range(count)]
    starts = range(0, count, columns)
    rows = [
        PageRow(tuple(names[at : at + columns]), ((0, f"row {at}"),) if headings else ()) for at in starts
    ]
    return laid_out(rows, TEMPLATE, width, columns)


def test_the_template_says_how_many_columns_fit_a_width() -> None:
    assert [TEMPLATE.columns_at(width) for width in (300, 799, 800, 4000)] == [2, 2, 4, 4]


def test_cards_share_the_width_between_the_margins() -> None:
    layout = page(4)
    assert layout.card == (215.0, 269.0)
    left, right = layout.picture(0, 0), layout.picture(0, 3)
    assert left.x == 40
    assert right.x + right.width == 960


def test_cards_of_a_wide_page_stay_of_a_sensible_size_and_in_the_middle() -> None:
    layout = page(2, columns=2, width=4000)
    first, last = layout.picture(0, 0), layout.picture(0, 1)
    assert layout.card[0] == 760
    assert abs(first.x - (4000 - last.x - last.width)) <= 1


LAYOUTS = st.builds(page, st.integers(1, 60), st.integers(1, 8), st.floats(200, 3000), st.booleans())


@given(LAYOUTS, st.floats(0, 1), st.floats(0, 1))
def test_a_point_finds_the_card_that_is_painted_there(layout: Layout, across: float, down: float) -> None:
    x, y = across * layout.width, down * layout.height
    painted = [
        (row, column)
        for row, line in enumerate(layout.rows)
        for column in range(len(line.photos))
        if layout.whole(row, column).holds(x, y)
    ]
    assert [layout.at(x, y)] == (painted or [None])


@given(LAYOUTS, st.floats(0, 1), st.floats(1, 900))
def test_the_rows_in_view_are_those_that_can_be_seen(layout: Layout, share: float, height: float) -> None:
    top = share * layout.height
    seen = [
        row
        for row in range(len(layout.rows))
        if (box := layout.row_box(row)).y < top + height and box.y + box.height > top
    ]
    assert list(layout.rows_between(top, top + height)) == seen


def test_a_rubber_band_takes_every_card_it_touches() -> None:
    layout = page(8)
    inside, across = layout.picture(0, 1), layout.picture(1, 2)
    band = Box(inside.x + 5, inside.y + 5, across.x - inside.x, across.y - inside.y)
    assert layout.within(band) == ["p1", "p2", "p5", "p6"]


def test_a_heading_has_the_room_above_its_own_group() -> None:
    row = PageRow(("a", "b", "c"), ((0, "ring"), (2, "mug")))
    layout = laid_out((row,), TEMPLATE, 800, 4)
    (ring, _), (mug, said) = layout.headings(0)
    assert said == "mug"
    assert mug.x == layout.picture(0, 2).x
    assert ring.x + ring.width + layout.gap[0] == mug.x
