"""Gates, samples and queues at the desk: on their page, beside the verdicts, and by keys alone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from review_desk.domain.decision import Verdict
from review_desk.operations import browse
from review_desk.operations.decide import decide
from review_desk.operations.gate import standings
from review_desk.operations.queue import claims
from review_desk.operations.sample import draw_sample, lots
from review_desk.store.gates import signatures
from review_desk.ui.gates.page import GatesPage
from review_desk.ui.gates.parts import GateCard
from review_desk.ui.saved_state import SavedState
from review_desk.ui.widgets.check_row import CheckRow
from tests.builders import AT, open_store
from tests.operations.test_gate_files import GATE
from tests.ui.doors import Doors
from tests.ui.person import Person, words
from tests.ui.test_accessibility import nameless


@pytest.fixture
def judged(folder: Path) -> Path:
    """The desk of six rings; Cleo rejected the first and noted why, and a sample of all waits at gate 3."""
    with open_store(folder) as store:
        first = browse.photos(store)[0]
        decide(
            store, photo=first.id, verdict=Verdict.REJECT, reviewer="Cleo", at=AT, tags=["halo"], note="there"
        )
        batch = browse.batches(store)[0].id
        draw_sample(store, batch=batch, gate=1, seed=1, person="Ada", at=AT)
    return folder


@pytest.fixture
def ada(at_checked: Person) -> Person:
    return at_checked


@pytest.fixture
def page(ada: Person) -> Iterator[GatesPage]:
    ada.does("Ctrl+Shift+G")
    page = ada.over(GatesPage)
    yield page
    if QApplication.activeModalWidget() is page:
        page.accept()
    ada.settle()


def test_a_studios_gate_is_laid_on_top_and_undone_and_a_slip_is_refused(ada: Person, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(GATE, "utf-8")
    ada.window.session.use_gate_file(file)
    ada.until(lambda: ada.window.session.at_gates.standings[0].gate.title == "What our agency sends")
    assert "ours.toml is in force from now on." in ada.reads(ada.window)
    file.write_text(GATE.replace("must =", "mast ="), "utf-8")
    ada.window.session.use_gate_file(file)
    ada.until(lambda: "Line 7 of ours.toml: the file: unknown field 'mast'" in ada.reads(ada.window))
    ada.does("Ctrl+Z")
    ada.until(lambda: ada.window.session.at_gates.standings[0].gate.title == "AI output")


def pushes(page: GatesPage, name: str) -> QPushButton:
    """The button of that name; of several the first."""
    found = [each for each in page.findChildren(QPushButton) if each.accessibleName().startswith(name)]
    return next(each for each in found if each.isVisibleTo(page))


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_says_where_the_batch_stands_what_holds_it_and_who_can_release_it(page: GatesPage) -> None:
    said = words(page)
    assert "■ Gate 1 held" in said
    assert "Background purity fails on" in said
    assert "No sample has been drawn: 3 of 3 photos" in said
    assert "Anybody at the desk may release it." in said
    assert not pushes(page, "Release").isEnabled()
    assert nameless(page) == []


def test_another_gate_is_chosen_by_its_number_or_its_card(ada: Person, page: GatesPage) -> None:
    ada.press("3")
    ada.settle()
    assert "GATE 3, PRE-DELIVERY" in words(page)
    assert len(page.findChildren(CheckRow)) == 2
    card = next(each for each in page.findChildren(GateCard) if "Gate 2" in each.accessibleName())
    card.click()
    ada.settle()
    assert "GATE 2, RETOUCH" in words(page)
    assert "This gate draws no sample" in words(page)


def test_the_photos_of_a_reason_are_shown_in_the_grid(ada: Person, page: GatesPage) -> None:
    pushes(page, "Show").click()
    ada.settle()
    assert QApplication.activeModalWidget() is None
    assert ada.window.workspace == "grid"
    held = ada.session.standing(1)
    assert held is not None
    assert {photo.id for photo in ada.window.grid.page.photos} == set(held.holds[0].photos)


def test_a_sample_is_drawn_on_the_page_with_its_curve(ada: Person, page: GatesPage) -> None:
    pushes(page, "Draw a sample").click()
    ada.settle()
    ada.until(lambda: "0 of 3 inspected, open" in words(page))
    [lot] = ada.asks_store(lots)
    assert (lot.gate, len(lot.photos), lot.drawn_by) == (1, 3, "Ada")
    ada.does("Ctrl+Z")
    ada.until(lambda: "inspected" not in words(page))
    assert ada.asks_store(lots) == []


def test_an_override_asks_for_a_reason_and_is_undone(ada: Person, page: GatesPage) -> None:
    pushes(page, "Override").click()
    ada.until(lambda: QApplication.activeModalWidget() is not page)
    ada.asked(QLineEdit)
    ada.writes("the shop waits")
    ada.does("Return")
    ada.until(lambda: "Overridden by Ada" in words(page) or "Gate 2" in words(page))
    [first, *_] = ada.asks_store(lambda reader: standings(reader, browse.batches(reader)[0].id))
    assert first.passed
    assert first.release is not None
    assert first.release.reason == "the shop waits"
    page.activateWindow()
    ada.until(page.isActiveWindow)
    ada.does("Ctrl+Z")
    [first, *_] = ada.asks_store(lambda reader: standings(reader, browse.batches(reader)[0].id))
    assert first.release is None


def test_a_release_that_is_not_allowed_says_why_on_the_page(ada: Person, page: GatesPage) -> None:
    ada.session.release(1)
    ada.settle()
    assert "!  Gate 1, AI output is shut" in words(page)


def test_points_are_confirmed_before_a_release(ada: Person, page: GatesPage) -> None:
    page.choose(3)
    box = page.findChildren(CheckRow)[0]
    box.click()
    ada.settle()
    assert ada.session.confirmed[3] == frozenset({box.accessibleName()})
    next(each for each in page.findChildren(CheckRow) if each.isVisibleTo(page)).click()
    assert ada.session.confirmed[3] == frozenset()


def test_a_batch_is_held_by_hand_from_the_palette_and_let_go_on_the_page(ada: Person) -> None:
    ada.runs("gate.hold")
    ada.asked(QLineEdit)
    ada.writes("a wrong label")
    ada.does("Return")
    ada.does("Ctrl+Shift+G")
    page = ada.over(GatesPage)
    ada.until(lambda: "Held by Ada" in words(page))
    pushes(page, "Hold no longer").click()
    ada.settle()
    ada.until(lambda: "Held by Ada" not in words(page))
    page.accept()
    ada.settle()


def test_the_bar_on_top_says_at_which_gate_the_batch_stands(ada: Person) -> None:
    assert "■ Gate 1 held" in [
        each.text() for each in ada.window.top_bar.findChildren(type(ada.window.top_bar._gate))
    ]


def test_the_grid_knows_what_holds_each_photo(ada: Person) -> None:
    ada.does("G")
    page = ada.window.grid.page
    assert page._faceted is not None
    counts = {each.value: each.count for each in page._faceted.counts({})["gate"]}
    assert counts["2 · No verdict"] == 3


def test_a_batch_that_was_not_checked_is_checked_from_the_page(
    doors: Doors, bags: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(bags, tmp_path / "desk")
    SavedState(reviewer="Ada").save(folder)
    person = doors.open(folder)
    person.does("Ctrl+Shift+G")
    page = person.over(GatesPage)
    person.until(lambda: "3 photos have not been checked" in words(page))
    pushes(page, "Check the batch now").click()
    person.until(lambda: person.session.checked)
    person.until(lambda: "Background purity" in words(page))
    page.accept()
    person.settle()


def test_a_batch_is_brought_through_its_first_gate_by_keys_alone(ada: Person) -> None:
    ada.does("Home", "P", "P", "P", "Ctrl+Shift+G")
    page = ada.over(GatesPage)
    ada.until(lambda: "No sample has been drawn" in words(page) and "Background purity" not in words(page))
    draw = pushes(page, "Draw a sample")
    draw.setFocus()
    ada.press("Space")
    ada.until(lambda: "0 of 3 inspected, open" in words(page))
    begin = pushes(page, "Inspect the sample")
    begin.setFocus()
    ada.press("Space")
    ada.until(lambda: ada.session.lot)
    ada.does("P", "P", "P")
    ada.until(lambda: ada.session.lot is None)
    ada.until(lambda: (found := ada.session.standing(1)) and found.open)
    ada.does("Ctrl+K")
    ada.writes("Release this batch")
    ada.does("Return")
    ada.until(lambda: (found := ada.session.standing(1)) and found.passed)
    assert "□ Gate 2" not in ada.window.top_bar._gate.text()
    assert "Gate 2 held" in ada.window.top_bar._gate.text()


# --- checklists ---------------------------------------------------------------------------------------------


def test_a_checklist_is_ticked_point_by_point_and_signed_when_it_is_whole(person: Person) -> None:
    section = person.window.review.inspector.checklist
    assert "☐\nEdges are sharp at 100 %, without a halo." in person.reads(section)
    person.does(".")
    person.until(lambda: "☑\nEdges are sharp" in person.reads(section))
    person.press(".", ".", ".", ".")
    person.settle()
    person.until(lambda: "✓  Signed by Ada" in person.reads(section))
    batch = person.session.batch
    assert batch is not None
    [signature] = person.asks_store(lambda reader: signatures(reader.db, batch.id)).values()
    assert (signature.person, len(signature.points)) == ("Ada", 5)


def test_the_chosen_photos_of_the_grid_are_signed_in_one_step(person: Person) -> None:
    person.does("G", "Ctrl+A", "Ctrl+.")
    batch = person.session.batch
    assert batch is not None
    signed = person.asks_store(lambda reader: signatures(reader.db, batch.id))
    assert len(signed) == 6
    assert "Sign the checklist of 6 photos" in person.notice()
    person.does("Ctrl+Z")
    assert person.asks_store(lambda reader: signatures(reader.db, batch.id)) == {}


# --- samples ------------------------------------------------------------------------------------------------


def test_a_sample_is_inspected_blind_and_gives_the_lot_its_verdict(doors: Doors, judged: Path) -> None:
    person = doors.open(judged)
    drawn = person.asks_store(lots)[0].photos
    person.does("Ctrl+Alt+S")
    assert {photo.id for photo in person.session.photos} == set(drawn)
    assert all(photo.decision is None for photo in person.session.photos), "what others said is out of sight"
    assert person.session.annotations == ()
    assert person.session.history == ()
    for _ in drawn:
        person.does("P")
    [lot] = person.asks_store(lots)
    assert (lot.state, lot.closed_by) == ("accepted", "Ada")
    assert person.session.lot is None
    assert len(person.session.photos) == 6
    assert person.verdicts()["ring-1"] == "reject", "verdicts of the batch are as they were"
    assert "The sample is accepted: 0 critical, 0 major among 3 photos." in person.notice()


def test_in_a_sample_a_failure_mode_is_a_defect_and_its_key_again_takes_it_back(
    doors: Doors, judged: Path
) -> None:
    person = doors.open(judged)
    person.does("Ctrl+Alt+S", "1")
    photo = person.session.current
    assert photo is not None
    assert photo.verdict is Verdict.REJECT
    mode = person.session.family.modes[0]
    assert photo.decision is not None
    assert photo.decision.tags == (mode.id,)
    person.does("1")
    assert person.session.current is not None
    assert person.session.current.decision is None
    person.does("X")
    assert person.window.review.prompt.isVisible(), "a defect asks which"
    person.does("Esc", "P", "U")
    assert person.session.inspected in (0, 1)


def test_leaving_a_sample_brings_the_batch_back_and_it_goes_on_where_it_was(
    doors: Doors, judged: Path
) -> None:
    person = doors.open(judged)
    person.does("Ctrl+Alt+S", "P", "Ctrl+Alt+S")
    assert len(person.session.photos) == 6
    assert person.session.photos[0].verdict is Verdict.REJECT
    person.does("Ctrl+Alt+S")
    assert person.session.inspected == 1


def test_undo_takes_an_inspection_back_while_it_goes_on(doors: Doors, judged: Path) -> None:
    person = doors.open(judged)
    person.does("Ctrl+Alt+S", "P")
    assert person.session.inspected == 1
    person.does("Ctrl+Z")
    assert person.session.inspected == 0
    assert all(photo.decision is None for photo in person.session.photos)


def test_a_sample_is_inspected_without_the_rest(doors: Doors, judged: Path) -> None:
    person = doors.open(judged)
    person.does("Ctrl+Alt+S")
    for action, what in (("desk.check", "a check"), ("queue.next", "queues"), ("gate.tick", "checklists")):
        person.runs(action)
        told = f"Leave the sample first (Ctrl+Alt+S): it is inspected as it is, without {what}."
        assert told in person.notice()


def test_without_a_sample_the_person_is_told_where_to_draw_one(person: Person) -> None:
    person.does("Ctrl+Alt+S")
    assert "There is no sample to inspect" in person.notice()


# --- queues -------------------------------------------------------------------------------------------------


def test_mine_next_goes_through_what_waits_and_gives_back_what_was_skipped(person: Person) -> None:
    person.does("End", "Q")
    first = person.on_screen
    assert first == "ring-1"
    assert "ring-1 is yours" in person.notice()
    person.does("Q")
    assert person.on_screen != first
    held = person.asks_store(claims)
    assert [claim.person for claim in held.values()] == ["Ada"]
    person.does("Shift+Q")
    assert person.asks_store(claims) == {}


def test_a_verdict_hands_the_photo_over(person: Person) -> None:
    person.does("Q", "Shift+P")
    assert person.asks_store(claims) == {}
    assert person.session.undo_label == "Approve ring-1"


def test_who_has_a_photo_is_told_beside_it(person: Person) -> None:
    person.does("Q")
    section = person.window.review.inspector
    person.until(lambda: "Yours until" in person.reads(section))
    person.session.set_reviewer("Ben")
    person.settle()
    assert "Ada has it until" in person.reads(section)
    person.does("Q")
    assert person.on_screen == "ring-2"


def test_the_lease_of_the_photo_on_screen_is_renewed(person: Person) -> None:
    person.does("Q")
    before = next(iter(person.asks_store(claims).values()))
    person.until(lambda: person.session.at_gates and person.session.at_gates.claims)
    person.session.renew_claim()
    person.settle()
    assert next(iter(person.asks_store(claims).values())).until > before.until
