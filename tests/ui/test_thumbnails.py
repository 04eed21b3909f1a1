"""Thumbnails: the best at hand at once, the right ones soon, no more than fit, never of another file."""

import mmap
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QPixmap

from review_desk.domain.photo import Version
from review_desk.errors import BadInput, DeskError
from review_desk.imaging.jobs import JOBS
from review_desk.imaging.scratch import Scratch
from review_desk.imaging.workers import Reply
from review_desk.store.cache import Cache, stamp
from review_desk.ui.display.colours import Colours
from review_desk.ui.display.profile import DisplayProfile
from review_desk.ui.thumbnails import Thumbnails
from tests.imaging import builders

SIZE = (1400, 1050)


@dataclass
class Job:
    """A job in the pool that nobody has begun."""

    name: str
    arguments: dict[str, Any]
    priority: int
    future: "Future[Reply]"
    then: Callable[[Reply], None]
    failed: Callable[[DeskError], None]


@dataclass
class StillTasks:
    """Tasks that stand still until a test lets them go on; jobs run in this process."""

    cache: Cache
    scratch: Scratch
    steps: list[Callable[[], None]] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)

    def post(self, closure: Callable[[], None]) -> None:
        self.steps.append(closure)

    def fetch(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Any = None) -> None:
        self.steps.append(lambda: then(work()))

    def compute(self, job: str, then: Any, failed: Any, *, priority: int, **arguments: Any) -> Any:
        future: Future[Reply] = Future()
        self.jobs.append(Job(job, arguments, priority, future, then, failed))
        return future

    def step(self) -> None:
        """Everything but the workers goes on."""
        for _ in range(500):
            if not self.steps:
                return
            self.steps.pop(0)()
        raise AssertionError("it never ends")

    def work(self, count: int = 1) -> None:
        """The pool does so many jobs, the most urgent first."""
        for _ in range(count):
            self.jobs = [job for job in self.jobs if not job.future.cancelled()]
            if not self.jobs:
                return
            job = min(self.jobs, key=lambda job: job.priority)
            self.jobs.remove(job)
            self._do(job)
            self.step()

    def settle(self) -> None:
        """Everything goes on until nothing is left to do."""
        self.step()
        for _ in range(200):
            self.work()
        assert not self.jobs, "it never ends"

    @property
    def waiting(self) -> list[str]:
        """The files of the jobs that wait and were not cancelled."""
        return [Path(j.arguments["path"]).name for j in self.jobs if not j.future.cancelled()]

    def _do(self, job: Job) -> None:
        job.future.set_running_or_notify_cancel()
        self.ran.append(f"{job.name} {Path(job.arguments.get('path', '')).name}".strip())
        arguments = {k: str(v) if isinstance(v, Path) else v for k, v in job.arguments.items()}
        try:
            result = JOBS[job.name](self.scratch, **arguments)
        except DeskError as error:
            job.failed(error)
            return
        block = None
        if result.array is not None:
            block = mmap.mmap(-1, result.array.nbytes)
            block[:] = result.array.tobytes()
        job.then(Reply(result.values, block))


@dataclass
class Room:
    """A provider over a folder of photos."""

    folder: Path
    tasks: StillTasks
    colours: Colours
    thumbnails: Thumbnails
    arrived: list[str] = field(default_factory=list)

    def photo(self, name: str, colour: Any = (200, 20, 20), size: Any = SIZE, end: str = "png") -> Version:
        """A photo of one colour, taken in: its smallest thumbnail and its probe are in the cache."""
        path = self.folder / f"{name}.{end}"
        Image.new("RGB", size, colour).save(path)
        before = stamp(path)
        result = JOBS["inspect"](self.tasks.scratch, path=str(path), edge=320)
        assert before is not None
        assert result.array is not None
        facts = result.values
        self.tasks.cache.keep_thumbnail(facts["sha256"], 320, result.array.tobytes())
        self.tasks.cache.keep_probe(path, before, facts)
        known = {name: facts[name] for name in ("sha256", "size", "width", "height")}
        return replace(A_VERSION, photo=name, file=str(path), **known)

    def photos(self, count: int, prefix: str = "tee") -> list[Version]:
        return [self.photo(f"{prefix}-{n}", (n, 40, 90)) for n in range(count)]

    def edge(self, version: Version, wanted: int = 320) -> int:
        """The longer side of what is at hand; 0 for nothing."""
        return longer(self.thumbnails.get(version, wanted))


