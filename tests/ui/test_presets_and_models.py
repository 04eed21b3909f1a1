"""Presets tried, compared and run in the window; runs that go on; the page of models."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from onnx import helper
from PySide6.QtWidgets import QPushButton

from review_desk.domain.changes import Changes
from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from review_desk.operations.fan_out import Progress
from review_desk.operations.passing.runs import begin, runs
from review_desk.operations.passing.seeing import record_seen, shelf
from review_desk.passes.catalogue import PASSES
from review_desk.store.desk import Store
from review_desk.ui.models.page import ModelsPage
from review_desk.ui.passing.page import PassesPage
from tests.builders import AT
from tests.passes.builders import CARD, one_input_model, product
from tests.ui.person import Person

PRESET = """
[preset]
title = "{title}"
version = "1"
summary = "Made up for a test."
[[stage]]
pass = "denoise"
[stage.parameters]
strength = {strength}
"""


@pytest.fixture(autouse=True)
def own_presets(person: Person) -> None:
    """Two presets of the studio's own: its photos are plain colours, with no product to be found."""
    (folder := person.desk.folder / "presets").mkdir()
    for name, strength in (("soft", 0.1), ("strong", 0.6)):
        text = PRESET.format(title=name.capitalize(), strength=strength)
        (folder / f"{name}.toml").write_text(text, "utf-8")


def page_of(person: Person, name: str = "") -> PassesPage:
    """The page of passes with its presets, the one of that name chosen."""
    person.does("Ctrl+Shift+D")
    page = person.over(PassesPage)
    person.until(lambda: page.names.count() > len(PASSES) + 1)
    if name:
        page.choose(f"preset:{name}")
    person.settle()
    return page


def test_a_preset_shows_its_passes_and_whether_it_was_compared(person: Person) -> None:
    page = page_of(person, "jewellery")
    told = person.reads(page)
    assert "1. Background clean, product protected (white 255, shadow keep)" in told
    assert "Compared on 0 of 3 photos: not for a whole batch yet." in told
    assert not page.protect.isVisible()
    page.reject()


def test_a_preset_is_tried_and_kept_like_a_pass(person: Person) -> None:
    page_of(person, "soft").try_button.click()
    person.until(lambda: bool(person.window.review.trial.results) or "!" in person.notice())
    person.settle()
    assert "Try: Soft" in person.reads(person.window.review.trial_bar)
    person.does("Return")
    made = person.stored("ring-1").latest
    assert (made.number, made.label) == (3, "soft")
    assert [stage["pass_name"] for stage in (made.recipe or {})["stages"]] == ["denoise"]


def test_two_presets_are_compared_side_by_side_noted_and_one_is_kept(person: Person) -> None:
    page_of(person, "soft").compare("preset:strong")
    trial = person.window.review.trial
    person.until(lambda: bool(trial.results))
    person.settle()
    assert person.session.view.mode == "nup"
    assert [seat.name for seat in person.session.lineup[1:]] == ["try: soft", "try: strong"]
    assert "Compare: Soft, Strong" in person.reads(person.window.review.trial_bar)
    person.settle()
    noted = {one.preset.id: (one.seen_on, one.seen_by) for one in person.session.tasks.read_now(shelf)[0]}
    assert (noted["soft"], noted["strong"], noted["knit"]) == ((1, "Ada"), (1, "Ada"), (0, ""))
    person.does("Return")
    assert person.notice().startswith("! Choose with 2 or 3")
    person.does("3", "Return")
    person.settle()
    assert [version.label for version in person.stored("ring-1").versions[2:]] == ["strong"]
    assert person.session.view.mode != "nup"
    person.press("Right")
    person.settle()
    person.does("Ctrl+Alt+D")
    person.until(lambda: bool(trial.results))
    person.does("Escape")
    assert len(person.stored("ring-2").versions) == 2


def test_a_preset_that_was_not_compared_does_not_run_on_the_whole_batch(person: Person) -> None:
    person.does("G", "Ctrl+A")
    page = page_of(person, "soft")
    page.all_button.click()
    person.until(lambda: "Compare it with another" in person.reads(page))
    assert page.all_button.isEnabled()
    assert person.session.tasks.read_now(runs) == []
    page.reject()


def test_a_run_that_was_left_over_goes_on_from_the_page(person: Person) -> None:
    photos = [photo.id for photo in person.session.photos[:2]]
    person.session.tasks.write(
        lambda store: begin(store, name="denoise", photos=photos, parameters={}, person="Ada", at=AT),
        lambda _: None,
    )
    person.settle()
    page = page_of(person)
    person.until(page.left_over.isVisible)
    assert "Denoise: 0 of 2 photos done, 2 left" in person.reads(page.left_over)
    next(b for b in page.left_over.findChildren(QPushButton) if b.text() == "Go on").click()
    person.until(lambda: "new versions" in person.notice())
    assert [photo.latest.label for photo in person.session.photos[:3]] == ["denoise", "denoise", ""]


