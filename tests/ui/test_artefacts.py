"""Artefacts in the app: looked for by a key, drawn over side B, stepped through one by one."""

from pathlib import Path

from PIL import Image, ImageFilter

from review_desk.domain.changes import Changes
from review_desk.imaging.probe import probe
from review_desk.store.desk import Store
from tests.builders import AT
from tests.ui.person import Person


def smeared(person: Person, path: Path) -> None:
    """A second version of the bag on screen, with two patches of its leather smeared."""
    bag = next(photo for photo in person.session.photos if photo.name.startswith("bg-"))
    with Image.open(person.session.resolve(bag.original.file)) as opened:
        photo = opened.convert("RGB")
    for box in ((330, 640, 450, 760), (460, 860, 560, 960)):
        photo.paste(photo.crop(box).filter(ImageFilter.MedianFilter(9)), box)
    photo.save(path, quality=95)
    facts = {name: value for name, value in probe(path).to_json().items() if name != "taken_at"}

    def put(store: Store) -> Changes:
        with store.step("A pass", actor="Ada", at=AT) as step:
            row = step.get("version", photo_id=bag.id, number=1) or {}
            step.put("version", {**row, **facts, "number": 2, "role": "ai", "file": str(path)})
        return step.changes

    person.session.write(put)
    person.settle()
    person.session.go_to(bag.id)
    person.settle()


def words(person: Person) -> str:
    return person.window.review.canvas.heats.words()


def test_a_key_looks_for_artefacts_and_goes_from_one_to_the_next(at_checked: Person, tmp_path: Path) -> None:
    person = at_checked
    smeared(person, tmp_path / "after.jpg")
    person.does("Ctrl+Alt+H")
    assert person.session.view.analysis == "artefacts"
    person.until(lambda: "spots" in words(person))
    person.does("Ctrl+Alt+H")
    assert words(person).startswith("spot 1 of ")
    first = person.session.view
    assert first.zoom == 1.0
    person.does("Ctrl+Alt+H")
    assert words(person).startswith("spot 2 of ")
    assert person.session.view.centre != first.centre
    person.does("Ctrl+Alt+Shift+H")
    assert person.session.view.centre == first.centre
    assert "spot 1 of " in person.notice()


def test_versions_that_show_other_things_are_told_apart_in_words(person: Person) -> None:
    person.does("Ctrl+Alt+H")
    person.until(lambda: "Looking" not in words(person))
    assert "cannot be lined up" in words(person)


def test_without_a_before_there_is_nothing_to_look_for(person: Person) -> None:
    person.session.set_side("b", 1)
    person.does("Ctrl+Alt+H")
    assert person.notice() == "There is no before to hold it against."