A_VERSION = Version(
    photo="", number=1, role="original", label="", file="", sha256="", size=0, width=0, height=0, bit_depth=8,
    mode="RGB", format="PNG", orientation=1, profile=None, profile_state="untagged",
)  # fmt: skip


def longer(pixmap: QPixmap | None) -> int:
    return max(pixmap.width(), pixmap.height()) if pixmap else 0


def room_of(folder: Path, cache: Cache, **options: Any) -> Room:
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    tasks, colours = StillTasks(cache, Scratch(scratch)), Colours()
    made = Thumbnails(tasks, Path, colours, **options)  # type: ignore[arg-type]
    room = Room(folder, tasks, colours, made)
    made.arrived.connect(room.arrived.append)
    return room


@pytest.fixture
def room(qapp: object, tmp_path: Path) -> Iterator[Room]:
    cache = Cache(tmp_path)
    made = room_of(tmp_path, cache)
    yield made
    made.colours.close()
    cache.close()


# --- what is at hand ----------------------------------------------------------------------------------------


def test_a_thumbnail_in_the_cache_comes_without_a_worker(room: Room) -> None:
    tee = room.photo("tee")
    assert room.edge(tee) == 0
    room.tasks.step()
    assert room.edge(tee) == 320
    assert room.arrived == [tee.sha256]
    assert room.tasks.jobs == []


def test_a_card_gets_the_first_size_that_fills_it_and_a_smaller_one_until_then(room: Room) -> None:
    tee = room.photo("tee")
    room.thumbnails.look_at([tee], [], 500)
    room.tasks.step()
    assert room.edge(tee, 500) == 320
    room.tasks.work()
    assert room.edge(tee, 500) == 640
    assert room.edge(tee, 320) == 640, "the one at hand serves a smaller card too"
    assert room.edge(tee, 5000) == 640
    room.tasks.settle()
    assert room.edge(tee, 5000) == 1280


def test_a_small_photo_is_not_made_larger_again_and_again(room: Room) -> None:
    pin = room.photo("pin", size=(200, 100))
    assert room.edge(pin, 1000) == 0
    room.tasks.settle()
    assert room.edge(pin, 1000) == 200
    assert room.tasks.ran == []


def test_a_cache_that_was_deleted_is_filled_again_from_the_files(room: Room, tmp_path: Path) -> None:
    tees = room.photos(3)
    room.tasks.cache.close()
    (tmp_path / "cache.sqlite").unlink()
    room.tasks.cache = Cache(tmp_path)
    room.thumbnails.look_at(tees, [], 320)
    room.tasks.settle()
    assert [room.edge(tee) for tee in tees] == [320, 320, 320]
    again = room_of(tmp_path, room.tasks.cache)
    again.thumbnails.look_at(tees, [], 320)
    again.tasks.settle()
    assert [again.edge(tee) for tee in tees] == [320, 320, 320]
    assert again.tasks.ran == []
    room.tasks.cache.close()
    again.colours.close()


@pytest.mark.qt_log_ignore("JPEG")
def test_a_thumbnail_that_is_damaged_in_the_cache_is_made_anew(room: Room) -> None:
    tee = room.photo("tee")
    room.tasks.cache.keep_thumbnail(tee.sha256, 320, b"\xff\xd8 torn")
    room.thumbnails.get(tee)
    room.tasks.settle()
    assert room.edge(tee) == 320


def test_a_photo_that_cannot_be_read_says_why_and_is_tried_again_when_asked(room: Room) -> None:
    tee = room.photo("tee")
    content = (room.folder / "tee.png").read_bytes()
    (room.folder / "tee.png").unlink()
    room.thumbnails.look_at([tee], [], 640)
    room.tasks.settle()
    assert room.edge(tee, 640) == 320
    assert "tee.png" in (room.thumbnails.trouble(tee) or "")
    assert room.thumbnails.absence(tee) == "cannot be read"
    (room.folder / "tee.png").write_bytes(content)
    room.thumbnails.forget_trouble()
    room.edge(tee, 640)
    room.tasks.settle()
    assert (room.edge(tee, 640), room.thumbnails.trouble(tee)) == (640, None)


