"""Passes in the app: chosen on their page, tried on side B, kept as a new version or dropped."""

from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QComboBox

from review_desk.domain.changes import Changes
from review_desk.passes.catalogue import PASSES
from review_desk.store.desk import Store
from review_desk.ui.passing.page import PassesPage
from tests.builders import AT
from tests.imaging import saved_path_builder as build
from tests.ui.person import Person
from tests.ui.test_marking import point


def tries(person: Person, name: str = "denoise", *, protect: bool = False) -> None:
    """Choose a pass on its page and look at the result."""
    person.does("Ctrl+Shift+D")
    page = person.over(PassesPage)
    page.names.setCurrentRow([known.name for known in PASSES].index(name))
    page.protect.setChecked(protect)
    person.does("Return")


def denoise(person: Person, *, protect: bool = False) -> None:
    tries(person, protect=protect)
    person.does("Return")


def parts(person: Person) -> list[str]:
    """Results that nobody has kept."""
    files = person.desk.folder / "files"
    return [path.name for path in files.iterdir() if path.name.startswith(".part-")]


def test_a_window_on_a_desk_starts_no_process_for_passes_and_loads_no_model(person: Person) -> None:
    person.does("Ctrl+Shift+D")
    person.over(PassesPage).reject()
    assert person.session.tasks._passes is None
    tries(person)
    assert person.session.tasks._passes is not None


def test_a_try_is_seen_on_side_b_and_is_no_version_yet(person: Person) -> None:
    tries(person)
    assert len(person.stored("ring-1").versions) == 2
    assert person.session.sides == {"a": 1, "b": -1}
    assert person.session.view.mode == "wipe"
    assert "Try: Denoise" in person.reads(person.window.review.trial_bar)
    assert "of the pixels changed" in person.reads(person.window.review.trial_bar)
    assert not person.window.review.verdict_bar.isVisible()
    assert person.colour(0.55)[2] > 150, "the try is drawn when its pixels come"


def test_a_try_that_is_dropped_leaves_nothing_behind(person: Person) -> None:
    tries(person)
    person.does("Escape")
    assert person.session.sides == {"a": 1, "b": 2}
    assert len(person.stored("ring-1").versions) == 2
    assert parts(person) == []
    assert person.window.review.verdict_bar.isVisible()
    assert not person.window.review.trial_bar.isVisible()


def test_nothing_is_judged_or_marked_on_a_try(person: Person) -> None:
    tries(person)
    for keys in ("P", "1", "Ctrl+Z", "Right", "Alt+B", "Ctrl+E", "Alt+R"):
        person.does(keys)
        assert person.notice() == "! This is only a try: keep it (Return) or drop it (Esc) first."
    assert person.stored("ring-1").decision is None
    assert person.on_screen == "ring-1"
    person.does("Escape", "P")
    assert person.verdicts()["ring-1"] == "approve"


def test_going_to_another_photo_in_the_filmstrip_drops_the_try(person: Person) -> None:
    tries(person)
    person.session.go_to(person.session.photos[1].id)
    person.settle()
    assert person.session.sides == {"a": 1, "b": 2}
    assert parts(person) == []


def test_return_without_a_try_says_how_to_begin_one(person: Person) -> None:
    person.does("Return")
    assert person.notice() == "! No pass is being tried: choose one (Ctrl+Shift+D)."


def test_the_page_comes_back_to_what_was_set_last(person: Person) -> None:
    tries(person, "background-clean")
    person.does("Escape", "Ctrl+Shift+D")
    page = person.over(PassesPage)
    assert page.chosen.name == "background-clean"
    page.reject()


def test_a_pass_that_moves_pixels_cannot_be_asked_to_leave_any(person: Person) -> None:
    person.does("Ctrl+Shift+D", "Down", "Down", "Down")
    page = person.over(PassesPage)
    assert page.chosen.name == "straighten-frame"
    assert not page.protect.isEnabled()
    page.reject()


