"""`review-desk passes` and `run`, as a script would use them."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from review_desk.cli import main, passes
from review_desk.errors import DeskError
from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from review_desk.operations import browse, keep
from review_desk.store.desk import Reader, Store
from tests.imaging import saved_path_builder as build
from tests.passes.garments import shot

AT = "2026-03-04T05:06:07.000Z"


def _main(*argv: str) -> int:
    """The commands of this group alone, answered as `review_desk.cli.main` answers them."""
    top = argparse.ArgumentParser()
    commands = top.add_subparsers(required=True)
    for command in passes.COMMANDS:
        sub = commands.add_parser(command.name)
        command.declare(sub)
        sub.add_argument("--json", action="store_true")
        sub.set_defaults(run=command.run)
    arguments = top.parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except DeskError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


def _photo(path: Path, *, seed: int = 1) -> Path:
    pixels = np.random.default_rng(seed).normal(128, 6, (40, 50, 3)).astype(np.uint8)
    write_photo(path, pixels, profile=None)
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with the batch “Rings”: ring-1 and ring-2, one version each."""
    keep.create(tmp_path / "desk", at=AT)
    with (
        Store.open(tmp_path / "desk", at=AT) as store,
        store.step("Take in", actor="ana", at=AT) as step,
    ):
        step.put("batch", {"id": "b1", "name": "Rings", "source": str(tmp_path), "created_at": AT})
        for number in (1, 2):
            name = f"ring-{number}"
            texts = {"name": name, "sku": "", "colourway": "", "shot": ""}
            step.put(
                "photo",
                {"id": name, "batch_id": "b1", "position": number, **texts, "fields": {}, "mask": None},
            )
            path = _photo(tmp_path / f"{name}.png", seed=number)
            facts: dict[str, Any] = {**probe(path).to_json(), "recipe": None}
            del facts["taken_at"]
            named = {"photo_id": name, "number": 1, "role": "original", "label": "", "file": str(path)}
            step.put("version", {**named, **facts})
    return tmp_path / "desk"


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_passes_lists_each_pass_with_its_model_and_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert _main("passes", "--json") == 0
    denoise, *others = _json(capsys)
    assert {"name", "task", "version", "sha256", "size", "licence"} <= set(denoise)
    assert (denoise["name"], denoise["model"]) == ("denoise", "guided-denoise")
    assert denoise["parameters"][0]["name"] == "strength"
    assert all(row["version"] for row in others)
    assert all((row["model"] is None) == (row["sha256"] is None) for row in others)
    assert {"upscale"} < {row["name"] for row in others} > {"remove"}


def test_passes_says_in_words_what_may_be_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert _main("passes") == 0
    said = capsys.readouterr().out
    assert "denoise  Smooth light sensor grain" in said
    assert "strength=0.1  0 to 1: 0 changes nothing" in said


def test_run_on_a_file_writes_the_result_and_reports_its_recipe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out = _photo(tmp_path / "a.png"), tmp_path / "b.tif"
    assert _main("run", "denoise", str(photo), "-o", str(out), "--param", "strength=0.5", "--json") == 0
    told = _json(capsys)
    assert {"recipe", "changed_share", "protected", "took_ms", "file"} <= set(told)
    assert told["recipe"]["parameters"] == {"strength": 0.5}
    assert told["recipe"]["output_sha256"] == probe(out).sha256
    assert told["recipe"]["at"].endswith("Z")


def test_run_on_a_file_says_in_words_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo, out = _photo(tmp_path / "a.png"), tmp_path / "b.png"
    assert _main("run", "denoise", str(photo), "-o", str(out)) == 0
    assert "% of the pixels changed, in " in capsys.readouterr().out


