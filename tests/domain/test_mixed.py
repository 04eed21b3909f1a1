"""What is mixed in a batch: by the manifest where it says so, by the pixels where it does not."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.mixed import Group, groups, merged, without_refused
from review_desk.domain.photo import Photo

WHITE = {"ground_l": 99.0, "ground_a": 0.0, "ground_b": 0.0, "busy_background": 0.0}
CREAM = {"ground_l": 90.0, "ground_a": 1.0, "ground_b": 7.0, "busy_background": 0.1}
BUSY = {"busy_background": 40.0}
CUT_OUT = {"transparent": 1.0, "busy_background": 0.0}


def photos(count: int, start: str = "p", **fields: str) -> list[Photo]:
    return [Photo(f"{start}{n}", "b", f"{start}{n}", "", "", "", n, fields) for n in range(count)]


def names(found: tuple[Group, ...]) -> dict[str, int]:
    return {group.name: len(group.photos) for group in found}


def test_what_the_manifest_says_sets_groups_apart_whatever_its_spelling() -> None:
    mixed = [
        *photos(3, "a", lighting="soft box", background="white"),
        *photos(2, "b", lighting="Soft Boxes", background="White"),
        *photos(4, "c", lighting="hard key", background="grey room"),
    ]
    found = groups(mixed, {})
    assert names(found) == {"Soft box, white": 5, "Hard key, grey room": 4}
    assert found[0].reasons == (
        "The manifest says lighting: soft box.",
        "The manifest says background: white.",
    )


def test_where_the_manifest_is_silent_the_ground_sets_groups_apart() -> None:
    mixed = photos(12)
    seen = {p.id: (WHITE if n < 5 else CREAM if n < 9 else BUSY) for n, p in enumerate(mixed)}
    found = groups(mixed, seen)
    assert names(found) == {"White ground": 5, "Cream ground": 4, "Grounds that are not plain": 3}
    assert found[1].reasons == ("Their ground is L* 90, a* +1, b* +7.",)


def test_a_little_light_more_or_less_is_the_same_set_up() -> None:
    mixed = photos(8)
    seen = {p.id: {**WHITE, "ground_l": 96.0 + 0.5 * n} for n, p in enumerate(mixed)}
    assert names(groups(mixed, seen)) == {"White ground": 8}


def test_what_is_worn_and_what_is_cut_out_is_apart() -> None:
    mixed = photos(9)
    seen = {
        p.id: (WHITE | {"person": 30.0} if n < 4 else WHITE if n < 7 else CUT_OUT)
        for n, p in enumerate(mixed)
    }
    found = groups(mixed, seen)
    assert names(found) == {"White ground, worn": 4, "White ground": 3, "Cut out": 2}
    assert "Somebody is in them." in found[0].reasons


def test_a_photo_like_no_other_is_an_odd_one() -> None:
    mixed = photos(7)
    seen = {p.id: (WHITE if n < 5 else CREAM if n == 5 else BUSY) for n, p in enumerate(mixed)}
    assert names(groups(mixed, seen)) == {"White ground": 6, "Odd ones": 1}, "a cream one alone is near white"


def test_photos_nobody_looked_at_are_together_and_say_so() -> None:
    [found] = groups(photos(3), {})
    assert found.name == "Not looked at yet"


def test_surfaces_and_channels_set_groups_apart_too() -> None:
    mixed = [*photos(3, "a", surface="knit"), *photos(3, "b"), *photos(2, "c")]
    seen = {p.id: {"metal": 20.0} if p.id[0] == "b" else {"metal": 0.0} for p in mixed}
    assert names(groups(mixed, seen, "surface")) == {"Knit": 3, "Polished metal": 3, "Other surfaces": 2}
    told = [*photos(2, "a", channel="Zalando"), *photos(1, "b", channel="zalando"), *photos(1, "c")]
    assert names(groups(told, {}, "channel")) == {"Zalando": 3, "No channel": 1}


def test_groups_are_merged_and_refused_ones_are_left_out() -> None:
    three = tuple(Group(name, (f"{name}1", f"{name}2"), (f"because {name}",)) for name in "abc")
    both = merged(three, (3, 1))
    assert [group.name for group in both] == ["a + c", "b"]
    assert both[0].photos == ("a1", "a2", "c1", "c2")
    assert [g.name for g in without_refused(three, [three[1].key])] == ["a", "c"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "soft", "hard"]), st.sampled_from([{}, WHITE, CREAM, BUSY, CUT_OUT])),
        max_size=30,
    )
)
def test_every_photo_is_in_exactly_one_group(told: list[tuple[str, dict[str, float]]]) -> None:
    mixed = [
        Photo(f"p{n}", "b", f"p{n}", "", "", "", n, {"lighting": light}) for n, (light, _) in enumerate(told)
    ]
    seen = {f"p{n}": each for n, (_, each) in enumerate(told)}
    found = groups(mixed, seen)
    assert sorted(photo for group in found for photo in group.photos) == sorted(p.id for p in mixed)
    assert all(group.reasons for group in found)