def test_a_pass_runs_on_all_chosen_photos_and_a_second_time_does_nothing(person: Person) -> None:
    person.does("G", "Ctrl+A", "Ctrl+Shift+D")
    person.over(PassesPage).all_button.click()
    person.until(lambda: "new versions" in person.notice())
    count = len(person.session.photos)
    assert person.notice() == f"{count} new versions of {count} photos."
    assert all(photo.latest.label == "denoise" for photo in person.session.photos)
    person.does("Ctrl+Shift+D")
    person.over(PassesPage).all_button.click()
    person.until(lambda: person.notice().startswith("0 "))
    assert parts(person) == []


def test_denoise_adds_a_version_that_is_compared_at_once_and_its_recipe_is_kept(person: Person) -> None:
    refreshed: list[int] = []
    model = person.window.review.filmstrip.model
    model.dataChanged.connect(lambda first, *_: refreshed.append(first.row()))
    denoise(person)
    photo = person.stored("ring-1")
    made = photo.latest
    assert (made.number, made.role, made.label) == (3, "ai", "denoise")
    assert made.recipe is not None
    assert made.recipe["pass"] == "denoise"
    assert (person.desk.folder / made.file).is_file()
    assert person.session.sides == {"a": 1, "b": 3}
    assert person.notice() == "Denoise ring-1: the result is a new version, on side B."
    assert person.colour()[2] > 150
    assert 0 in refreshed, "the filmstrip shows the new version"


def test_denoise_twice_does_nothing_twice(person: Person) -> None:
    denoise(person)
    person.session.set_side("b", 2)
    tries(person)
    assert len(person.stored("ring-1").versions) == 3
    assert person.notice() == "ring-1 has this result already: version 3."


def test_undo_of_a_pass_takes_its_version_away_while_it_is_on_screen(person: Person) -> None:
    denoise(person)
    person.does("Ctrl+Z")
    assert [v.number for v in person.stored("ring-1").versions] == [1, 2]
    assert person.session.sides == {"a": 1, "b": 2}
    assert person.colour()[2] > 150
    person.does("Ctrl+Shift+Z")
    assert person.session.sides == {"a": 1, "b": 3}


def test_a_pass_leaves_no_half_made_file_behind(person: Person) -> None:
    denoise(person)
    files = [path for path in (person.desk.folder / "files").rglob("*") if path.is_file()]
    assert [path.suffix for path in files] == [".png"]
    assert not [path for path in (person.desk.folder / "files").iterdir() if path.name.startswith(".part-")]


def test_a_pass_on_a_photo_that_is_gone_says_so_and_adds_nothing(person: Person, tmp_path: Path) -> None:
    photo = person.session.current
    assert photo is not None
    person.session.sides = {"a": 1, "b": 2}
    original = Path(photo.version(2).file)
    hidden = original.with_suffix(".away")
    original.rename(hidden)
    try:
        tries(person)
    finally:
        hidden.rename(original)
    assert person.notice().startswith("! ")
    assert original.name in person.notice()
    assert len(person.stored("ring-1").versions) == 2


def test_a_pass_that_ends_after_one_has_gone_on_is_dropped_and_said_so(person: Person) -> None:
    person.does("Ctrl+Shift+D")
    person.over(PassesPage).try_button.click()
    person.press("Right")
    person.until(lambda: "nobody looked" in person.notice())
    person.settle()
    assert person.on_screen == "ring-2"
    assert person.session.sides == {"a": 1, "b": 2}
    assert parts(person) == []


def test_what_a_pass_made_shows_in_the_history_and_the_versions(person: Person) -> None:
    denoise(person)
    told = person.reads(person.window.review.inspector)
    assert "Denoise ring-1" in told
    assert "ai v2 · denoise" in told


def test_around_the_product_a_pass_says_how_many_protected_pixels_changed(
    person: Person, tmp_path: Path
) -> None:
    version = person.stored("ring-1").version(2)
    mask = Image.new("L", (version.width, version.height))
    mask.paste(255, (2, 3, 12, 8))
    mask.save(tmp_path / "mask.png")
    give_mask(person, tmp_path / "mask.png")
    tries(person, protect=True)
    assert "0 of 50 protected pixels changed" in person.reads(person.window.review.trial_bar)
    person.does("Return")
    assert person.notice() == "Denoise ring-1: the result is a new version, on side B."
    recipe = person.stored("ring-1").latest.recipe
    assert recipe is not None
    assert recipe["protected"]["changed"] == 0
    denoise(person)
    assert len(person.stored("ring-1").versions) == 4, "without a mask it is other work"


