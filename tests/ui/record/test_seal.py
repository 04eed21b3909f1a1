"""Seals in the window: made by the last gate, whole or broken beside the photo and on the page of gates."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from review_desk.domain.decision import Verdict
from review_desk.operations.seal import FILE, check_folder
from review_desk.ui.gates.page import GatesPage
from tests.ui.person import Person, words


@pytest.fixture
def sealed(person: Person) -> Person:
    """The batch was approved and let through the last gate."""
    person.session.decide_many([photo.id for photo in person.session.photos], Verdict.APPROVE)
    person.settle()
    person.session.override(3, "the shop waits")
    person.settle()
    return person


def said_of_photo(person: Person) -> str:
    return next((each for each in words(person.window.review.inspector).splitlines() if "eal" in each), "")


def test_a_released_batch_is_sealed_and_another_verdict_breaks_it_until_it_is_undone(sealed: Person) -> None:
    assert said_of_photo(sealed) == "✓ Sealed, and as it was when it left."
    sealed.does("Shift+C")
    assert said_of_photo(sealed).startswith(
        "■ Seal broken: its verdict was approve when sealed and is correct"
    )
    sealed.does("Right")
    assert said_of_photo(sealed).startswith("✓ Sealed")
    sealed.does("Left", "Ctrl+Z")
    assert said_of_photo(sealed).startswith("✓ Sealed")


def test_a_file_changed_on_the_disk_shows_when_its_photo_comes_on_screen(sealed: Person) -> None:
    second = sealed.session.photos[1]
    file = sealed.session.resolve(second.latest.file)
    content = file.read_bytes()
    file.write_bytes(content + b"\0")
    try:
        sealed.does("Right")
        sealed.until(lambda: "was changed on the disk" in said_of_photo(sealed))
    finally:
        file.write_bytes(content)  # other desks have the same file


def test_the_page_of_gates_tells_seals_anew_looks_through_files_and_saves(
    sealed: Person, tmp_path: Path
) -> None:
    sealed.does("Shift+C", "Ctrl+Shift+G")
    page = sealed.over(GatesPage)
    sealed.settle()
    assert "ring-1: its verdict was approve when sealed" in words(page.seal)
    sealed.window.dispatch.run("seal.files")
    sealed.settle()
    assert "6 sealed files: every one is as it was" in sealed.notice()
    press(page, "Seal anew")
    sealed.settle()
    assert "✓  Sealed by Ada" in words(page.seal)
    assert "5 photos" in words(page.seal), "what is to be corrected is not delivered"
    sealed.session.write_seal(tmp_path / FILE)
    sealed.settle()
    assert len(check_folder(tmp_path).seal.photos) == 5
    page.accept()
    sealed.settle()


def press(page: GatesPage, words: str) -> None:
    next(each for each in page.seal.findChildren(QPushButton) if each.text() == words).click()


def test_a_batch_that_was_not_released_can_be_sealed_by_hand_and_says_so_before(person: Person) -> None:
    person.runs("seal.files")
    assert "not sealed" in person.notice()
    person.runs("seal.now")
    assert said_of_photo(person).startswith("✓ Sealed")
    assert QApplication.activeModalWidget() is None


def test_a_blind_sample_is_told_nothing_of_the_seal(sealed: Person) -> None:
    sealed.does("Shift+C")
    sealed.session.draw_sample(1)
    sealed.settle()
    sealed.does("Ctrl+Alt+S")
    assert said_of_photo(sealed) == ""
    sealed.does("Ctrl+Shift+G")
    page = sealed.over(GatesPage)
    sealed.settle()
    assert "verdict" not in words(page.seal)
    page.accept()
    sealed.settle()


def test_checking_the_desk_tells_of_a_broken_seal(sealed: Person) -> None:
    sealed.runs("desk.verify")
    assert "masks, seals" in sealed.notice()
    sealed.does("Shift+C")
    sealed.runs("desk.verify")
    assert "■ seal broken: ring-1: its verdict was approve" in sealed.notice()
