"""The style guide is data, and a slip in it is a sentence."""

from pathlib import Path

import pytest

from review_desk.domain.drift.measure import BY_ID
from review_desk.domain.drift.style import read_style
from review_desk.errors import BadInput
from review_desk.operations.drift import style_guide, style_of
from review_desk.paths import asset


def test_a_category_has_its_own_target_in_place_of_the_common_one() -> None:
    style = read_style(
        "[target.tilt]\nhigh = 1\n[category.Jewellery.tilt]\nlow = -3\nhigh = 3", name="a.toml"
    )
    tilt = BY_ID["tilt"]
    assert style.target(tilt, "jewellery").high == 3
    assert style.target(tilt, "bags").high == 1
    assert style.target(BY_ID["baseline"], "bags") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[target.tlit]\nlow = 1", "target: unknown measure 'tlit'; did you mean 'tilt'?"),
        ("[target.tilt]\nmin = 1", "target.tilt: unknown field 'min'"),
        ("[target.tilt]", "target.tilt has neither low nor high"),
        ("[target.tilt]\nlow = 2\nhigh = 1", "target.tilt: low is above high"),
        ("[target.tilt]\nlow = true", "target.tilt.low must be a number"),
        ("[target.product]\nlow = 1", "the colour of a product has no one target"),
        ("[targets.tilt]\nlow = 1", "unknown field 'targets'; did you mean 'target'?"),
        ("target", "is not TOML"),
    ],
)
def test_a_slip_is_named(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=r"own\.toml") as slip:
        read_style(text, name="own.toml")
    assert said in str(slip.value)


def test_the_style_guide_of_the_house_can_be_read() -> None:
    assert style_of(Path("no desk")).target(BY_ID["background_l"], "") is not None
    assert asset("drift", "style.toml").is_file()


def test_a_studio_lays_its_own_style_guide_into_the_desk(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text("[target.tilt]\nhigh = 1\n")
    style = style_of(tmp_path)
    assert style.target(BY_ID["tilt"], "").high == 1  # type: ignore[union-attr]
    assert style.target(BY_ID["background_l"], "") is None


def test_a_style_guide_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        style_guide(tmp_path / "none.toml")