def test_around_the_product_a_photo_without_a_mask_is_refused_and_nothing_is_stored(person: Person) -> None:
    tries(person, protect=True)
    assert "has neither a mask nor transparency" in person.notice()
    assert len(person.stored("ring-1").versions) == 2


def test_a_path_in_the_file_is_offered_by_its_name_and_protects(person: Person, tmp_path: Path) -> None:
    box = build.records(build.box(0.25, 0.25, 0.5, 0.5))
    made = build.block({"Outline": box, "Shadow": build.records(build.box(0, 0, 1, 1))}, clips="Outline")
    file = build.photo(tmp_path / "ring.tif", made, width=640, height=480)
    original = person.stored("ring-1").original

    def from_tiff(store: Store) -> Changes:
        with store.step("Take in", actor="Ada", at=AT) as step:
            row = step.get("version", photo_id=original.photo, number=1) or {}
            step.put("version", {**row, "file": str(file)})
        return step.changes

    person.session.write(from_tiff)
    person.settle()
    person.does("Ctrl+Shift+D")
    page = person.over(PassesPage)
    assert [page.by.itemText(n) for n in range(page.by.count())] == [
        "by the path “Outline” in its file",
        "by the path “Outline” in its file, which clips",
        "by the path “Shadow” in its file",
    ]
    assert page.by.isVisible()
    page.names.setCurrentRow([known.name for known in PASSES].index("straighten-frame"))
    assert not page.by.isEnabled()
    page.names.setCurrentRow(0)
    page.protect.setChecked(True)
    page.by.setFocus()
    person.does("Down")
    person.does("Return")
    assert "0 of 19,200 protected pixels changed" in person.reads(person.window.review.trial_bar)
    person.does("Escape", "Ctrl+Shift+D")
    assert person.over(PassesPage).by.words() == "path", "what was chosen last"
    person.over(PassesPage).reject()


def give_mask(person: Person, path: Path) -> None:
    photo = person.stored("ring-1").id

    def put(store: Store) -> Changes:
        with store.step("Give a mask", actor="Ada", at=AT) as step:
            step.put("photo", {**(step.get("photo", id=photo) or {}), "mask": str(path)})
        return step.changes

    person.session.write(put)
    person.settle()


def test_what_is_painted_is_removed_under_the_wipe_and_then_kept(person: Person) -> None:
    person.does("B")
    person.drags(point(person, 100, 100), point(person, 200, 100))
    person.does("Escape", "Escape")
    tries(person, "remove")
    assert "Try: Remove" in person.reads(person.window.review.trial_bar)
    person.does("Return")
    made = person.stored("ring-1").latest
    assert (made.number, made.label) == (3, "remove")
    assert made.recipe is not None
    assert made.recipe["region_sha256"]


def test_where_nothing_is_marked_removing_says_so(person: Person) -> None:
    tries(person, "remove")
    assert person.notice() == "! ring-1: nothing is marked: paint over what is meant, or select a mark."


def test_the_skin_of_side_b_is_measured_by_key_and_where_there_is_none_it_says_so(person: Person) -> None:
    person.does("Alt+J")
    person.until(lambda: "skin" in person.notice())
    assert person.notice() == "! No skin is found by its colour: mark it, or give a mask."


def test_a_pass_can_be_kept_to_the_darks_by_a_list_in_its_form(person: Person) -> None:
    person.does("Ctrl+Shift+D")
    page = person.over(PassesPage)
    (zones,) = (field for field in page.findChildren(QComboBox) if field.accessibleName() == "within")
    zones.setCurrentText("darks")
    person.does("Return")
    person.does("Return")
    recipe = person.stored("ring-1").latest.recipe
    assert recipe is not None
    assert recipe["parameters"]["within"] == "darks"
