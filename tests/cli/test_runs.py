"""`review-desk runs`, `preset-files`, `compare-presets` and `run --preset`, as a script would use them."""

import json
from pathlib import Path
from typing import Any

import pytest

from review_desk.cli import main
from review_desk.imaging.probe import probe
from review_desk.operations.channels import page_templates
from tests.passes.builders import COUNT, desk_of_rings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk_of_rings(tmp_path)


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_preset_is_compared_first_and_then_runs_on_the_batch(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    tmp_path: Path,
) -> None:
    desk, batch = str(folder), ("--batch", "Rings")
    assert main(["run", "--preset", "packshot", desk, *batch]) == 1
    assert "Packshot, as it is now, was compared on 0 photos" in capsys.readouterr().err
    sheet = str(tmp_path / "sheet.png")
    names = ("--photo", "ring-0", "--photo", "ring-1", "--photo", "ring-2", "-o", sheet)
    found = told(capsys, "compare-presets", desk, "packshot", "shoes", *names)
    assert [len(row["results"]) for row in found["photos"]] == [2, 2, 2]
    seen = {row["name"]: row["seen_by"] for row in told(capsys, "preset-files", desk)}
    assert seen["packshot"]
    assert seen["knit"] is None
    rows = told(capsys, "run", "--preset", "packshot", desk, *batch, "--workers", "2")
    assert [row["version"] for row in rows] == [2] * COUNT
    (run,) = told(capsys, "runs", desk)
    assert (run["name"], run["done"], run["queued"]) == ("preset:packshot", COUNT, 0)
    assert main(["runs", desk, "resume"]) == 2
    assert "no unfinished run" in capsys.readouterr().err


def test_crops_are_written_for_every_channel_in_one_go_and_frame_as_its_page_has_it(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "crops"
    made = told(capsys, "crops", str(folder), "--photo", "ring-0", "--photo", "ring-1", "-o", str(out))
    assert made["refused"] == []
    assert {path.name for path in out.iterdir()} == set(page_templates())
    for channel in page_templates().values():
        for file in (out / channel.id).iterdir():
            found = probe(file)
            assert found.width / found.height == pytest.approx(channel.ratio, rel=0.02), file
    assert (out / "zalando" / "ring-0.jpg").is_file()
    assert main(["crops", str(folder), "--photo", "ring-0", "-o", str(out)]) == 1
    assert "a folder of their own" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "DESK", "--batch", "Rings"), "Say which pass, or with --preset which preset"),
        (("run", "denoise", "DESK", "--preset", "knit", "--batch", "Rings"), "leave those out"),
        (("run", "--preset", "knit", "IN"), "Say where the result goes with -o OUT"),
        (("run", "--preset", "knit", "DESK", "--batch", "Rings", "--param", "a=1"), "leave those out"),
        (
            ("run", "--preset", "packshot", "DESK", "--photo", "ring-0", "--protect", "own"),
            "protects nothing",
        ),
        (("run", "--preset", "nobody", "DESK", "--batch", "Rings"), "There is no preset “nobody”"),
        (("compare-presets", "DESK", "knit", "knit", "--photo", "ring-0", "-o", "s.png"), "two different"),
    ],
)
def test_what_is_missing_is_said(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    words: tuple[str, ...],
    said: str,
) -> None:
    assert main([str(folder) if word == "DESK" else word for word in words]) > 0
    assert said in capsys.readouterr().err


def test_a_preset_runs_on_a_plain_file(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    photo, out = str(folder.parent / "ring-0.png"), str(tmp_path / "out.tif")
    made = told(capsys, "run", "--preset", "packshot", photo, "-o", out)
    assert (made["recipe"]["pass"], len(made["recipe"]["stages"])) == ("preset:packshot", 2)
    assert probe(Path(out)).sha256 == made["recipe"]["output_sha256"]
    assert main(["run", "--preset", "jewellery", photo, "-o", out, "--protect", "path"]) == 2
    assert "ring-0.png brings no clipping path along" in capsys.readouterr().err
