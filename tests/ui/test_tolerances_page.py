"""The page of tolerances: how the batch lies, limits set and undone, for all photos or one channel's."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from review_desk.operations.standards import standard
from review_desk.ui.tolerances.form import LimitField
from review_desk.ui.tolerances.histogram import Histogram
from review_desk.ui.tolerances.page import TolerancesPage
from tests.ui.person import Person, words


@pytest.fixture
def person(at_checked: Person) -> Person:
    return at_checked


@pytest.fixture
def page(person: Person) -> Iterator[TolerancesPage]:
    person.does("Ctrl+Shift+T")
    page = person.over(TolerancesPage)
    yield page
    page.accept()
    person.settle()


def field_of(page: TolerancesPage, check: str, side: str, end: str) -> LimitField:
    form = page.rows[check].form
    assert form is not None
    return form.fields[side, end]


def types(page: TolerancesPage, check: str, end: str, text: str, side: str = "flag") -> None:
    field = field_of(page, check, side, end)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def off(person: Person) -> set[str]:
    return {each.check.id for each in person.session.checked.off} if person.session.checked else set()


def test_typing_tells_what_a_limit_would_flag_before_it_is_set(person: Person, page: TolerancesPage) -> None:
    assert "would flag 1 of 3" in words(page)
    types(page, "halo", "most", "0")
    assert "would flag 3 of 3" in words(page)
    assert "halo" in off(person), "nothing is set yet"


def test_a_limit_set_by_enter_is_judged_by_at_once_and_undone_on_the_page(
    person: Person, page: TolerancesPage
) -> None:
    types(page, "halo", "most", "50")
    types(page, "halo", "most", "60", "fail")
    QTest.keyClick(field_of(page, "halo", "fail", "most"), "\r")
    person.until(lambda: "halo" not in off(person))
    person.settle()
    assert "At most 50 codes: the studio’s own" in words(page)
    QTest.keySequence(page, "Ctrl+Z")
    person.until(lambda: "halo" in off(person))
    person.settle()
    assert field_of(page, "halo", "flag", "most").text() == "6"


def test_a_limit_of_one_channel_leaves_the_others_and_is_set_back(
    person: Person, page: TolerancesPage
) -> None:
    page.show_channel(standard("zalando"))
    person.settle()
    assert "At least 1.43 and at most 1.45: Zalando" in words(page)
    types(page, "ratio", "most", "2")
    QTest.keyClick(field_of(page, "ratio", "flag", "most"), "\r")
    person.until(lambda: person.session.overrides.channels)
    person.settle()
    assert "At least 1.43 and at most 2: the studio’s own, for Zalando" in words(page)
    page.show_channel(None)
    person.settle()
    assert "Shape\n" in words(page)
    assert "at most 2: " not in words(page)
    page.show_channel(standard("zalando"))
    person.settle()
    back = page.rows["ratio"].findChildren(QPushButton)[0]
    back.click()
    person.until(lambda: not person.session.overrides.channels)
    person.settle()
    assert "At least 1.43 and at most 1.45: Zalando" in words(page)


@pytest.mark.parametrize(
    ("least", "said"),
    [("many", "“many” is no number"), ("900", "Below 900 and above 6 would flag every photo.")],
)
def test_a_limit_that_makes_no_sense_is_refused_in_words(page: TolerancesPage, least: str, said: str) -> None:
    types(page, "halo", "least", least)
    QTest.keyClick(field_of(page, "halo", "flag", "least"), "\r")
    assert said in words(page)


def test_every_check_with_numbers_has_its_histogram_and_words_are_counted(page: TolerancesPage) -> None:
    shown = {each.accessibleName() for each in page.findChildren(Histogram)}
    assert "How Halo lies over 3 photos" in shown
    assert "sRGB 3" in words(page)


def test_before_a_check_the_page_says_how_to_check(person: Person) -> None:
    person.session.checked = None
    person.does("Ctrl+Shift+T")
    page = person.over(TolerancesPage)
    assert "Check this batch first (Ctrl+Shift+C)." in words(page)
    page.accept()
    person.settle()
