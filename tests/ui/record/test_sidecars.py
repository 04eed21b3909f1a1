"""Sidecars from the window: asked where, written, told; what others said stands beside the photo."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from review_desk.store.desk import Store
from tests.builders import AT, open_store
from tests.ui.doors import Doors
from tests.ui.person import Person, words


def test_the_judged_photos_get_their_sidecars_in_the_folder_that_is_named(
    person: Person, tmp_path: Path
) -> None:
    person.does("Ctrl+Alt+X")
    assert "No photo of this batch has a verdict yet" in person.notice()
    person.does("P", "C", "Ctrl+Alt+X")
    person.until(QApplication.activeModalWidget)
    person.writes(str(tmp_path / "out"))
    person.does("Return")
    person.until(lambda: "Wrote 2 sidecars" in person.notice())
    assert len(list((tmp_path / "out").glob("ring-*.xmp"))) == 2


def test_stars_a_label_and_keywords_stand_beside_the_photo(doors: Doors, folder: Path) -> None:
    with open_store(folder) as store:
        star(store)
    person = doors.open(folder)
    person.until(lambda: "★★★ · Blue · bride, ring" in words(person.window.review.inspector))


def star(store: Store) -> None:
    with store.step("Give stars", actor="Ada", at=AT) as step:
        row = next(iter(store.db["photo"].rows))
        held = step.get("photo", id=row["id"])
        assert held is not None
        said = {"rating": 3, "label": "Blue", "keywords": "bride; ring"}
        step.put("photo", {**held, "fields": {**held["fields"], **said}})
