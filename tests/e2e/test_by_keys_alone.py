"""The program itself on a screen, driven by keys alone, on real photos."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from review_desk.domain.photo import Photo
from review_desk.operations import browse, keep
from review_desk.operations.taxonomy import failure_modes
from review_desk.store.desk import Reader
from tests.builders import review_desk
from tests.e2e.screen import PATIENCE_S, Screen, program, require_screen, screen, until

pytestmark = [pytest.mark.display, pytest.mark.samples]

REVIEWER = "Ada Lovelace"


@pytest.fixture(scope="module")
def shown() -> Iterator[Screen]:
    require_screen()
    with screen() as opened:
        yield opened


@pytest.fixture
def desk(samples: Path, tmp_path: Path) -> Path:
    """A desk with the real pairs, taken in by the command line."""
    folder = tmp_path / "desk"
    assert review_desk("init", folder).returncode == 0
    taken = review_desk("intake", folder, samples / "pairs", "--batch", "Samples")
    assert taken.returncode in (0, 1), taken.stderr
    return folder


class Reviewer:
    """Presses keys on the screen and reads in the desk's file what came of them."""

    def __init__(self, shown: Screen, folder: Path) -> None:
        self.shown, self.folder = shown, folder

    def photos(self) -> list[Photo]:
        with Reader.open(self.folder) as reader:
            return browse.photos(reader)

    def steps(self) -> int:
        """How many steps are stored."""
        with Reader.open(self.folder) as reader:
            return len({event.step for event in browse.history(reader) if event.step})

    def does(self, *keys: str) -> None:
        """Press keys of which the last stores a step, and wait until it is stored."""
        before = self.steps()
        self.shown.keys(*keys)
        until(lambda: self.steps() > before, f"a step stored after {keys}")

    def writes(self, words: str) -> None:
        """Type into a question, and Enter."""
        before = self.steps()
        self.shown.write(words)
        self.shown.keys("Return")
        until(lambda: self.steps() > before, f"a step stored after “{words}”")


def leave(process: "subprocess.Popen[str]", shown: Screen) -> None:
    shown.keys("ctrl+q")
    _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert said == ""


