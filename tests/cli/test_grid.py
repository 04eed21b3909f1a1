"""The page of a batch from the command line."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from review_desk.cli import main
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.operations import annotate, browse
from review_desk.store.desk import Reader
from tests.builders import moment, open_store


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Five photos of 400 × 500, one of them red."""
    source = tmp_path / "photos"
    source.mkdir()
    for number in range(5):
        colour = (220, 20, 20) if number == 3 else (40, 40, 40)
        Image.new("RGB", (400, 500), colour).save(source / f"p{number}.png")
    folder = tmp_path / "desk"
    assert main(["init", str(folder)]) == 0
    assert main(["intake", str(folder), str(source), "--batch", "Drop"]) == 0
    return folder


def grid(desk: Path, output: Path, *rest: str) -> int:
    return main(["grid", str(desk), "--batch", "Drop", "-o", str(output), *rest])


def test_the_page_is_pictured_in_the_channels_columns(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    output = tmp_path / "page.png"
    assert grid(desk, output, "--channel", "brand-pdp", "--width", "1000", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"columns": 4, "rows": 2, "file": str(output)}
    with Image.open(output) as picture:
        assert picture.width == 1000
        assert picture.getpixel((2, 200)) == (0xF4, 0xF4, 0xF2)
        line = np.asarray(picture.convert("RGB"))[200].astype(int)
    red = np.flatnonzero((line[:, 0] > 200) & (line[:, 1] < 60))
    assert red[0] > 700, "the fourth photo stands in the last column"


def test_a_pdf_has_pages_of_whole_rows(desk: Path, tmp_path: Path) -> None:
    output = tmp_path / "page.pdf"
    assert grid(desk, output, "--channel", "zalando", "--columns", "1") == 0
    assert len(re.findall(rb"/Type /Page\b", output.read_bytes())) == 5


def test_marks_are_drawn_where_they_lie(desk: Path, tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.png", tmp_path / "marked.png"
    assert grid(desk, plain, "--channel", "brand-pdp") == 0
    with Reader.open(desk) as reader:
        photo = browse.photos(reader)[0].id
    with open_store(desk) as store:
        mark = Rectangle(100, 125, 200, 250)
        annotate.add(store, photo=photo, version=1, shape=mark, author="Ada", at=moment(9))
    assert grid(desk, marked, "--channel", "brand-pdp") == 0
    with Image.open(plain) as before, Image.open(marked) as after:
        changed = np.argwhere((np.asarray(before) != np.asarray(after)).any(axis=2))
    down, across = changed.max(axis=0) - changed.min(axis=0)
    assert across / down == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--channel", "shopp"], "no channel “shopp”"),
        (["--channel", "zalando", "--columns", "99"], "1 to 12 columns"),
        (["--channel", "zalando", "--width", "9"], "200 to 4000"),
    ],
)
def test_what_cannot_be_laid_out_is_said(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str], said: str
) -> None:
    assert grid(desk, tmp_path / "page.png", *wrong) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "page.png").exists()


def test_another_kind_of_file_is_refused(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grid(desk, tmp_path / "page.gif", "--channel", "zalando") == 2
    assert "as .png or .pdf" in capsys.readouterr().err


def test_a_page_too_tall_for_a_png_says_to_save_a_pdf(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = ["--width", "4000", "--scale", "4", "--columns", "1"]
    assert grid(desk, tmp_path / "page.png", "--channel", "zalando", *wide) == 2
    assert "Save a PDF" in capsys.readouterr().err
