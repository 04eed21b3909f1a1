"""Which photos stand side by side."""

import pytest

from review_desk.domain.lineup import MOST, of_colourways, of_versions
from review_desk.domain.photo import Photo, Version


def photo_of(
    name: str = "p", *, sku: str = "S", colourway: str = "", shot: str = "", versions: int = 2
) -> Photo:
    """A made-up photo: an original and AI versions."""
    numbers = range(1, versions + 1)
    rest = (1, 9, 9, 8, "RGB", "JPEG", 1, None, "")
    made = tuple(Version(name, n, "ai" if n > 1 else "original", "", "f", f"{n:064}", *rest) for n in numbers)
    return Photo(name, "batch", name, sku, colourway, shot, 0, versions=made)


@pytest.mark.parametrize("count", [1, 3, 9, 12])
def test_of_many_versions_the_original_and_the_newest_are_shown(count: int) -> None:
    seats = of_versions(photo_of(versions=count))
    assert len(seats) == min(count, MOST)
    assert seats[0].name == "original"
    assert seats[-1].version.number == count


def colourways(*names: str, shot: str = "front", sku: str = "BG-1") -> list[Photo]:
    return [photo_of(f"{sku}-{n}-{shot}", sku=sku, colourway=n, shot=shot) for n in names]


def test_colourways_are_of_the_same_sku_and_shot() -> None:
    black, olive = colourways("black", "olive")
    others = [*colourways("black", shot="back"), *colourways("black", sku="BG-2")]
    seats = of_colourways(olive, [black, *others, olive])
    assert [s.photo.id for s in seats] == [black.id, olive.id]
    assert [s.name for s in seats] == ["black ai", "olive ai"]


def test_a_photo_without_a_sku_stands_alone() -> None:
    first, second = photo_of("a", sku=""), photo_of("b", sku="")
    assert [s.photo.id for s in of_colourways(first, [first, second])] == ["a"]


def test_of_many_colourways_the_nine_around_this_one_are_shown() -> None:
    many = colourways(*(f"c{n:02}" for n in range(30)))
    for here in (0, 3, 15, 29):
        seats = of_colourways(many[here], many)
        assert len(seats) == MOST
        assert many[here].id in {s.photo.id for s in seats}


def test_without_a_sku_colourways_are_told_by_the_colour_in_their_names() -> None:
    names = ("cap_black_1", "cap_gray_1", "cap_gray_2", "shoe_black_1", "cap_1")
    photos = {name: photo_of(name, sku="") for name in names}
    found = of_colourways(photos["cap_black_1"], list(photos.values()))
    assert [s.photo.id for s in found] == ["cap_black_1", "cap_gray_1"]
    assert [s.photo.id for s in of_colourways(photos["cap_1"], list(photos.values()))] == ["cap_1"]
