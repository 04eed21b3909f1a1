"""Real photos through the real command line and the real worker processes."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from review_desk.cli import main

pytestmark = pytest.mark.samples


@pytest.fixture
def answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs commands on a desk of its own with --json: `answers("list")`."""
    desk = tmp_path / "desk"

    def run(command: str, *words: str | Path, code: int = 0) -> Any:
        assert main([command, str(desk), *map(str, words), "--json"]) == code
        return json.loads(capsys.readouterr().out)

    run("init")
    return run


def photos_below(folder: Path) -> set[str]:
    """Everything that lies below but for the notes on where it came from."""
    return {str(path) for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"}


def versions_of(listed: list[dict[str, Any]]) -> set[str]:
    return {version["file"] for photo in listed for version in photo["versions"]}


def stamps(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_the_pairs_come_in_with_their_versions_and_masks(samples: Path, answers: Any) -> None:
    source = samples / "pairs"
    before = stamps(source)
    report = answers("intake", source, code=1)  # three files stand beside a pair and belong to none
    listed = {photo["name"]: photo for photo in answers("list")}
    folders = {path.name: path for path in source.iterdir() if path.is_dir()}
    assert listed.keys() == folders.keys()
    assert len(listed) == report["photos"] == 20
    for name, folder in folders.items():
        afters = sorted(folder.glob("after*"))
        found = [version["file"] for version in listed[name]["versions"]]
        assert sorted(found[1:]) == [str(path) for path in afters], name
        assert Path(found[0]).stem == "before"
        assert (listed[name]["mask"] is not None) is (folder / "mask.png").exists(), name
    assert report["versions"] == sum(len(photo["versions"]) for photo in listed.values())
    assert {Path(row["file"]).name.split("__")[0] for row in report["quarantined"]} == {"extra"}
    assert stamps(source) == before
    again = answers("intake", source, code=1)
    assert (again["photos"], again["versions"], again["already_known"]) == (0, 0, 20)
    assert answers("verify")["ok"]


def test_the_products_come_in_as_lone_photos(samples: Path, answers: Any) -> None:
    report = answers("intake", samples / "products")
    listed = answers("list")
    assert versions_of(listed) == photos_below(samples / "products")
    assert {len(photo["versions"]) for photo in listed} == {1}
    assert report["photos"] == len(listed)
    assert len({photo["photo"] for photo in listed}) == len(listed)
    assert all(photo["versions"][0]["width"] > 0 and photo["versions"][0]["sha256"] for photo in listed)


def test_of_the_hostile_files_each_is_a_photo_or_refused_with_its_reason(samples: Path, answers: Any) -> None:
    source = samples / "hostile"
    report = answers("intake", source, code=1)
    listed = answers("list")
    refused = {str(source / row["file"]): row["reason"] for row in report["quarantined"]}
    assert not versions_of(listed) & refused.keys()
    assert versions_of(listed) | refused.keys() == photos_below(source)
    assert len(refused) == len(report["quarantined"]) > 100
    assert len(listed) == report["photos"] > 100
    assert all(len(reason) > 10 and "\n" not in reason for reason in refused.values())
    assert not any("Traceback" in reason or "Error" in reason for reason in refused.values())
    assert answers("verify")["ok"]


def test_real_pairs_that_were_moved_are_linked_again(samples: Path, answers: Any, tmp_path: Path) -> None:
    for name in ("rembg-car-1", "pymatting-lemur"):
        shutil.copytree(samples / "pairs" / name, tmp_path / "shoot" / name)
    answers("intake", tmp_path / "shoot", code=1)
    (tmp_path / "shoot").rename(tmp_path / "archive")
    assert answers("relink", tmp_path / "archive") == {"found": 5, "missing": 0}
    assert all(Path(file).is_file() for file in versions_of(answers("list")))
    assert all(photo["mask"] is None or Path(photo["mask"]).is_file() for photo in answers("list"))
