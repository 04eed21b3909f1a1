"""The page of drift: the photo that is off is named, and a click opens it."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication

from review_desk.ui.drift_page import DriftPage
from review_desk.ui.widgets.pieces import RowButton
from tests.ui.doors import Doors
from tests.ui.material import desk_of
from tests.ui.person import Person


def mug(file: Path, *, light: float, dx: int) -> None:
    """A mug of a kind on pale paper: a box with a rounded handle, a little further right."""
    photo = Image.new("RGB", (480, 480), tuple(round(236 * light) for _ in range(3)))
    pen = ImageDraw.Draw(photo)
    body = tuple(round(value * light) for value in (150, 70, 60))
    pen.rounded_rectangle((140 + dx, 130, 320 + dx, 360), 26, fill=body)
    pen.ellipse((300 + dx, 180, 390 + dx, 300), outline=body, width=24)
    photo.save(file)


@pytest.fixture
def mugs(doors: Doors, tmp_path: Path) -> Person:
    """Ten mugs of one SKU, the seventh of them a third of a stop darker."""
    source = tmp_path / "mugs"
    source.mkdir()
    rows = ["before,sku,shot"]
    for number in range(10):
        mug(source / f"m{number}.png", light=0.72 if number == 6 else 1.0, dx=number % 3)
        rows.append(f"m{number}.png,MG-{number},front")
    (source / "manifest.csv").write_text("\n".join(rows))
    return doors.open(desk_of(tmp_path / "desk", source, doors.pool))


def page(person: Person) -> DriftPage:
    found = QApplication.activeModalWidget()
    assert isinstance(found, DriftPage)
    return found


def test_the_photo_that_is_off_is_named_and_a_click_opens_it(mugs: Person) -> None:
    mugs.does("Ctrl+Shift+G")
    shown = page(mugs)
    mugs.until(shown.off.isVisible)
    rows = shown.off.findChildren(RowButton)
    assert len(rows) == 1
    rows[0].click()
    mugs.settle()
    assert mugs.on_screen == "MG-6"
    assert QApplication.activeModalWidget() is None


def test_a_page_that_is_closed_while_it_measures_says_nothing_more(mugs: Person) -> None:
    mugs.press("Ctrl+Shift+G")
    mugs.until(QApplication.activeModalWidget)
    page(mugs).close()
    mugs.settle()
    assert mugs.notice() == ""
