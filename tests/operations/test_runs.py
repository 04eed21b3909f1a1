"""Passes over many photos: rows that survive a stop, a crash and a kill."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from review_desk.domain.pass_run import PassRun
from review_desk.errors import BadInput, Cancelled, Refused
from review_desk.imaging.probe import probe
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse, keep
from review_desk.operations.passing.compare_presets import compare_presets
from review_desk.operations.passing.rerun import rerun
from review_desk.operations.passing.running import pass_workers
from review_desk.operations.passing.runs import (
    begin,
    cancel,
    carry_out,
    jobs_of,
    mark,
    run_of,
    unfinished,
    waiting,
)
from review_desk.operations.passing.seeing import record_seen, shelf
from review_desk.operations.undo import undo
from review_desk.store.desk import Reader, Store
from tests.builders import AT, ROOT
from tests.passes.builders import COUNT, desk_of_rings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk_of_rings(tmp_path)


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder, at=AT) as store:
        yield store


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with pass_workers(2) as pool:
        yield pool


def queued(store: Store, name: str = "denoise", *, photos: int = COUNT, **wanted: Any) -> PassRun:
    chosen = [f"ring-{number}" for number in range(photos)]
    parameters = wanted.pop("parameters", {})
    return begin(store, name=name, photos=chosen, parameters=parameters, person="ana", at=AT, **wanted)


def versions(store: Reader) -> list[int]:
    return [len(photo.versions) for photo in browse.photos(store)]


def parts(folder: Path) -> list[str]:
    return [path.name for path in (folder / "files").iterdir() if path.name.startswith(".part-")]


def test_a_run_is_queued_and_every_photo_is_done_once(store: Store, pool: WorkerPool) -> None:
    run = queued(store)
    assert run.words == "Denoise: 0 of 6 photos done, 6 left"
    done = carry_out(store, pool, run, actor="ana")
    assert done.words == "Denoise: 6 of 6 photos done"
    assert unfinished(store) == []
    assert versions(store) == [2] * COUNT
    assert [job.version for job in jobs_of(store, run.id)] == [2] * COUNT
    assert parts(store.folder) == []


def test_the_same_run_again_does_nothing_twice_and_says_done(store: Store, pool: WorkerPool) -> None:
    carry_out(store, pool, queued(store), actor="ana")
    again = carry_out(store, pool, queued(store), actor="ana")
    assert (again.counts["done"], versions(store)) == (COUNT, [2] * COUNT)


def test_a_photo_that_is_refused_is_failed_with_its_reason_and_the_others_go_on(
    store: Store, pool: WorkerPool, tmp_path: Path
) -> None:
    (tmp_path / "ring-2.png").unlink()
    run = carry_out(store, pool, queued(store), actor="ana")
    assert run.words == "Denoise: 5 of 6 photos done, 1 failed"
    failed = [job for job in jobs_of(store, run.id) if job.state == "failed"]
    assert [(job.photo, job.reason) for job in failed] == [("ring-2", "ring-2.png is not there")]


def test_a_run_that_is_stopped_goes_on_where_it_was(store: Store, pool: WorkerPool) -> None:
    run, stop = queued(store), threading.Event()
    with pytest.raises(Cancelled, match="What was done is kept"):
        carry_out(store, pool, run, actor="ana", stop=stop, progress=lambda at: at.done and stop.set())
    assert 0 < len(waiting(store, run.id)) <= COUNT
    assert parts(store.folder) == []
    done = carry_out(store, pool, run_of(store, run.id), actor="ana")
    assert (done.left, versions(store)) == (0, [2] * COUNT)


def test_what_is_cancelled_is_never_run(store: Store, pool: WorkerPool) -> None:
    run = queued(store)
    mark(store, run.id, "ring-0", "done", actor="ana", at=AT)
    left = cancel(store, run.id, actor="ana", at=AT)
    assert left.words == "Denoise: 1 of 6 photos done, 5 cancelled"
    assert carry_out(store, pool, left, actor="ana").counts == left.counts
    assert versions(store) == [1] * COUNT


def test_undo_takes_a_version_back_and_leaves_the_run_as_it_was_told(store: Store, pool: WorkerPool) -> None:
    run = carry_out(store, pool, queued(store, photos=1), actor="ana")
    undo(store, actor="ana", at=AT)
    assert versions(store) == [1] * COUNT
    assert run_of(store, run.id).counts["done"] == 1
    carry_out(store, pool, queued(store, photos=1), actor="ana")
    assert versions(store)[0] == 2


def test_runs_are_rebuilt_from_the_events(store: Store, pool: WorkerPool) -> None:
    run = carry_out(store, pool, queued(store, photos=2), actor="ana")
    store.rebuild()
    assert run_of(store, run.id) == run


def wait_for_the_first(folder: Path) -> None:
    """Until the first photo of the run is done."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with Reader.open(folder) as reader:
            left = [run.left for run in unfinished(reader)]
        if left and left[0] < COUNT:
            return
        time.sleep(0.02)


