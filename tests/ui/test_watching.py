"""A watched folder becomes a batch when it has been quiet."""

from pathlib import Path

from review_desk.ui.intake.watching import Watching
from review_desk.ui.saved_state import SavedState
from tests.ui.doors import Doors
from tests.ui.material import flat_pair, ring_pairs
from tests.ui.person import Person


class Clock:
    """Stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def watching(person: Person, folder: Path) -> tuple[Watching, Clock]:
    """A watch with a wait of twenty seconds by the test's clock."""
    clock, room = Clock(), person.window.intake
    made = Watching(person.session, room.bringing, room, wait=20.0, clock=clock)
    made.watch(str(folder))
    person.settle()
    return made, clock


def names(person: Person) -> dict[str, int]:
    return {batch.name: batch.photos for batch in person.session.batches}


def look(person: Person, watch: Watching) -> None:
    watch.look()
    person.settle()
    person.until(lambda: not person.window.intake.bringing.running)
    person.settle()


def test_a_folder_that_is_quiet_becomes_a_batch_and_one_that_is_not_waits(
    person: Person, tmp_path: Path
) -> None:
    folder = ring_pairs(tmp_path / "incoming", ["w-1", "w-2"])
    watch, clock = watching(person, folder)
    clock.now += 15
    flat_pair(folder, "w-3", before=(90, 90, 10))
    look(person, watch)
    clock.now += 15
    look(person, watch)
    assert names(person) == {"rings": 6}, "the third pair came five seconds ago"
    assert watch.words == "Watching incoming: files are coming in"
    clock.now += 10
    look(person, watch)
    assert names(person) == {"rings": 6, "incoming": 3}
    assert watch.words == "Watching incoming"
    assert person.window.workspace == "review", "nobody asked for it: nobody is interrupted"


def test_what_comes_later_goes_to_the_same_batch_and_nothing_new_is_not_spoken_of(
    person: Person, tmp_path: Path
) -> None:
    folder = ring_pairs(tmp_path / "incoming", ["w-1"])
    watch, clock = watching(person, folder)
    clock.now += 25
    look(person, watch)
    count = len(person.log())
    (folder / "w-1.jpg").touch()
    look(person, watch)
    clock.now += 25
    look(person, watch)
    assert len(person.log()) == count
    flat_pair(folder, "w-2", before=(20, 90, 10))
    look(person, watch)
    clock.now += 25
    look(person, watch)
    assert names(person) == {"rings": 6, "incoming": 2}


def test_the_system_tells_when_something_comes(person: Person, tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    watch, _ = watching(person, tmp_path / "incoming")
    assert watch.words == "Watching incoming"
    flat_pair(tmp_path / "incoming", "w-1", before=(20, 90, 10))
    person.until(lambda: watch.words.endswith("files are coming in"))
    watch.watch("")


def test_a_folder_stays_watched_until_somebody_stops_it(doors: Doors, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    SavedState(reviewer="Ada", watched=str(tmp_path / "incoming")).save(folder)
    person = doors.open(folder)
    person.settle()
    assert person.window.intake.watching.words == "Watching incoming"
    assert person.window.state().watched == str(tmp_path / "incoming")
    person.does("Ctrl+Shift+W")
    assert person.notice() == "incoming is watched no longer."
    assert person.window.state().watched == ""