def exported(folder: Path, output: Path) -> dict[str, list[dict[str, Any]]]:
    """The lines of every file of an export, by its name."""
    run = review_desk("export", folder, "--batch", "Samples", "-o", output)
    assert run.returncode == 0, run.stderr
    return {
        file.stem: [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for file in output.glob("*.jsonl")
    }


def test_ten_real_photos_are_reviewed_by_keys_alone_and_the_export_says_exactly_what_was_done(
    shown: Screen, desk: Path, tmp_path: Path
) -> None:
    ada = Reviewer(shown, desk)
    ids = [photo.id for photo in ada.photos()]
    assert len(ids) > 12
    modes = [mode.id for mode in failure_modes().families_for("")[0].modes]

    with program(shown, desk) as process:
        shown.window("Review Desk")
        shown.settled()
        _sit_down(shown)
        _look_around(shown)
        ada.does("p")  # 0: approved
        ada.does("x", "2")  # 1: rejected, by the number of a failure mode
        shown.keys("x")  # 2: rejected in words
        ada.writes("wrong shade of blue")
        ada.does("c")  # 3: to correct
        ada.does("e")  # 4: escalated
        ada.does("1")  # 5: tagged, then approved
        ada.does("p")
        shown.settled()  # a tool is for the photo on screen: the next one must be there
        shown.keys("r", "Right", "Right", "Down", "shift+Left", "Return")  # 6: marked, and rejected for it
        ada.does("3")
        ada.does("x")
        ada.does("p")  # 7: approved, undone, to correct
        ada.does("ctrl+z")
        ada.does("c")
        ada.does("e")  # 8: escalated, undone, done again, which brings it back; then on
        ada.does("ctrl+z")
        ada.does("ctrl+shift+z")
        shown.keys("Right")
        ada.does("shift+p")  # 9: approved and stayed, cleared, to correct
        ada.does("u")
        ada.does("c")
        shown.keys("Right", "Right")  # 10, 11, 12
        ada.does("4")
        leave(process, shown)

    lines = exported(desk, tmp_path / "out")
    assert [(d["photo"], d["verdict"], d["tags"], d["note"]) for d in lines["decisions"]] == [
        (ids[0], "approve", [], ""),
        (ids[1], "reject", [modes[1]], ""),
        (ids[2], "reject", [], "wrong shade of blue"),
        (ids[3], "correct", [], ""),
        (ids[4], "escalate", [], ""),
        (ids[5], "approve", [modes[0]], ""),
        (ids[6], "reject", [], ""),
        (ids[7], "correct", [], ""),
        (ids[8], "escalate", [], ""),
        (ids[9], "correct", [], ""),
    ]
    assert {d["reviewer"] for d in lines["decisions"]} == {REVIEWER}
    assert all(d["display"] for d in lines["decisions"]), "what each was looked at on"
    (mark,) = lines["annotations"]
    assert (mark["photo"], mark["tags"], mark["author"]) == (ids[6], [modes[2]], REVIEWER)
    assert mark["shape"]["width"] > 3
    assert mark["shape"]["height"] > 3
    tagged = sorted((tag["photo"], tag["tag"]) for tag in lines["tags"])
    assert tagged == sorted([(ids[1], modes[1]), (ids[5], modes[0]), (ids[6], modes[2]), (ids[12], modes[3])])
    with Reader.open(desk) as reader:
        assert keep.verify(reader).ok

    _comes_back_to(ids[12], ada, tmp_path)


def _sit_down(shown: Screen) -> None:
    """Say who reviews."""
    before = shown.settled()
    shown.keys("ctrl+shift+p")
    shown.until_other(before)
    shown.keys("ctrl+a")
    shown.write(REVIEWER)
    shown.keys("Return")
    shown.until_seen(before)


def _look_around(shown: Screen) -> None:
    """Toggle, wipe, side by side, difference, zoom: each is another picture and leads back to the first."""
    plain = shown.settled()
    seen = {plain}
    for there, back in (("t", "t"), ("w", "w"), ("s", "s"), ("d", "d"), ("ctrl+1", "ctrl+0")):
        shown.keys(there)
        seen.add(shown.until_other(plain))
        shown.keys(back)
        shown.until_seen(plain)
    shown.hold("backslash")
    shown.until_other(plain)
    shown.let_go("backslash")
    shown.until_seen(plain)
    assert len(seen) == 6


def _comes_back_to(photo: str, ada: Reviewer, tmp_path: Path) -> None:
    """The next start is at the same photo: a verdict there is a verdict on it."""
    with program(ada.shown, ada.folder) as process:
        ada.shown.window("Review Desk")
        ada.shown.settled()
        ada.does("shift+c")
        leave(process, ada.shown)
    decisions = exported(ada.folder, tmp_path / "again")["decisions"]
    assert [d["verdict"] for d in decisions if d["photo"] == photo] == ["correct"]
    assert decisions[-1]["reviewer"] == REVIEWER


def test_a_heavy_hand_on_a_verdict_judges_one_photo(shown: Screen, desk: Path) -> None:
    ada = Reviewer(shown, desk)
    first = ada.photos()[0].id
    with program(shown, desk) as process:
        shown.window("Review Desk")
        shown.settled()
        long_enough = _held_until_it_repeats(shown, "Right")
        shown.keys("Home")
        shown.settled()
        shown.hold("p")
        time.sleep(long_enough)
        shown.let_go("p")
        shown.settled()
        leave(process, shown)
    assert [photo.id for photo in ada.photos() if photo.verdict] == [first]


def _held_until_it_repeats(shown: Screen, key: str) -> float:
    """Hold a key that goes from photo to photo until four were seen. Returns how many seconds that took."""
    began, seen = time.monotonic(), set()
    shown.hold(key)
    until(lambda: seen.add(shown.seen()) or len(seen) > 4, "a key that repeats")
    shown.let_go(key)
    return time.monotonic() - began


def test_a_killed_window_has_lost_no_verdict_and_opens_again(shown: Screen, desk: Path) -> None:
    ada = Reviewer(shown, desk)
    with program(shown, desk) as process:
        shown.window("Review Desk")
        shown.settled()
        ada.does("p")
        ada.does("c")
        process.kill()
        process.wait()
    assert [photo.verdict for photo in ada.photos()[:3]] == ["approve", "correct", None]
    with program(shown, desk) as process:
        shown.window("Review Desk")
        shown.settled()
        ada.does("ctrl+z")
        leave(process, shown)
    assert [photo.verdict for photo in ada.photos()[:2]] == ["approve", None]
    with Reader.open(desk) as reader:
        assert keep.verify(reader).ok
