"""The navigator in the corner of the canvas."""

import pytest
from PySide6.QtCore import QRectF

from tests.ui.person import Person


def box(person: Person) -> QRectF:
    found = person.canvas.navigator()
    assert found is not None
    return found


def test_it_is_there_while_only_a_part_of_the_photo_is_seen(person: Person) -> None:
    assert person.canvas.navigator() is None
    person.does("Ctrl+1", "Ctrl+=", "Ctrl+=", "Ctrl+=", "Ctrl+=", "Ctrl+=")
    assert person.canvas.navigator() is not None
    person.does("Ctrl+0")
    assert person.canvas.navigator() is None


def test_a_click_on_it_brings_that_place_into_the_middle(person: Person) -> None:
    person.does("Ctrl+1", *["Ctrl+="] * 5)
    shown, ratio = box(person), person.canvas.ratio
    wanted = (0.35, 0.6)
    spot = (shown.x() + wanted[0] * shown.width(), shown.y() + wanted[1] * shown.height())
    person.clicks(spot[0] / ratio, spot[1] / ratio)
    assert person.session.view.centre == pytest.approx(wanted, abs=0.02)
    assert person.session.view.zoom is not None


def test_it_hides_with_the_other_overlays(person: Person) -> None:
    person.does("Ctrl+1", *["Ctrl+="] * 5)
    person.holds("H")
    assert person.canvas.navigator() is None
    person.lets_go("H")
    assert person.canvas.navigator() is not None
