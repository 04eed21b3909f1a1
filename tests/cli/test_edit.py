"""Editing in another program, whole: out with all it has, back as a version by the person."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from review_desk.cli import main
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.operations import annotate, browse
from review_desk.operations.editing import editors
from review_desk.operations.editing.handing import handed
from review_desk.store.desk import Reader
from tests.builders import moment, open_store

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

LIGHTEN = """
import sys, numpy as np
from PIL import Image
with Image.open(sys.argv[1]) as opened:
    codes, kept = np.asarray(opened).astype(int), opened.info.get("icc_profile")
codes[10:30, 20:50] += 12 * (257 if codes.max() > 255 else 1)
Image.fromarray(np.clip(codes, 0, 65535 if codes.max() > 300 else 255)
                .astype(np.uint16 if codes.max() > 300 else np.uint8)).save(sys.argv[1], icc_profile=kept)
"""
SAVE_AGAIN = """
import sys
from PIL import Image
with Image.open(sys.argv[1]) as opened:
    opened.load()
    opened.save(sys.argv[1], compression="tiff_deflate")
"""
LOOK = "import sys"
BREAK = "import sys; open(sys.argv[1], 'wb').write(b'II*broken')"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A JPEG and a 16-bit grey TIFF."""
    source = tmp_path / "photos"
    source.mkdir()
    codes = np.random.default_rng(3).integers(60, 180, (60, 80, 3), np.uint8)
    Image.fromarray(codes).save(source / "ring.jpg", quality=95, icc_profile=PROFILE)
    Image.fromarray(codes[..., 0].astype(np.uint16) * 257).save(source / "mug.tif")
    folder = tmp_path / "desk"
    assert main(["init", str(folder)]) == 0
    assert main(["intake", str(folder), str(source), "--batch", "Drop"]) == 0
    return folder


@pytest.fixture
def edit(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Edit a photo with a program; the exit status and the answer."""

    def run(photo: str, program: str) -> tuple[int, dict[str, Any]]:
        script = tmp_path / "editor.py"
        script.write_text(program, "utf-8")
        capsys.readouterr()
        status = main(["edit", str(desk), photo, "--with", f"{sys.executable} {script}", "--json"])
        said = capsys.readouterr().out
        return status, json.loads(said) if said else {}

    return run


def versions(desk: Path, photo: str) -> list[Any]:
    with Reader.open(desk) as reader:
        return list(browse.photo(reader, photo).versions)


def test_what_was_saved_comes_back_as_a_version_by_the_person(desk: Path, edit: Any) -> None:
    status, said = edit("ring", LIGHTEN)
    assert status == 0
    original, made = versions(desk, "ring")
    assert (made.number, made.role, made.format, made.profile_state) == (2, "human", "TIFF", "embedded")
    assert said["version"]["sha256"] == made.sha256
    assert made.recipe["edited"] == original.number
    assert said["changed"]["share"] == pytest.approx(20 * 30 / (60 * 80), rel=0.05)
    (outline,) = said["changed"]["outlines"]
    assert (*np.min(outline, axis=0), *np.max(outline, axis=0)) == pytest.approx((20, 10, 50, 30), abs=1.5)
    with Image.open(desk / made.file) as kept:
        assert kept.info["icc_profile"] == PROFILE
    assert handed(desk) == [], "nothing is out any more"
    assert main(["verify", str(desk)]) == 0


def test_sixteen_bits_go_out_and_come_back(desk: Path, edit: Any) -> None:
    assert edit("mug", LIGHTEN)[0] == 0
    before, made = versions(desk, "mug")
    assert (before.bit_depth, made.bit_depth) == (16, 16)
    with Image.open(before.file) as old, Image.open(desk / made.file) as new:
        a, b = np.asarray(old).astype(int), np.asarray(new).astype(int)
    assert (b - a)[10:30, 20:50].min() == 12 * 257
    assert np.array_equal(np.delete(a, range(10, 30), 0), np.delete(b, range(10, 30), 0))


@pytest.mark.parametrize("program", [LOOK, SAVE_AGAIN])
def test_a_photo_that_was_not_changed_makes_no_version(desk: Path, edit: Any, program: str) -> None:
    status, said = edit("ring", program)
    assert (status, said) == (1, {"changed": None, "version": None})
    assert len(versions(desk, "ring")) == 1
    assert handed(desk) == []


def test_a_file_that_cannot_be_read_is_kept_where_it_is(
    desk: Path, edit: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert edit("ring", BREAK)[0] == 2
    assert len(versions(desk, "ring")) == 1
    (out,) = handed(desk)
    assert out.path.read_bytes() == b"II*broken"


def test_an_editor_that_is_not_there_is_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edit", str(desk), "ring", "--with", "no-such-editor"]) == 2
    assert "“no-such-editor” cannot be started" in capsys.readouterr().err


def test_the_original_is_never_written_and_the_marks_go_along(desk: Path, edit: Any, tmp_path: Path) -> None:
    with Reader.open(desk) as reader:
        photo = browse.photo(reader, "ring")
    with open_store(desk) as store:
        annotate.add(
            store, photo=photo.id, version=1, shape=Rectangle(10, 10, 30, 20), author="Ada", at=moment(1)
        )
    before = Path(photo.original.file).read_bytes()
    looked = tmp_path / "looked.png"
    copy_marks = f"""
import shutil, sys, pathlib
shutil.copy(pathlib.Path(sys.argv[1]).with_name("marks.png"), {str(looked)!r})
"""
    edit("ring", copy_marks)
    assert Path(photo.original.file).read_bytes() == before
    with Image.open(looked) as marks:
        assert (marks.size, marks.mode) == ((80, 60), "RGBA")
        assert marks.getpixel((25, 10))[3] == 255
        assert marks.getpixel((25, 20))[3] == 0


def test_a_desk_that_is_open_elsewhere_is_told_before_the_editor_starts(
    desk: Path, edit: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started = tmp_path / "started"
    with open_store(desk):
        assert main(["edit", str(desk), "ring", "--with", f"touch {started}"]) == 1
    assert "has this desk open" in capsys.readouterr().err
    assert not started.exists()
    assert handed(desk) == []


def test_a_desk_opened_meanwhile_takes_back_what_was_saved(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def opens(command: str, paths: list[Path]) -> Any:
        opened.append(open_store(desk))
        return start(command, paths)

    start = editors.start
    monkeypatch.setattr(editors, "start", opens)
    assert main(["edit", str(desk), "ring", "--with", "true"]) == 1
    opened[0].close()
    assert "What was saved in ring.tif comes back there by itself." in capsys.readouterr().err
    assert len(handed(desk)) == 1


def test_the_working_copy_is_named_whole(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.parent)
    assert main(["edit", "desk", "ring", "--with", "true"]) == 1
    assert f"is open as {desk.resolve() / 'edits'}" in capsys.readouterr().err


def test_undo_takes_the_version_away_and_the_file_stays_for_redo(desk: Path, edit: Any) -> None:
    edit("ring", LIGHTEN)
    assert main(["undo", str(desk)]) == 0
    assert len(versions(desk, "ring")) == 1
    assert main(["redo", str(desk)]) == 0
    assert (desk / versions(desk, "ring")[-1].file).is_file()