class CountingCache(Cache):
    """Counts the questions for thumbnails."""

    questions = 0

    def thumbnails(self, contents: Sequence[str], edge: int) -> dict[str, tuple[int, bytes]]:
        self.questions += 1
        return super().thumbnails(contents, edge)


def test_a_screen_is_one_question_to_the_cache(qapp: object, tmp_path: Path) -> None:
    cache = CountingCache(tmp_path)
    room = room_of(tmp_path, cache)
    tees = room.photos(20)
    room.thumbnails.look_at(tees, [], 320)
    room.tasks.settle()
    assert [room.edge(tee) for tee in tees] == [320] * 20
    assert cache.questions == 1
    room.colours.close()
    cache.close()


# --- what comes first ---------------------------------------------------------------------------------------


def test_what_is_visible_is_made_before_what_comes_next(room: Room) -> None:
    tees = room.photos(6)
    room.thumbnails.look_at(tees[3:], tees[:3], 640)
    room.tasks.settle()
    assert room.tasks.ran == [f"inspect tee-{n}.png" for n in (3, 4, 5, 0, 1, 2)]


def test_what_was_scrolled_past_is_never_made(room: Room) -> None:
    tees = room.photos(30)
    room.thumbnails.look_at(tees[:10], tees[10:20], 640)
    room.tasks.step()
    room.tasks.work(2)
    room.thumbnails.look_at(tees[20:25], tees[25:], 640)
    room.tasks.settle()
    assert room.tasks.ran[:2] == ["inspect tee-0.png", "inspect tee-1.png"]
    assert sorted(room.tasks.ran[2:]) == sorted(f"inspect tee-{n}.png" for n in range(20, 30))
    room.edge(tees[0], 640)
    room.tasks.settle()
    assert room.edge(tees[0], 640) == 640, "what had been made is kept"
    assert room.tasks.ran.count("inspect tee-0.png") == 1


def test_what_becomes_visible_overtakes_what_was_only_next(room: Room) -> None:
    tees = room.photos(12)
    room.thumbnails.look_at([], tees, 640)
    room.tasks.step()
    room.thumbnails.look_at(tees[9:], tees[:9], 640)
    room.tasks.step()
    room.tasks.work(3)
    assert sorted(room.tasks.ran) == ["inspect tee-10.png", "inspect tee-11.png", "inspect tee-9.png"]


def test_the_pool_never_has_more_than_can_be_taken_back(room: Room) -> None:
    tees = room.photos(40)
    room.thumbnails.look_at(tees[:20], tees[20:], 640)
    room.tasks.step()
    assert len(room.tasks.waiting) == 8
    room.thumbnails.look_at([], [], 640)
    room.tasks.step()
    assert room.tasks.waiting == []


def test_lists_keep_their_wishes_while_the_grid_scrolls(room: Room) -> None:
    listed, *tees = room.photos(5)
    room.tasks.cache.keep_thumbnail(listed.sha256, 320, b"")
    room.thumbnails.get(listed)
    room.thumbnails.look_at(tees, [], 320)
    room.thumbnails.look_at([], [], 320)
    room.tasks.settle()
    assert room.edge(listed) == 320


# --- memory -------------------------------------------------------------------------------------------------


