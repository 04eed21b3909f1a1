"""The commands that show the window, run whole, in a home of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from review_desk.paths import asset
from review_desk.store.desk import FILE
from tests.builders import AT, ROOT, environment, pair_files

RUN = "import sys; from review_desk.cli import main; sys.exit(main())"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


def run(home: Path, *arguments: str | Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """One command on a machine without a screen."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "XDG_DATA_HOME")
    kept = {name: value for name, value in environment().items() if name not in screens}
    return subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        env={**kept, "HOME": str(home), "PYTHONPATH": str(ROOT), **more}, cwd=home,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three pairs."""
    place = tmp_path_factory.mktemp("desk")
    pair_files(place / "rings", ["ring-1", "ring-2", "ring-3"])
    assert run(place, "init", place / "desk").returncode == 0
    taken = run(place, "intake", place / "desk", place / "rings")
    assert taken.returncode == 0, taken.stderr
    return place / "desk"


# --- screenshot ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("workspace", "scale", "size"), [("intake", "1", (1600, 850)), ("review", "2", (3200, 1700))]
)
def test_each_workspace_is_pictured_without_a_screen(
    workspace: str, scale: str, size: tuple[int, int], desk: Path, home: Path
) -> None:
    output = home / "shot.png"
    size_asked = ("--size", "1600x850", "--scale", scale)
    done = run(home, "screenshot", desk, "--workspace", workspace, *size_asked, "-o", output, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"file": str(output)}
    with Image.open(output) as shot:
        assert shot.size == size
        assert len(shot.convert("RGB").getcolors(1 << 24)) > 50, "there is something to see"


def test_a_picture_of_the_desk_leaves_the_desk_and_everybodys_place_as_they_were(
    desk: Path, home: Path
) -> None:
    note = desk / "session.json"
    note.write_text('{"workspace": "review", "reviewer": "Ada", "zoom": 2.0}')
    done = run(home, "screenshot", desk, "--workspace", "intake", "-o", home / "shot.png")
    assert done.returncode == 0, done.stderr
    assert json.loads(note.read_text()) == {"workspace": "review", "reviewer": "Ada", "zoom": 2.0}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--workspace", "cellar"], "“cellar” is not a workspace"),
        (["--workspace", "review", "--size", "big"], "“big” is not a size: write it as 1440x900."),
        (["--workspace", "review", "--size", "0x900"], "is not a size"),
        (["--workspace", "review", "--scale", "0"], "The scale goes from 0.5 to 4."),
        (["--workspace", "review", "--scale", "nan"], "The scale goes from 0.5 to 4."),
    ],
)
def test_a_picture_that_makes_no_sense_is_refused_in_a_sentence(
    arguments: list[str], said: str, desk: Path, home: Path
) -> None:
    done = run(home, "screenshot", desk, *arguments, "-o", "shot.png")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (home / "shot.png").exists()


def test_a_picture_for_a_folder_that_is_not_there_is_refused_in_a_sentence(desk: Path, home: Path) -> None:
    done = run(home, "screenshot", desk, "--workspace", "review", "-o", home / "nowhere" / "shot.png")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_picture_of_no_desk_is_refused_in_a_sentence(home: Path) -> None:
    done = run(home, "screenshot", home / "no-desk", "--workspace", "review", "-o", "shot.png")
    assert done.returncode == 2
    assert "There is no desk in" in done.stderr
    assert done.stderr.count("\n") == 1


# --- open ---------------------------------------------------------------------------------------------------


def test_without_a_display_the_window_is_not_opened_and_the_sentence_says_what_else_there_is(
    desk: Path, home: Path
) -> None:
    done = run(home, desk)
    assert done.returncode == 2
    assert "There is no display to open a window on." in done.stderr
    assert "screenshot" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("content", [None, b"this is another program's file, long enough to be one" * 40])
def test_what_is_no_desk_is_not_opened_and_not_touched(content: bytes | None, home: Path) -> None:
    folder = home / "odd"
    folder.mkdir()
    if content:
        (folder / FILE).write_bytes(content)
    done = run(home, folder, QT_QPA_PLATFORM="offscreen")
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("review-desk: ")
    assert done.stderr.count("\n") == 1
    assert [path.read_bytes() for path in folder.glob(FILE)] == ([content] if content else [])


def test_a_desk_that_somebody_holds_is_not_opened_and_the_sentence_names_them(desk: Path, home: Path) -> None:
    holder = (
        "import sys; from pathlib import Path; from review_desk.store.desk import Store; "
        f"s = Store.open(Path({str(desk)!r}), program='a test', at={AT!r}); "
        "print(flush=True); sys.stdin.read(); s.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as held:
        assert held.stdout is not None
        held.stdout.readline()
        done = run(home, desk, QT_QPA_PLATFORM="offscreen")
        held.communicate(b"")
    assert done.returncode == 1
    assert "has this desk open in a test" in done.stderr
    assert done.stderr.count("\n") == 1


# --- demo ---------------------------------------------------------------------------------------------------


@pytest.fixture
def demo_batch() -> Path:
    manifest = asset("demo", "manifest.csv")
    if not manifest.is_file():
        pytest.skip("the demo batch is not rendered yet: assets/demo/manifest.csv is not there")
    return manifest


def test_the_demo_is_taken_in_pictured_in_every_workspace_and_found_again(
    demo_batch: Path, home: Path
) -> None:
    first = run(home, "demo", "--desk", home / "desk", "--shots", home / "shots", "--json")
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    assert sorted(told["files"]) == [
        str(home / "shots" / f"{name}.png") for name in ("grid", "intake", "review")
    ]
    for file in told["files"]:
        with Image.open(file) as shot:
            assert shot.size == (1440, 900)
    rows = demo_batch.read_text("utf-8").count("\n") - 1
    listed = json.loads(run(home, "list", home / "desk", "--json").stdout)
    assert rows >= 24
    assert len(listed) >= 24
    assert run(home, "verify", home / "desk").returncode == 0

    again = run(home, "demo", "--desk", home / "desk", "--json", QT_QPA_PLATFORM="")
    assert again.returncode == 0, again.stderr
    assert "Took in" not in again.stderr
    assert (home / "shots" / "review.png").is_file(), (
        "without a display and without --shots they are rendered here"
    )
    assert json.loads(run(home, "list", home / "desk", "--json").stdout) == listed


def test_a_demo_whose_shots_have_no_place_says_so(demo_batch: Path, desk: Path, home: Path) -> None:
    (home / "taken").write_text("a file")
    done = run(home, "demo", "--desk", desk, "--shots", home / "taken")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "taken" in done.stderr


def test_nothing_of_these_runs_is_written_outside_their_home(home: Path) -> None:
    """The own desk of whoever names none is in their data folder."""
    done = run(home, QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert "There is no display" in done.stderr
    assert [p for p in home.rglob("*") if p.is_file()] == []
    assert os.environ.get("QT_SCALE_FACTOR") is None
