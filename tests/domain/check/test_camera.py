"""What only a set tells of a camera: dust on its sensor, and the distortion of its lens."""

from collections.abc import Sequence

import pytest

from review_desk.domain.check.dust import Spot, sensor_dust
from review_desk.domain.check.lens import lens_bow
from review_desk.domain.photo import Photo, Version

BOX = (10, 10, 400, 20)


def shots(count: int, *, orientation: int = 1, width: int = 3000, first: int = 0) -> list[Photo]:
    return [
        Photo(str(n), "b", f"p{n}", "", "", "", n, versions=(version(str(n), width, orientation),))
        for n in range(first, first + count)
    ]


def version(photo: str, width: int, orientation: int) -> Version:
    return Version(
        photo, 1, "original", "", "f", "s", 1, width, 4000, 8, "RGB", "JPEG", orientation, None, "untagged"
    )


def values(photos: Sequence[Photo], spots: dict[str, list[Spot]]) -> list[object]:
    found = sensor_dust(photos, spots)
    return [found[photo.id].value if photo.id in found else None for photo in photos]


def test_a_speck_at_one_place_of_three_photos_is_the_sensors_and_others_are_not() -> None:
    photos = shots(5)
    spots: dict[str, list[Spot]] = {p.id: [(0.1 * int(p.id), 0.9, 6.0)] for p in photos}
    for photo in photos[:3]:
        spots[photo.id].append((0.7 + 0.0005 * int(photo.id), 0.2, 4.0))
    assert values(photos, spots) == [1, 1, 1, 0, 0]
    found = sensor_dust(photos, spots)["0"]
    assert found.note == "In 3 of 5 photos at the same place."
    assert found.region is not None
    x, y, width, height = found.region
    assert x < 0.7 * 3000 < x + width
    assert y < 0.2 * 4000 < y + height


def test_photos_held_another_way_or_of_another_size_are_another_frame() -> None:
    photos = [*shots(2), *shots(2, orientation=6, first=2), *shots(2, width=2000, first=4)]
    assert values(photos, {p.id: [(0.5, 0.5, 5.0)] for p in photos}) == [None] * 6


def test_a_few_specks_at_one_place_among_a_hundred_photos_are_chance() -> None:
    photos = shots(100)
    spots: dict[str, list[Spot]] = {p.id: [] for p in photos}
    for photo in photos[:19]:
        spots[photo.id] = [(0.5, 0.5, 5.0)]
    assert set(values(photos, spots)) == {0}
    spots[photos[19].id] = [(0.5, 0.5, 5.0)]
    assert values(photos, spots)[:21] == [1] * 20 + [0]


def test_a_lens_is_known_by_the_edges_that_a_set_agrees_on() -> None:
    photos = shots(4)
    found = lens_bow(photos, {"0": (-2.1, BOX), "1": (-1.9, BOX), "2": (-2.0, BOX)})
    assert set(found) == {"0", "1", "2"}
    assert found["0"].value == pytest.approx(2.0)
    assert found["0"].note == "Barrel, by the straight edges of 3 photos."
    assert found["0"].region == BOX


def test_curved_products_do_not_agree_and_two_photos_are_too_few() -> None:
    curved = lens_bow(shots(3), {"0": (-4.0, BOX), "1": (0.1, BOX), "2": (2.0, BOX)})
    assert {each.value for each in curved.values()} == {None}
    assert "do not agree" in curved["0"].note
    few = lens_bow(shots(2), {"0": (-2.0, BOX), "1": (-2.0, BOX)})
    assert {each.value for each in few.values()} == {None}
