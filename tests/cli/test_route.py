"""`review-desk route` and `rules --explain` with what was measured, as a script meets them."""

import json
import shutil
from pathlib import Path

import pytest

from review_desk.cli import main
from review_desk.operations import browse
from review_desk.store.desk import Reader
from tests.builders import ROOT, manifest_file, new_desk

DEMO = ROOT / "assets" / "demo" / "before"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gold ring and a plastic bottle, both called packshots of nothing in particular."""
    folder = tmp_path_factory.mktemp("route")
    (folder / "two").mkdir()
    names = ("rg-0415-front.jpg", "bt-1121-front.jpg")
    for name in names:
        shutil.copy(DEMO / name, folder / "two")
    manifest_file(
        folder / "two" / "manifest.csv", [{"file": name, "content_type": "packshot"} for name in names]
    )
    main(["intake", str(new_desk(folder / "desk")), str(folder / "two"), "--batch", "two"])
    return folder / "desk"


def test_the_pixels_raise_the_ring_and_say_what_was_seen(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["route", str(desk), "--batch", "two", "--json"]) == 0
    ring, bottle = json.loads(capsys.readouterr().out)
    assert (ring["level"], bottle["level"]) == (2, 1)
    assert ring["reasons"][0]["measured"].startswith("metal ")
    assert ring["evidence"]["metal"] >= 8
    assert main(["route", str(desk), "--batch", "two", "--no-evidence"]) == 0
    said = capsys.readouterr().out
    assert "one human pass. (metal " in said, "what was measured before is remembered"


def test_why_a_photo_was_raised_is_explained(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["route", str(desk), "--batch", "two"])
    capsys.readouterr()
    assert main(["rules", str(desk), "--explain", "rg-0415-front", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["evidence"]["metal"] >= 8
    assert "Level 1, AI only, without the rule metal-seen." in told["would_change"]


def test_what_would_change_a_route_is_said_in_words_and_not_in_ids(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Reader.open(desk) as reader:
        photos = [photo.id for photo in browse.photos(reader)]
    said = ""
    for photo in photos:
        assert main(["rules", str(desk), "--explain", photo]) == 0
        said += capsys.readouterr().out
    assert "AI only" in said or "human-led" in said
    assert "ai_only" not in said
    assert "human_led" not in said


def test_a_watched_folder_is_taken_in_when_it_is_quiet_and_what_comes_later_joins_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coming = tmp_path / "coming"
    coming.mkdir()
    desk = str(new_desk(tmp_path / "desk"))
    asked = ["watch", desk, str(coming), "--quiet", "0.2", "--json"]
    assert main([*asked, "--at-most", "0.3"]) == 1, "an empty folder is waited for"
    assert "was not quiet within 0.3 seconds" in capsys.readouterr().err
    for name, photos in (("rg-0415-front.jpg", 1), ("bt-1121-front.jpg", 1)):
        shutil.copy(DEMO / name, coming)
        assert main(asked) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["batch"], told["photos"]) == ("coming", photos)
    with Reader.open(Path(desk)) as reader:
        assert [batch.photos for batch in browse.batches(reader)] == [2]
