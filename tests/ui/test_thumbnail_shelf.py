"""Whatever comes and is used, what is kept stays within its bytes, and the newest wishes come first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from review_desk.ui.thumbnails.shelf import Kept, Shelf
from review_desk.ui.thumbnails.wishes import AHEAD, LISTED, VISIBLE, Wishes
from tests.ui.test_thumbnails import A_VERSION

PICTURES = st.builds(
    lambda number, edge, shade, size: Kept(replace(A_VERSION, sha256=f"{number}"), number, edge, shade, size),
    st.integers(0, 12), st.sampled_from((320, 640, 1280)), st.sampled_from(("srgb", "display")),
    st.integers(1, 700),
)  # fmt: skip
KEYS = st.lists(st.integers(0, 30).map(lambda n: (f"{n}", 320)), unique=True)


@given(st.lists(PICTURES), st.integers(0, 1500))
def test_the_bytes_kept_are_never_over_the_budget_and_always_counted(
    pictures: list[Kept[int]], budget: int
) -> None:
    shelf: Shelf[int] = Shelf(budget)
    for picture in pictures:
        shelf.put(picture)
        assert shelf.held == sum(kept.size for kept in shelf.all()) <= budget
        assert len({kept.version.sha256 for kept in shelf.all()}) == len(shelf.all())


@given(st.lists(PICTURES, min_size=1))
def test_what_just_came_is_there_if_it_fits(pictures: list[Kept[int]]) -> None:
    shelf: Shelf[int] = Shelf(700)
    for picture in pictures:
        shelf.put(picture)
    last = pictures[-1]
    assert shelf.has(last.version.sha256, last.edge, last.shade)


def test_what_was_used_longest_ago_goes_first() -> None:
    shelf: Shelf[str] = Shelf(300)
    for name in "abc":
        shelf.put(Kept(replace(A_VERSION, sha256=name), name, 320, "srgb", 100))
    shelf.find("a")
    shelf.put(Kept(replace(A_VERSION, sha256="d"), "d", 320, "srgb", 100))
    assert [kept.picture for kept in shelf.all()] == ["c", "a", "d"]


@given(KEYS, KEYS, KEYS, KEYS)
def test_only_wishes_of_the_last_look_and_of_lists_are_left_and_each_is_met_once(
    earlier: list[tuple[str, int]], visible: list[tuple[str, int]], ahead: list[tuple[str, int]],
    listed: list[tuple[str, int]],
) -> None:  # fmt: skip
    wishes = Wishes()
    wishes.look_at(dict.fromkeys(earlier, A_VERSION), {})
    for key in listed:
        wishes.ask(key, A_VERSION)
    wishes.look_at(dict.fromkeys(visible, A_VERSION), dict.fromkeys(ahead, A_VERSION))
    met: list[tuple[str, int]] = []
    ranks: list[int] = []
    while some := wishes.next(5, lambda _: False):
        assert len(some) <= 5
        met += some
        for key in some:
            rank = wishes.rank(key)
            assert rank is not None
            ranks.append(rank)
        for key in some:
            wishes.settle(key)
    assert sorted(met) == sorted({*visible, *ahead, *listed})
    assert ranks == sorted(ranks)


def test_lists_are_served_newest_first_and_their_oldest_wishes_are_forgotten() -> None:
    wishes = Wishes()
    for number in range(300):
        wishes.ask((f"{number}", 320), A_VERSION)
    assert list(wishes.next(2, lambda _: False)) == [("299", 320), ("298", 320)]
    assert wishes.rank(("0", 320)) is None


def test_what_is_visible_and_listed_counts_as_visible() -> None:
    wishes, key = Wishes(), ("a", 320)
    wishes.ask(key, A_VERSION)
    assert wishes.rank(key) == LISTED
    wishes.look_at({}, {key: A_VERSION})
    assert wishes.rank(key) == LISTED
    wishes.look_at({key: A_VERSION}, {})
    assert wishes.rank(key) == VISIBLE
    wishes.look_at({}, {("b", 320): A_VERSION})
    assert wishes.rank(("b", 320)) == AHEAD