def test_run_on_a_batch_adds_a_version_to_every_photo_and_again_adds_none(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main("run", "denoise", str(desk), "--batch", "Rings", "--json") == 0
    rows = _json(capsys)
    assert [(row["photo"], row["of"], row["version"]) for row in rows] == [("ring-1", 1, 2), ("ring-2", 1, 2)]
    assert not any(row["already"] for row in rows)
    assert all(probe(Path(row["file"])).sha256 == row["recipe"]["output_sha256"] for row in rows)
    assert _main("run", "denoise", str(desk), "--batch", "Rings", "--json") == 0
    again = _json(capsys)
    assert [(row["version"], row["already"]) for row in again] == [(2, True), (2, True)]
    assert [row["recipe"] for row in again] == [row["recipe"] for row in rows]
    with Reader.open(desk) as reader:
        assert [len(photo.versions) for photo in browse.photos(reader)] == [2, 2]


def test_run_on_one_photo_leaves_the_others(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _main("run", "denoise", str(desk), "--photo", "ring-2") == 0
    assert "ring-2  version 2 of version 1: " in capsys.readouterr().out
    with Reader.open(desk) as reader:
        assert [len(photo.versions) for photo in browse.photos(reader)] == [1, 2]


def test_a_photo_that_is_refused_does_not_stop_the_batch(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ring-1.png").unlink()
    assert _main("run", "denoise", str(desk), "--batch", "Rings", "--json") == 1
    captured = capsys.readouterr()
    refused, done = json.loads(captured.out)
    assert (refused["photo"], refused["version"]) == ("ring-1", None)
    assert refused["error"] == "ring-1.png is not there"
    assert done["version"] == 2
    assert "ring-1: ring-1.png is not there" in captured.err


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["sharpen", "a.png", "-o", "b.png"], 2, "There is no pass “sharpen”. There is: denoise, "),
        (["denoise", "a.png"], 2, "Say where the result goes with -o OUT."),
        (["denoise", "a.png", "-o", "a.png"], 1, "Originals are never written"),
        (["denoise", "gone.png", "-o", "b.png"], 2, "gone.png is not there"),
        (["denoise", "a.png", "-o", "b.bmp"], 2, "b.bmp is no name for a result"),
        (["denoise", "a.png", "-o", "b.png", "--param", "strength"], 2, "write it as name=value"),
        (["denoise", "a.png", "-o", "b.png", "--param", "strength=9"], 2, "strength goes from 0 to 1"),
        (["denoise", "desk"], 2, "is a desk: say which photos with --batch B or --photo P."),
        (["denoise", "desk", "--batch", "Rings", "-o", "b.png"], 2, "leave -o out"),
        (["denoise", "desk", "--batch", "Mugs"], 2, "There is no batch “Mugs”"),
        (["denoise", "desk", "--photo", "mug"], 2, "There is no photo “mug”"),
        (["denoise", "a.png", "--batch", "Rings"], 2, "There is no desk in"),
    ],
)
def test_wrong_use_is_one_plain_sentence_and_its_exit_code(
    *,
    desk: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    code: int,
    sentence: str,
) -> None:
    _photo(tmp_path / "a.png")
    before = (tmp_path / "a.png").read_bytes()
    monkeypatch.chdir(tmp_path)
    assert _main("run", *argv) == code
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.out == ""
    assert (tmp_path / "a.png").read_bytes() == before
    assert not (tmp_path / "b.png").exists()


def _ring_mask(path: Path) -> Path:
    mask = np.zeros((40, 50, 1), np.uint8)
    mask[10:30, 10:40] = 255
    write_photo(path, mask, profile=None)
    return path


def test_run_around_a_protected_product_is_proven_by_prove_and_a_run_without_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, mask = _photo(tmp_path / "a.png"), _ring_mask(tmp_path / "m.png")
    kept, lost = str(tmp_path / "kept.png"), str(tmp_path / "lost.png")
    assert _main("run", "denoise", str(photo), "-o", kept, "--protect", str(mask)) == 0
    assert "0 of 600 protected pixels changed" in capsys.readouterr().out
    assert _main("run", "denoise", str(photo), "-o", lost) == 0
    capsys.readouterr()
    assert _main("prove", str(photo), kept, "--mask", str(mask), "--json") == 0
    told = _json(capsys)
    assert (told["pixels"], told["changed"], told["max_difference"], told["ok"]) == (600, 0, 0, True)
    assert _main("prove", str(photo), lost, "--mask", str(mask)) == 1
    assert "of 600 protected pixels changed, by " in capsys.readouterr().out


def test_a_result_is_never_written_over_its_mask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo, mask = _photo(tmp_path / "a.png"), _ring_mask(tmp_path / "m.png")
    assert _main("run", "denoise", str(photo), "-o", str(mask), "--protect", str(mask)) == 1
    assert "is the mask" in capsys.readouterr().err