def test_the_exposure_is_normalised_to_the_pinned_reference(person: Person, tmp_path: Path) -> None:
    person.does("Ctrl+Alt+R")
    assert person.notice() == "! No reference is pinned: Alt+R pins the photo on screen."
    reference, wanted = tmp_path / "light.png", tmp_path / "dark.png"
    write_photo(reference, product(1), profile=None)
    dark = (product(1) * 0.8).astype("uint8")
    write_photo(wanted, dark, profile=None)
    relink(person, "ring-1", reference)
    relink(person, "ring-2", wanted)
    person.does("Alt+R", "Right", "Ctrl+Alt+R")
    person.until(lambda: bool(person.window.review.trial.results) or "!" in person.notice())
    person.does("Return")
    recipe = person.stored("ring-2").latest.recipe or {}
    assert recipe["pass"] == "normalise-exposure"
    assert recipe["parameters"]["target"] > 10


def relink(person: Person, photo: str, path: Path) -> None:
    """Let the newest version of a photo be another file."""
    found = person.stored(photo)
    facts = {name: value for name, value in probe(path).to_json().items() if name != "taken_at"}

    def put(store: Store) -> Changes:
        with store.step("Relink", actor="Ada", at=AT) as step:
            row = step.get("version", photo_id=found.id, number=found.latest.number) or {}
            step.put("version", {**row, **facts, "file": str(path)})
        return step.changes

    person.session.write(put)
    person.settle()


# --- models -------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def own_model(folder: Path) -> tuple[Path, Path]:
    content = one_input_model([helper.make_node("Identity", ["pixels"], ["out"])])
    (model := folder / "own.onnx").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    card = CARD.format(name="own-model", sha256=digest, size=len(content))
    model.with_suffix(".toml").write_text(card, "utf-8")
    return model, model.with_suffix(".toml")


def models_of(person: Person) -> ModelsPage:
    person.does("Ctrl+Alt+O")
    page = person.over(ModelsPage)
    person.until(lambda: page.names.count() > 0)
    person.settle()
    return page


def choose(page: ModelsPage, name: str) -> None:
    rows = [page.names.item(number).text() for number in range(page.names.count())]
    page.names.setCurrentRow(next(number for number, text in enumerate(rows) if f" {name} " in f" {text} "))


def test_a_model_is_added_used_and_removed_on_its_page(person: Person, tmp_path: Path, home: Path) -> None:
    page = models_of(person)
    choose(page, "guided-denoise")
    person.settle()
    assert "runs for its task" in person.reads(page)
    page.add(*own_model(tmp_path))
    person.until(lambda: "own-model is kept" in person.reads(page))
    person.settle()
    choose(page, "own-model")
    page.use_button.click()
    person.until(lambda: "own-model runs for denoise" in person.reads(page))
    person.settle()
    choose(page, "own-model")
    person.settle()
    assert "the studio's own" in person.reads(page)
    page.remove_button.click()
    person.until(lambda: "is removed" in person.reads(page))
    assert list((home / "review-desk" / "models").glob("*.onnx")) == []
    page.reject()


def test_a_model_that_is_refused_is_refused_in_words(person: Person, tmp_path: Path, home: Path) -> None:
    page = models_of(person)
    model, card = own_model(tmp_path)
    model.write_bytes(b"no model")
    page.add(model, card)
    person.until(lambda: "The card is for another file" in person.reads(page))
    page.reject()


def test_a_preset_over_chosen_photos_works_on_two_at_a_time_with_progress(person: Person) -> None:
    person.does("G", "Ctrl+A")
    photos = [photo.id for photo in person.session.photos]
    person.session.tasks.write(
        lambda store: record_seen(store, ["soft"], photos[:3], person="Ada", at=AT), lambda _: None
    )
    page = page_of(person, "soft")
    at_once: set[int] = set()
    told: list[int] = []

    def note(progress: Progress) -> None:
        told.append(progress.done)

    def over() -> bool:
        at_once.update(run.counts["running"] for run in person.session.tasks.read_now(runs))
        return "new versions" in person.notice()

    page._series.progressed.connect(note)
    page.all_button.click()
    person.until(over)
    person.settle()
    assert person.notice() == f"{len(photos)} new versions of {len(photos)} photos."
    assert max(at_once) == 2
    assert told == sorted(told)
    assert told[-1] == len(photos)
    assert person.session.tasks._batch is None, "their memory is given back"


def test_a_run_that_is_stopped_finishes_what_is_at_work_and_goes_on_later(person: Person) -> None:
    person.does("G", "Ctrl+A", "Ctrl+Shift+D")
    page = person.over(PassesPage)
    page._series.progressed.connect(page._series.stop)
    page.all_button.click()
    person.until(lambda: "go on in Passes" in person.notice())
    person.settle()
    (run,) = person.session.tasks.read_now(runs)
    assert run.counts["running"] == run.counts["failed"] == 0
    assert 0 < run.counts["done"] <= 2 < run.left
    page = page_of(person)
    person.until(page.left_over.isVisible)
    next(b for b in page.left_over.findChildren(QPushButton) if b.text() == "Go on").click()
    person.until(lambda: person.session.tasks.read_now(runs)[0].left == 0)
    person.settle()
