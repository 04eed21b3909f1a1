"""`review-desk drift` as a script meets it."""

import json
from pathlib import Path

import pytest
from PIL import Image

from review_desk.cli import main
from review_desk.cli.drift import drift_json, drift_text
from review_desk.domain.drift.settings import Settings
from review_desk.operations.drift import judged
from tests.builders import new_desk, open_store, take_in
from tests.domain.drift.subjects import batch, compared, without
from tests.imaging.measures.products import Product, save


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine mugs on a desk; the sixth is a stop too dark."""
    folder = tmp_path_factory.mktemp("drift")
    (folder / "mugs").mkdir()
    for number in range(9):
        mug = Product(seed=number, shape="mug", lab=(60.0, 15.0, 25.0), size=(150, 200), scale=1.2,
                      ev=-1.0 if number == 5 else 0.0)  # fmt: skip
        save(folder / "mugs" / f"mug-{number}.png", mug)
    with open_store(new_desk(folder / "desk")) as store:
        take_in(store, folder / "mugs")
    return folder / "desk"


def test_the_dark_photo_is_named_with_how_much_and_beside_what(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift", str(desk), "--batch", "mugs"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("“mugs”: 9 of 9 photos measured, 1 flagged.\nmug-5-")
    assert "EV darker than the batch" in said


def test_the_document_has_measures_deviations_and_flags_by_photo(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift", str(desk), "--batch", "mugs", "--columns", "3", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    dark = document["photos"][5]
    ev, usual = (document["photos"][n]["measures"]["exposure_ev"] for n in (5, 4))
    assert ev["value"] < usual["value"] - 0.8
    assert (ev["unit"], ev["against"]) == ("EV", "batch")
    assert ev["deviation"] < -0.8
    assert ev["z"] < -3.5
    assert len(dark["measures"]["product"]["value"]) == 3
    assert "darker than" in next(flag["why"] for flag in dark["flags"] if flag["measure"] == "exposure_ev")
    assert {"exposure_ev", "exposure_l"} <= {flag["measure"] for flag in dark["flags"]}
    assert dark["deviations"][0]["outlier"]
    assert dark["deviations"][0]["visible"]
    assert document["flagged"] == 1
    assert {len(each["columns"]) for each in document["flicker"]} == {3}


def test_limits_a_reference_and_a_style_guide_can_be_given(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    style = tmp_path / "own.toml"
    style.write_text("[target.background_l]\nlow = 99.5")
    words = ["drift", str(desk), "--batch", "mugs", "--style", str(style), "--reference", "mug-5"]
    main([*words, "--visible", "background_l=2"])
    said = capsys.readouterr().out
    assert "darker than the style guide allows" in said
    assert "lighter than the reference photo" in said


def test_what_could_not_be_measured_of_a_photo_is_told_with_the_reason() -> None:
    photos = batch(9)
    photos[4] = without(photos[4], "shadow_density")
    found = judged(compared(photos), Settings())

    document = drift_json("mugs", found)

    assert (document["unmeasured"], document["partly_measured"]) == (0, 1)
    assert document["photos"][4]["missing"] == ["shadow_density"]
    assert document["photos"][3]["missing"] == []
    assert "p004  partly measured: It cannot be told." in drift_text("mugs", found)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--visible", "exposure=1"], "There is no measure “exposure”"),
        (["--visible", "tilt=much"], "“much” is not a number of °"),
        (["--visible", "tilt=-1"], "must be above 0 °"),
        (["--columns", "0"], "at least one column"),
        (["--style", "nowhere.toml"], "cannot be read"),
        (["--reference", "nobody"], "There is no photo “nobody”"),
    ],
)
def test_a_slip_is_one_sentence(
    desk: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift", str(desk), "--batch", "mugs", *words]) == 2
    assert said in capsys.readouterr().err


def test_one_photo_alone_is_measured_and_has_nothing_to_deviate_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one").mkdir()
    save(tmp_path / "one" / "mug.png", Product(shape="mug", size=(150, 200)))
    with open_store(new_desk(tmp_path / "desk")) as store:
        take_in(store, tmp_path / "one")
    assert main(["drift", str(tmp_path / "desk"), "--batch", "one", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    (photo,) = document["photos"]
    assert photo["measures"]["frame_fill"]["value"] > 20
    assert photo["measures"]["frame_fill"]["deviation"] is None
    assert (photo["flags"], document["causes"]) == ([], [])


def test_a_batch_without_any_product_says_so_photo_by_photo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "walls").mkdir()
    for level in (90, 180, 250):
        Image.new("RGB", (150, 200), (level,) * 3).save(tmp_path / "walls" / f"{level}.png")
    with open_store(new_desk(tmp_path / "desk")) as store:
        take_in(store, tmp_path / "walls")
    assert main(["drift", str(tmp_path / "desk"), "--batch", "walls", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert {photo["reason"] for photo in document["photos"]} == {"No product stands out from the background."}
    assert [photo["measures"] for photo in document["photos"]] == [{}, {}, {}]
