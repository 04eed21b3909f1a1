"""Whether a set was lit alike."""

from review_desk.domain.check.light import Light, lit_apart
from review_desk.domain.photo import Photo


def shots(*lightings: str) -> list[Photo]:
    return [
        Photo(f"p{n}", "b", f"p{n}", "", "", "", n, fields={"lighting": lighting})
        for n, lighting in enumerate(lightings)
    ]


def same(photos: list[Photo], light: Light = (80.0, 0.0, 0.0)) -> dict[str, Light]:
    return {photo.id: light for photo in photos}


def test_a_shot_half_a_stop_darker_than_its_set_up_says_so() -> None:
    photos = shots(*["tent"] * 5)
    found = lit_apart(photos, {**same(photos), "p0": (69.53, 0.0, 0.0)})
    assert found["p0"]["exposure"].value == 0.5
    assert found["p0"]["exposure"].note == "Darker than its set-up."
    assert found["p1"]["exposure"].value == 0


def test_another_set_up_has_another_exposure_but_the_same_white() -> None:
    photos = shots(*["tent"] * 4, *["beauty dish"] * 4)
    lights = {**same(photos), **same(photos[4:], (60.0, 0.0, 0.0)), "p7": (60.0, 0.5, 5.0)}
    found = lit_apart(photos, lights)
    assert {each["exposure"].value for each in found.values()} == {0.0}
    assert found["p7"]["white-balance"].value == 5.0
    assert found["p7"]["white-balance"].note == "It is warmer than the middle of the set."


def test_too_few_shots_tell_nothing() -> None:
    photos = shots("tent", "tent", "tent")
    assert lit_apart(photos, same(photos)) == {}
    assert "exposure" not in lit_apart(shots(*"abcd"), same(shots(*"abcd")))["p0"]


def test_another_tone_of_paper_is_no_exposure_and_coloured_paper_no_white_balance() -> None:
    photos = shots(*["tent"] * 6)
    found = lit_apart(photos, {**same(photos), "p0": (30.0, 0.0, 0.0), "p1": (80.0, 25.0, 3.0)})
    assert found["p0"]["exposure"].value is None
    assert "another tone" in found["p0"]["exposure"].note
    assert found["p1"]["white-balance"].value is None
    assert "coloured" in found["p1"]["white-balance"].note
