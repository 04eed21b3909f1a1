"""The client's report as a PDF: pages, words in any script, the same bytes twice, nothing else left."""

import json
import time
from pathlib import Path

import pytest
from PIL import Image

from review_desk.errors import Refused
from review_desk.operations import browse
from review_desk.operations.export import gather
from review_desk.operations.exports.writing import write
from review_desk.store.desk import Reader
from review_desk.ui.exporting.page import ExportPage
from review_desk.ui.exporting.paper import FILE, paint
from tests.ui.person import Person


def report(folder: Path, *, photos: int = 4, lines: int = 1) -> Path:
    """What an export puts down before it is painted."""
    (folder / "pictures").mkdir(parents=True)
    Image.new("RGB", (60, 80), "teal").save(folder / "pictures" / "p.jpg")
    mark = {"words": "Halo · weich", "state": "major", "closed": True, "painted": True,
            "lines": [[[10, 10], [40, 10], [40, 40]]], "place": [10, 10]}  # fmt: skip
    thread = {"state": "mark 1, open", "said": [["Łucja", "Czy to tak ma być? 東京 <b>"]]}
    photo = {"picture": "pictures/p.jpg", "name": "Ring & Sohn · Привет", "verdict": "✕ rejected",
             "width": 600, "height": 800, "lines": ["A note that goes on. " * 20] * lines, "marks": [mark],
             "threads": [thread]}  # fmt: skip
    document = {"title": "AW26 & more", "summary": "4 photos", "photos": [photo] * photos}
    (folder / "report.json").write_text(json.dumps(document), "utf-8")
    return folder


def pages(folder: Path) -> int:
    return (folder / FILE).read_bytes().count(b"/Type /Page\n")


def test_the_same_report_is_the_same_bytes_whenever_it_is_painted_and_nothing_else_is_left(
    qapp: object, tmp_path: Path
) -> None:
    first, second = report(tmp_path / "1"), report(tmp_path / "2")
    paint(first)
    time.sleep(1.1)  # a PDF counts in seconds
    paint(second)
    assert (first / FILE).read_bytes() == (second / FILE).read_bytes()
    assert [path.name for path in first.iterdir()] == [FILE]
    assert b"Date (D:20000101000000" in (first / FILE).read_bytes()


def test_photos_go_on_to_further_pages_and_so_do_long_words(qapp: object, tmp_path: Path) -> None:
    few, many, long = (report(tmp_path / name, photos=n, lines=k) for name, n, k in
                       (("few", 2, 1), ("many", 12, 1), ("long", 1, 40)))  # fmt: skip
    for each in (few, many, long):
        paint(each)
    assert pages(few) == 1
    assert pages(many) == 4
    assert pages(long) >= 2


def test_the_window_exports_the_report_as_a_pdf_and_the_manifest_has_its_hash(
    person: Person, tmp_path: Path
) -> None:
    person.does("X", "1", "Ctrl+Shift+E")
    page = person.over(ExportPage)
    person.settle()
    page.formats.setCurrentRow(page.formats.count() - 1)
    assert page.kind == "report-pdf"
    page.send_to(tmp_path / "out")
    person.settle()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert list(manifest["files"]) == [FILE]
    assert (tmp_path / "out" / FILE).read_bytes().startswith(b"%PDF")


def test_a_slice_by_gate_is_chosen_in_the_form(person: Person) -> None:
    person.does("Ctrl+Shift+E")
    page = person.over(ExportPage)
    person.settle()
    page.form.choose_gate("released 1")
    person.settle()
    assert "0 of 6 photos" in person.reads(page)
    page.form.choose_gate("held 2")
    person.settle()
    assert "6 of 6 photos" in person.reads(page)


def test_without_a_painter_it_is_refused_in_words(folder: Path, tmp_path: Path) -> None:
    with Reader.open(folder) as reader:
        gathered = gather(reader, batch=browse.batches(reader)[0], kind="report-pdf")
    with pytest.raises(Refused, match="needs the window"):
        write(gathered, tmp_path / "out")
    assert not (tmp_path / "out").exists()