def test_a_run_that_is_killed_in_the_middle_leaves_the_desk_whole_and_is_resumed(folder: Path) -> None:
    command = [sys.executable, "-m", "review_desk", "run", "denoise", str(folder), "--batch", "Rings"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as program:
        wait_for_the_first(folder)
        program.send_signal(signal.SIGKILL)
    with Reader.open(folder) as reader:
        (run,) = unfinished(reader)
        assert 0 < run.left < COUNT
    resumed = subprocess.run(
        [sys.executable, "-m", "review_desk", "runs", str(folder), "resume"], env=environment, check=False,
        capture_output=True,
    )  # fmt: skip
    assert resumed.returncode == 0, resumed.stderr
    with Reader.open(folder) as reader:
        assert run_of(reader, run.id).counts["done"] == COUNT
        assert versions(reader) == [2] * COUNT
        assert keep.verify(reader).ok
    assert parts(folder) == []


def test_a_run_that_is_interrupted_in_a_terminal_says_how_to_go_on(folder: Path) -> None:
    command = [sys.executable, "-m", "review_desk", "run", "denoise", str(folder), "--batch", "Rings"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as program:
        wait_for_the_first(folder)
        program.send_signal(signal.SIGINT)
        assert program.stderr is not None
        said = program.stderr.read()
    assert "“review-desk runs DESK resume” goes on" in said
    assert program.returncode == 1
    assert parts(folder) == []


# --- presets ------------------------------------------------------------------------------------------------


def test_every_preset_of_the_desk_has_stages_that_there_are(store: Store) -> None:
    assert {"fashion", "jewellery", "knit", "packshot", "shoes"} <= {one.preset.id for one in shelf(store)[0]}
    jewellery = next(one.preset for one in shelf(store)[0] if one.preset.id == "jewellery")
    assert all(stage.protect or stage.chosen.name == "background-clean" for stage in jewellery.stages)


def test_a_preset_makes_one_version_whose_recipe_names_every_stage_and_comes_out_the_same_again(
    store: Store, pool: WorkerPool
) -> None:
    carry_out(store, pool, queued(store, "preset:packshot", photos=1), actor="ana")
    made = browse.photo(store, "ring-0").latest
    assert (made.number, made.label) == (2, "packshot")
    assert made.width == made.height
    recipe = made.recipe or {}
    assert [stage["pass_name"] for stage in recipe["stages"]] == ["background-clean", "straighten-frame"]
    assert recipe["moved"] is not None
    assert rerun(store, pool, "ring-0").ok


def test_two_presets_begin_from_the_same_version(store: Store, pool: WorkerPool) -> None:
    for name in ("preset:packshot", "preset:shoes"):
        carry_out(store, pool, queued(store, name, photos=1), actor="ana")
    first, second = browse.photo(store, "ring-0").versions[1:]
    assert (first.recipe or {})["input_sha256"] == (second.recipe or {})["input_sha256"]


def test_a_preset_that_nobody_compared_runs_on_a_few_photos_but_not_on_a_whole_batch(store: Store) -> None:
    assert queued(store, "preset:packshot", photos=COUNT - 1).total == COUNT - 1
    with pytest.raises(Refused, match="Packshot, as it is now, was compared on 0 photos in this desk"):
        queued(store, "preset:packshot")
    record_seen(store, ["packshot", "shoes"], ["ring-0", "ring-1"], person="Bo", at=AT)
    with pytest.raises(Refused, match="was compared on 2 photos"):
        queued(store, "preset:packshot")
    record_seen(store, ["packshot", "knit"], ["ring-1", "ring-2"], person="Ada", at=AT)
    assert queued(store, "preset:packshot").total == COUNT
    seen = {one.preset.id: (one.seen_on, one.seen_by) for one in shelf(store)[0]}
    assert (seen["packshot"], seen["shoes"], seen["fashion"]) == ((3, "Ada"), (2, "Bo"), (0, ""))


def test_a_preset_that_was_changed_since_has_to_be_compared_again(store: Store) -> None:
    (store.folder / "presets").mkdir()
    own = store.folder / "presets" / "mine.toml"
    text = (ROOT / "assets" / "presets" / "packshot.toml").read_text("utf-8")
    own.write_text(text, "utf-8")
    record_seen(store, ["mine", "shoes"], ["ring-0", "ring-1", "ring-2"], person="Ada", at=AT)
    assert queued(store, "preset:mine").total == COUNT
    own.write_text(text.replace("fill = 85", "fill = 70"), "utf-8")
    with pytest.raises(Refused, match="was compared on 0 photos"):
        queued(store, "preset:mine")


def test_two_presets_are_compared_on_a_sheet_and_nothing_of_it_is_stored(
    store: Store, pool: WorkerPool, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.png"
    found = compare_presets(store, pool, ("packshot", "shoes"), ["ring-0", "ring-1"], output=sheet)
    assert [[each["preset"] for each in row["results"]] for row in found["photos"]] == [
        ["packshot", "shoes"]
    ] * 2
    assert probe(sheet).width > 3 * 600
    assert (versions(store), parts(store.folder)) == ([1] * COUNT, [])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("fill = 85", "fill = 850"), r"mine\.toml: stage 2: fill goes from 20 to 99; 850 is outside"),
        (("fill = 85", "filling = 85"), "stage 2: straighten-frame has no parameter “filling”"),
        (("pass = ", "pas = "), "stage 1: unknown field 'pas'; did you mean 'pass'?"),
        (('"background-clean"', '"magic"'), "stage 1: There is no pass “magic”"),
        (('version = "1"', ""), r"\[preset\]: version is missing"),
        (('pass = "straighten-frame"', 'pass = "straighten-frame"\nprotect = true'), "nothing can be prot"),
        (('pass = "background-clean"', 'pass = "background-clean"\nmodel = "x"'), "takes no model"),
        (("[[stage]]", "[stage"), "is not TOML"),
    ],
)
def test_a_preset_of_the_studios_own_with_a_slip_is_refused_in_words(
    store: Store, change: tuple[str, str], why: str
) -> None:
    (store.folder / "presets").mkdir()
    text = (ROOT / "assets" / "presets" / "packshot.toml").read_text("utf-8")
    (store.folder / "presets" / "mine.toml").write_text(text.replace(*change), "utf-8")
    with pytest.raises(BadInput, match=why):
        queued(store, "preset:mine", photos=1)


@pytest.mark.parametrize("name", ["nobody", "../desk", "", "packshot.toml"])
def test_a_preset_that_is_not_there_is_refused_naming_those_that_are(store: Store, name: str) -> None:
    with pytest.raises(BadInput, match=r"There is no preset .*packshot"):
        queued(store, f"preset:{name}", photos=1)