def test_no_more_bytes_are_kept_than_the_budget_allows(qapp: object, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    room = room_of(tmp_path, cache, budget=3 * 320 * 240 * 4 + 100)
    tees = room.photos(8)
    for tee in tees:
        room.thumbnails.get(tee)
        room.tasks.settle()
        assert room.thumbnails.held <= 3 * 320 * 240 * 4 + 100
    assert [longer(room.thumbnails.get(tee)) for tee in tees] == [0] * 5 + [320] * 3
    room.colours.close()
    cache.close()


def test_a_screen_that_needs_more_than_the_budget_is_kept_whole(qapp: object, tmp_path: Path) -> None:
    """What is seen would else be fetched over and over."""
    cache = Cache(tmp_path)
    room = room_of(tmp_path, cache, budget=2 * 320 * 240 * 4)
    tees = room.photos(6)
    room.thumbnails.look_at(tees, [], 320)
    room.tasks.settle()
    assert [longer(room.thumbnails.get(tee)) for tee in tees] == [320] * 6
    room.thumbnails.look_at([], [], 320)
    room.edge(room.photo("another"))
    room.tasks.settle()
    assert room.thumbnails.held <= 2 * 320 * 240 * 4
    room.colours.close()
    cache.close()


# --- files that change --------------------------------------------------------------------------------------


def test_a_file_that_changed_says_so_instead_of_showing_another_picture(room: Room) -> None:
    tee = room.photo("tee")
    Image.new("RGB", (900, 900), (0, 0, 255)).save(tee.file)
    room.thumbnails.look_at([tee], [], 320)
    room.tasks.settle()
    assert room.thumbnails.changed(tee)
    assert room.thumbnails.get(tee) is None
    assert room.thumbnails.absence(tee) == "file changed"
    assert tee.sha256 in room.arrived


def test_a_file_of_the_same_size_with_another_time_is_read_for_its_hash(room: Room) -> None:
    same, other = room.photo("same"), room.photo("other", end="tif")
    os.utime(same.file, ns=(1, 1))
    Image.new("RGB", SIZE, (1, 2, 3)).save(other.file)
    assert Path(other.file).stat().st_size == other.size
    os.utime(other.file, ns=(1, 1))
    room.thumbnails.look_at([same, other], [], 320)
    room.tasks.settle()
    assert (room.thumbnails.changed(same), room.thumbnails.changed(other)) == (False, True)
    assert sorted(room.tasks.ran) == ["probe other.tif", "probe same.png"]
    again = room_of(room.folder, room.tasks.cache)
    again.thumbnails.look_at([same], [], 320)
    again.tasks.settle()
    assert again.tasks.ran == [], "the hash is remembered with the new time"
    again.colours.close()


def test_a_thumbnail_is_never_kept_under_the_hash_of_what_the_file_held_before(room: Room) -> None:
    tee = room.photo("tee")
    room.thumbnails.look_at([tee], [], 640)
    room.tasks.step()  # the file was looked at, and its job waits
    Image.new("RGB", SIZE, (0, 0, 255)).save(tee.file)
    room.tasks.settle()
    assert room.thumbnails.changed(tee)
    assert room.tasks.cache.thumbnail(tee.sha256, 640) is None


def test_coming_back_to_the_desk_looks_at_the_files_again(room: Room) -> None:
    tee = room.photo("tee")
    kept = Path(tee.file).read_bytes()
    room.thumbnails.get(tee)
    room.tasks.settle()
    Path(tee.file).write_bytes(kept + b"more")
    room.thumbnails.look_again()
    room.tasks.settle()
    assert room.thumbnails.changed(tee)
    Path(tee.file).write_bytes(kept)
    room.thumbnails.look_again()
    room.tasks.settle()
    assert not room.thumbnails.changed(tee)
    room.edge(tee)
    room.tasks.settle()
    assert room.edge(tee) == 320


def test_a_file_that_is_away_keeps_its_picture(room: Room) -> None:
    tee = room.photo("tee")
    Path(tee.file).unlink()
    room.thumbnails.look_at([tee], [], 320)
    room.tasks.settle()
    assert room.edge(tee) == 320
    assert not room.thumbnails.changed(tee)


# --- colours ------------------------------------------------------------------------------------------------


def colour(pixmap: QPixmap | None, at: int = 100) -> tuple[int, int, int]:
    assert pixmap is not None
    found = pixmap.toImage().pixelColor(at, at)
    return found.red(), found.green(), found.blue()


def swapped() -> DisplayProfile:
    return DisplayProfile(screen="", name="swapped", icc=builders.swapped_profile())


def test_pictures_come_in_the_colours_of_the_display_and_again_when_it_changes(room: Room) -> None:
    tee = room.photo("tee", (200, 20, 20))
    room.thumbnails.get(tee)
    room.tasks.settle()
    assert colour(room.thumbnails.get(tee))[0] > 150
    room.colours.take(swapped())
    assert colour(room.thumbnails.get(tee))[0] > 150, "the old ones stand in"
    room.tasks.settle()
    assert colour(room.thumbnails.get(tee))[2] > 150
    assert room.tasks.ran == ["develop"]


def test_until_the_first_has_come_in_a_displays_colours_plain_ones_are_shown(room: Room) -> None:
    """A worker may first have to bake the conversion; later ones come so soon that nothing stands in."""
    red, blue = room.photo("red", (200, 20, 20)), room.photo("blue", (20, 20, 200))
    room.colours.take(swapped())
    room.thumbnails.get(red)
    room.tasks.step()
    assert colour(room.thumbnails.get(red))[0] > 150
    room.tasks.settle()
    assert colour(room.thumbnails.get(red))[2] > 150
    room.thumbnails.get(blue)
    room.tasks.step()
    assert room.thumbnails.get(blue) is None
    room.tasks.settle()
    assert colour(room.thumbnails.get(blue))[0] > 150


def test_what_comes_in_colours_of_the_display_before_is_converted_again(room: Room) -> None:
    tee = room.photo("tee", (200, 20, 20))
    room.thumbnails.get(tee)
    room.colours.take(swapped())
    room.tasks.step()
    room.colours.take(DisplayProfile(screen="", name="", icc=None))
    room.tasks.settle()
    assert colour(room.thumbnails.get(tee))[0] > 150


def test_a_displays_profile_that_is_gone_is_trouble_and_no_endless_work(room: Room) -> None:
    tee = room.photo("tee")
    room.colours.take(swapped())
    room.colours.close()
    room.thumbnails.get(tee)
    room.tasks.settle()
    assert "display's profile" in (room.thumbnails.trouble(tee) or "")


def test_a_job_that_is_refused_names_its_file(room: Room) -> None:
    tee = room.photo("tee")
    room.thumbnails.look_at([tee], [], 640)
    room.tasks.step()
    room.tasks.jobs.pop().failed(BadInput("tee.png takes longer than 9 s to read"))
    assert room.thumbnails.trouble(tee) == "tee.png takes longer than 9 s to read"


# --- whatever happens ---------------------------------------------------------------------------------------

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("look"), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5))),
        st.tuples(st.just("get"), st.integers(0, 5), st.sampled_from((320, 640))),
        st.tuples(st.just("colours"), st.booleans(), st.none()),
        st.tuples(st.just("step"), st.integers(1, 4), st.none()),
        st.tuples(st.just("work"), st.integers(1, 3), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(acts=ACTS, last=st.sets(st.integers(0, 5), min_size=1), edge=st.sampled_from((320, 640)))
def test_whatever_was_looked_at_before_the_screen_of_now_comes_right_and_then_there_is_peace(
    crowd: tuple[Room, list[Version]], acts: list[Any], last: set[int], edge: int
) -> None:
    shared, tees = crowd
    room = room_of(shared.folder, shared.tasks.cache)
    for act, first, second in acts:
        if act == "look":
            room.thumbnails.look_at([tees[n] for n in first], [tees[n] for n in second], edge)
        elif act == "get":
            room.thumbnails.get(tees[first], second)
        elif act == "colours":
            room.colours.take(swapped() if first else DisplayProfile(screen="", name="", icc=None))
        elif act == "work":
            room.tasks.work(first)
        else:
            [room.tasks.steps.pop(0)() for _ in range(first) if room.tasks.steps]
    room.thumbnails.look_at([tees[n] for n in last], [], edge)
    room.tasks.settle()
    main = 2 if room.colours.shade != "srgb" else 0
    for tee in (tees[n] for n in last):
        assert room.edge(tee, edge) == min(edge, 400) or (edge, room.edge(tee, edge)) == (320, 400)
        assert colour(room.thumbnails.get(tee, edge), at=10)[main] > 150
    made = [name for name in room.tasks.ran if name != "develop"]
    assert len(made) == len(set(made)), "nothing is made twice"
    room.colours.close()


@pytest.fixture(scope="module")
def crowd(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, list[Version]]]:
    """Six small photos, taken in."""
    folder = tmp_path_factory.mktemp("crowd")
    cache = Cache(folder)
    room = room_of(folder, cache)
    yield room, [room.photo(f"tee-{n}", (200 + n, 20, 20), size=(400, 40)) for n in range(6)]
    room.colours.close()
    cache.close()
