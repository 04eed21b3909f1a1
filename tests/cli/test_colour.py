"""`review-desk colour`, as a script would use it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from review_desk.cli import main
from review_desk.imaging import rgb_spaces
from tests.imaging import builders

P3 = rgb_spaces.display_p3()
PATCHES = np.array([[(255, 0, 0), (10, 10, 10)], [(128, 64, 200), (255, 255, 255)]], np.uint8)


@pytest.fixture
def display(tmp_path: Path) -> Path:
    path = tmp_path / "screen.icc"
    path.write_bytes(P3)
    return path


def run(photo: Path, display: Path, *more: str) -> int:
    return main(
        ["colour", str(photo), "--display", str(display), "-o", str(photo.with_name("out.png")), *more]
    )


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_codes_of_the_display_are_written_without_a_profile(tmp_path: Path, display: Path) -> None:
    assert run(builders.save(tmp_path / "a.png", PATCHES), display) == 0
    with Image.open(tmp_path / "out.png") as image:
        assert "icc_profile" not in image.info
        assert not {"srgb", "gamma", "chromaticity"} & set(image.info)
        codes = np.asarray(image)
    # By hand: linear light times sRGB's matrix and P3's inverse, then sRGB's curve again.
    assert codes.tolist() == [[[234, 51, 35], [10, 10, 10]], [[120, 67, 193], [255, 255, 255]]]


def test_a_photo_in_the_displays_own_profile_is_written_as_it_is(tmp_path: Path, display: Path) -> None:
    scene = builders.scene(300, 300)
    assert run(builders.save(tmp_path / "a.png", scene, icc_profile=P3), display) == 0
    with Image.open(tmp_path / "out.png") as image:
        assert np.abs(np.asarray(image).astype(int) - scene).max() <= 1


def test_an_untagged_photo_is_said_to_be_assumed(
    tmp_path: Path, display: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(builders.save(tmp_path / "a.png", PATCHES), display, "--json") == 0
    document = told(capsys)
    assert (document["source_profile"], document["assumed"]) == ("sRGB", True)
    assert document["badge"] == "untagged, shown as sRGB"
    assert document["engine"].startswith("Little CMS 2.")


def test_a_tagged_photo_is_named_by_its_profile(
    tmp_path: Path, display: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = builders.save(tmp_path / "a.png", PATCHES, icc_profile=rgb_spaces.adobe_rgb())
    assert run(photo, display, "--intent", "perceptual", "--no-bpc", "--json") == 0
    document = told(capsys)
    assert (document["source_profile"], document["assumed"]) == ("Adobe RGB (1998)", False)
    assert document["badge"] == "Adobe RGB (1998)"


def test_a_broken_profile_gives_its_reason(
    tmp_path: Path, display: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = builders.save(tmp_path / "a.png", PATCHES, icc_profile=builders.lab_profile())
    assert run(photo, display, "--json") == 0
    document = told(capsys)
    assert document["badge"] == "broken profile, shown as sRGB"
    assert (
        document["reason"]
        == "the profile is an abstract profile, not the profile of a device or colour space"
    )


def test_what_was_written_is_said_in_words(
    tmp_path: Path, display: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(builders.save(tmp_path / "a.png", PATCHES), display) == 0
    assert "out.png: untagged, shown as sRGB; Little CMS" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["gone.png", "--display", "screen.icc", "-o", "b.png"], 2, "gone.png is not there"),
        (["a.png", "--display", "gone.icc", "-o", "b.png"], 2, "the display's profile cannot be read"),
        (
            ["a.png", "--display", "a.png", "-o", "b.png"],
            2,
            "the display's profile cannot be used: it is no ICC",
        ),
        (["a.png", "--display", "screen.icc", "-o", "b.jpg"], 2, "b.jpg is no name for a PNG"),
        (["a.png", "--display", "screen.icc", "-o", "a.png"], 1, "Originals are never written"),
        (["a.png", "--display", "screen.icc", "-o", "no/b.png"], 2, "b.png cannot be written"),
    ],
)
def test_wrong_use_is_one_plain_sentence_and_its_exit_code(  # noqa: PLR0917
    tmp_path: Path,
    display: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    code: int,
    sentence: str,
) -> None:
    photo = builders.save(tmp_path / "a.png", PATCHES)
    before = photo.read_bytes()
    monkeypatch.chdir(tmp_path)
    assert main(["colour", *argv]) == code
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""
    assert photo.read_bytes() == before
    assert not (tmp_path / "b.png").exists()