def test_in_a_desk_a_photo_without_a_mask_is_refused_in_words(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main("run", "denoise", str(desk), "--batch", "Rings", "--protect", "own") == 1
    assert "neither a mask nor transparency" in capsys.readouterr().err
    assert _main("run", "denoise", str(desk), "--batch", "Rings", "--protect", "m.png") == 2
    assert "write --protect own" in capsys.readouterr().err


def test_rerun_makes_a_version_of_a_desk_again_and_compares(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _main("run", "denoise", str(desk), "--batch", "Rings", "--json")
    rows = _json(capsys)
    assert _main("rerun", str(desk), rows[0]["photo"], "--json") == 0
    found = _json(capsys)
    assert (found["ok"], found["version"], found["other_work"]) == (True, rows[0]["version"], [])
    assert found["sha256"] == found["again"] == rows[0]["recipe"]["output_sha256"]


def test_rerun_of_a_mask_says_where_no_pass_made_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _main("rerun", str(desk), "ring-1", "--mask") == 2
    assert "its mask was not made by a pass" in capsys.readouterr().err
    assert _main("rerun", str(desk), "ring-1", "--mask", "--version", "1") == 2
    assert "the mask is none of the versions" in capsys.readouterr().err


def test_skin_level_measures_a_photo_within_a_mask(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, mask = _photo(tmp_path / "a.png"), np.zeros((40, 50, 1), np.uint8)
    mask[5:35, 5:45] = 255
    write_photo(tmp_path / "mask.png", mask, profile=None)
    assert main(["skin-level", str(photo), "--mask", str(tmp_path / "mask.png"), "--json"]) == 0
    found = _json(capsys)
    assert found["share"] == 60.0
    assert found["texture"] > 1
    assert main(["skin-level", str(photo)]) == 1
    assert "No skin is found by its colour" in capsys.readouterr().err


def test_a_luminosity_mask_is_written_and_can_be_given_to_a_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, mask = _photo(tmp_path / "a.png"), tmp_path / "mask.png"
    assert main(["mask", str(photo), "lights*lights", "-o", str(mask), "--json"]) == 0
    assert 0 <= _json(capsys)["share"] <= 1
    assert main(["mask", str(photo), "glare", "-o", str(mask)]) == 2
    assert "“glare” is no zone of light" in capsys.readouterr().err
    assert main(["run", "denoise", str(photo), "-o", str(tmp_path / "b.png"), "--param", "within=mids"]) == 0


def test_ghost_join_takes_a_second_photo_and_no_other_pass_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    front, inside = shot(tmp_path)
    wanted = ["run", "ghost-join", str(front), "-o", str(tmp_path / "out.png")]
    assert main([*wanted, "--beside", str(inside), "--json"]) == 0
    assert _json(capsys)["recipe"]["beside_sha256"] == probe(inside).sha256
    assert main(wanted) == 2
    assert "ghost-join wants the inside of the neck with --beside" in capsys.readouterr().err
    assert main(["run", "denoise", str(front), "-o", str(tmp_path / "o.png"), "--beside", str(inside)]) == 2
    assert "denoise takes no second photo" in capsys.readouterr().err


def _with_path(path: Path) -> Path:
    ring = build.records(build.circle(0.5, 0.5, 0.4, 0.4), build.circle(0.5, 0.5, 0.2, 0.2))
    box = build.records(build.box(0, 0, 0.5, 0.5))
    return build.photo(path, build.block({"Ring": ring, "Box": box}, clips="Ring"))


@pytest.mark.parametrize("ending", ["psd", "tif", "jpg"])
def test_a_path_in_the_file_protects_and_prove_goes_by_it_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    photo, kept = str(_with_path(tmp_path / f"a.{ending}")), str(tmp_path / "kept.png")
    lighter = ("run", "normalise-exposure", photo, "-o", kept, "--param", "stops=0.5", "--protect")
    for words, name in (("path", "Ring"), ("own", "Ring"), ("path:Box", "Box")):
        assert _main(*lighter, words, "--json") == 0
        told = _json(capsys)
        assert told["recipe"]["mask_path"] == name
        assert told["protected"]["changed"] == 0
        assert _main("prove", photo, kept, "--mask", words, "--json") == 0
        assert _json(capsys)["pixels"] == told["protected"]["pixels"]
    assert _main("prove", photo, kept, "--mask", "path") == 1, "protected by the box alone"
    capsys.readouterr()
    assert _main(*lighter, "path:Hat") == 2
    assert "has no path “Hat”: it has “Ring”, “Box”" in capsys.readouterr().err
    other = str(_photo_of(tmp_path / "b.png"))
    assert _main("run", "denoise", other, "-o", kept, "--protect", photo, "--json") == 0
    assert _json(capsys)["protected"]["changed"] == 0
    assert _main("run", "denoise", other, "-o", kept, "--protect", "path") == 2
    assert "b.png brings no clipping path along" in capsys.readouterr().err


def test_a_path_in_the_file_says_what_a_pass_is_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out = str(_with_path(tmp_path / "a.tif")), str(tmp_path / "b.png")
    asked = ("run", "remove", photo, "-o", out, "--param", "grow=0", "--json", "--mask")
    assert _main(*asked, "path:Box") == 0
    recipe = _json(capsys)["recipe"]
    assert recipe["region_path"] == "Box"
    assert 0.2 < recipe["changed_share"] <= 0.25


def _photo_of(path: Path) -> Path:
    write_photo(path, np.random.default_rng(1).normal(128, 9, (60, 90, 3)).astype(np.uint8), profile=None)
    return path
