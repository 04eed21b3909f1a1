"""The order of a page and its rows."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.grid.arrangement import GROUPINGS, ORDERS, Grouping, Order, PageRow, arranged
from tests.domain.grid.photos import photo_of

BAGS = [
    photo_of("bag-10", 0, colourway="tan", shot_at="2026-11-03"),
    photo_of("bag-2", 1, colourway="black", shot_at="2026-11-01"),
    photo_of("bag-10", 2, colourway="black", shot_at="2026-11-02"),
    photo_of("bag-2", 3, colourway="black", shot="back"),
]


def order_of(order: Order, grouping: Grouping = "page", **drift: float) -> list[str]:
    rows = arranged(BAGS, order=order, grouping=grouping, columns=2, drift=drift)
    return [photo for row in rows for photo in row.photos]


def ids(*places: int) -> list[str]:
    return [BAGS[place].id for place in places]


def test_the_shop_shows_the_order_of_the_manifest() -> None:
    assert order_of("shop") == ids(0, 1, 2, 3)


def test_numbers_in_a_sku_count_as_numbers() -> None:
    assert order_of("sku") == ids(1, 3, 2, 0)


def test_photos_without_a_shoot_time_come_last() -> None:
    assert order_of("time") == ids(1, 2, 0, 3)


def test_what_is_farthest_off_comes_first_and_what_is_not_off_stays_in_its_order() -> None:
    rows = arranged(BAGS, order="drift", grouping="page", columns=4, drift={BAGS[3].id: 9.0, BAGS[1].id: 4.0})
    assert list(rows[0].photos) == ids(3, 1, 0, 2)


def rows_of(grouping: Grouping, columns: int) -> list[PageRow]:
    return list(arranged(BAGS, order="shop", grouping=grouping, columns=columns, drift={}))


def test_a_colourway_strip_holds_one_sku_in_one_shot() -> None:
    assert rows_of("colourways", 2) == [
        PageRow(tuple(ids(0, 2)), ((0, "bag-10 · front"),)),
        PageRow(tuple(ids(1, 3)), ((0, "bag-2 · front"), (1, "bag-2 · back"))),
    ]


def test_small_groups_stand_beside_each_other_and_are_never_torn_apart() -> None:
    assert [row.photos for row in rows_of("colourways", 3)] == [tuple(ids(0, 2, 1)), tuple(ids(3))]


def test_a_group_that_is_wider_than_the_page_goes_on_below_without_a_second_heading() -> None:
    rows = rows_of("shots", 1)
    assert [row.headings for row in rows] == [((0, "bag-10"),), (), ((0, "bag-2"),), ()]


@given(
    st.permutations(BAGS), st.sampled_from(list(ORDERS)), st.sampled_from(list(GROUPINGS)), st.integers(1, 6)
)
def test_every_photo_is_on_the_page_once(
    photos: list, order: Order, grouping: Grouping, columns: int
) -> None:
    rows = arranged(photos, order=order, grouping=grouping, columns=columns, drift={})
    assert sorted(photo for row in rows for photo in row.photos) == sorted(photo.id for photo in BAGS)
    assert all(0 < len(row.photos) <= columns for row in rows)
