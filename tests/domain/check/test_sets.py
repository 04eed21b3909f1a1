"""Shots that are missing, and photos that came twice."""

from typing import Any

from review_desk.domain.check.sets import duplicates, missing_shots
from review_desk.domain.photo import Photo, Version


def photo(sku: str, shot: str, *, content: str = "", category: str = "bags") -> Photo:
    name = f"{sku}-{shot}"
    facts: dict[str, Any] = {"label": "", "file": f"{name}.jpg", "size": 1, "width": 1, "height": 1,
                             "format": "JPEG", "mode": "RGB"}  # fmt: skip
    version = Version(photo=name, number=1, role="original", sha256=content or name, bit_depth=8,
                      orientation=1, profile=None, profile_state="untagged", **facts)  # fmt: skip
    return Photo(name, "b", name, sku, "", shot, 0, {"category": category}, versions=(version,))


def test_a_sku_without_a_shot_that_the_others_have_says_which() -> None:
    photos = [photo(sku, shot) for sku in ("b1", "b2", "b3") for shot in ("front", "back")]
    photos += [photo("b4", "front"), photo("m1", "front", category="mugs")]
    found = missing_shots(photos)
    assert {name: each.value for name, each in found.items() if each.value} == {"b4-front": 1}
    assert found["b4-front"].note == "Without back."
    assert "m1-front" not in found  # one mug alone tells nothing of what mugs need


def test_a_shot_that_few_have_is_not_missed() -> None:
    photos = [photo(sku, "front") for sku in ("b1", "b2", "b3", "b4")]
    photos += [photo("b1", "detail"), photo("b2", "detail")]
    assert not any(each.value for each in missing_shots(photos).values())


def test_photos_of_one_content_or_one_look_are_counted_and_named() -> None:
    photos = [photo("b1", "front", content="x"), photo("b2", "front", content="x"), photo("b3", "front")]
    found = duplicates(photos, {"b3-front": ("b1-front",), "b1-front": ("b3-front",)})
    assert [found[each.id].value for each in photos] == [2, 1, 1]
    assert found["b2-front"].note == "The same as b1-front."
    alone = duplicates([photo("b9", "front")], {})
    assert alone["b9-front"].value == 0
