import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest

from review_desk.errors import BadInput, Cancelled, Refused
from review_desk.imaging import scratch
from review_desk.imaging.cube import engine
from review_desk.imaging.probe import Probe, probe
from review_desk.imaging.thumbnail import thumbnail
from review_desk.imaging.workers import WorkerPool
from tests.imaging import builders

ODD = {"jobs": "tests.imaging.odd_jobs", "trusted": ("tests.",)}
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a worker's memory")


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(**ODD, size=1) as one:
        yield one


def gone(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_job_answers_with_its_values(pool: WorkerPool) -> None:
    reply = pool.submit("echo", text="naïve \udce9", number=1.5, nothing=None, path=Path("/a/b")).result()
    assert reply.values == {"text": "naïve \udce9", "number": 1.5, "nothing": None, "path": "/a/b"}
    assert reply.block is None


@pytest.mark.parametrize("shared", [True, False])
def test_an_array_comes_back_through_memory(pool: WorkerPool, shared: bool) -> None:
    reply = pool.submit("ramp", length=1000, shared=shared).result()
    assert np.array_equal(reply.array(), np.arange(1000, dtype=np.uint16).reshape(2, 500))
    assert reply.bytes() == np.arange(1000, dtype=np.uint16).tobytes()
    assert list(pool._scratch.iterdir()) == []


def test_an_array_outlives_the_pool() -> None:
    with WorkerPool(**ODD, size=1) as pool:
        array = pool.submit("ramp", length=10, shared=True).result().array()
    assert array.sum() == 45


def test_a_reply_without_an_array_has_no_pixels(pool: WorkerPool) -> None:
    reply = pool.submit("echo").result()
    with pytest.raises(ValueError, match="no array"):
        reply.array()
    with pytest.raises(ValueError, match="no content"):
        reply.bytes()


def test_what_libraries_print_does_not_reach_the_replies(pool: WorkerPool) -> None:
    for word in ("one", "two"):
        assert pool.submit("chatter", word=word).result().values == {"word": word}


def test_what_libraries_read_does_not_eat_the_requests(pool: WorkerPool) -> None:
    heard, echoed = pool.submit("listen"), pool.submit("echo", word="after")
    assert heard.result().values == {"heard": ""}
    assert echoed.result().values == {"word": "after"}


@pytest.mark.parametrize("job", ["crash", "abort"])
def test_a_photo_that_crashes_its_reader_is_refused_and_the_pool_lives_on(pool: WorkerPool, job: str) -> None:
    with pytest.raises(BadInput, match=r"^tee-01\.jpg makes the image reader crash$"):
        pool.submit(job, path="/shoot/tee-01.jpg").result()
    assert pool.submit("echo", word="alive").result().values == {"word": "alive"}


def test_a_photo_that_hangs_its_reader_is_refused_in_time(pool: WorkerPool) -> None:
    with pytest.raises(BadInput, match=r"^tee-01\.jpg takes longer than 0\.2 s to read$"):
        pool.submit("hang", path="/shoot/tee-01.jpg", timeout_s=0.2).result()
    assert pool.submit("echo", word="alive").result().values == {"word": "alive"}


@LINUX
@pytest.mark.parametrize("job", ["gobble", "gobble_shared"])
def test_a_photo_that_needs_too_much_memory_is_refused(job: str) -> None:
    with WorkerPool(**ODD, size=1, memory_mb=300) as pool:
        with pytest.raises(BadInput, match=r"^a\.jpg needs more memory than the desk allows$"):
            pool.submit(job, path="a.jpg").result()
        assert list(pool._scratch.iterdir()) == []
        assert pool.submit("echo", word="alive").result().values == {"word": "alive"}


@LINUX
def test_a_photo_is_not_refused_for_the_memory_that_earlier_ones_left_taken() -> None:
    with WorkerPool(**ODD, size=1, memory_mb=300) as pool:
        hoarded = [pool.submit("hoard", megabytes=200).result().values["hoarded"] for _ in range(3)]
        assert hoarded == [1, 1, 1]


@LINUX
def test_a_worker_killed_from_outside_counts_as_out_of_memory(pool: WorkerPool) -> None:
    future = pool.submit("hang", path="a.jpg")
    while not (pool.process_ids and future.running()):
        time.sleep(0.01)
    time.sleep(0.1)
    os.kill(pool.process_ids[0], signal.SIGKILL)
    with pytest.raises(BadInput, match="more memory"):
        future.result()


def test_a_worker_that_died_between_two_photos_costs_neither(pool: WorkerPool) -> None:
    first = pool.submit("pid").result().values["pid"]
    os.kill(first, signal.SIGKILL)
    while not gone_or_waiting(first):
        time.sleep(0.01)
    assert pool.submit("pid").result().values["pid"] != first


def gone_or_waiting(process_id: int) -> bool:
    """Whether a child has ended, collected by its parent or not."""
    if not Path("/proc").is_dir():
        time.sleep(0.5)
        return True
    try:
        return (
            Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
        )
    except FileNotFoundError:
        return True


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_ctrl_c_in_the_terminal_leaves_the_worker_at_work(pool: WorkerPool) -> None:
    first = pool.submit("pid").result().values["pid"]
    os.kill(first, signal.SIGINT)
    assert pool.submit("pid").result().values["pid"] == first


def test_a_part_of_shared_memory_is_handed_over_as_that_part(pool: WorkerPool) -> None:
    assert pool.submit("part", length=100).result().array().tolist() == [0, 1, 2, 3, 4]


def test_a_refusal_keeps_its_kind_and_sentence(pool: WorkerPool) -> None:
    with pytest.raises(BadInput, match=r"^a plain sentence$"):
        pool.submit("refuse", kind="BadInput").result()
    with pytest.raises(Refused, match=r"^a plain sentence$"):
        pool.submit("refuse", kind="Refused").result()


def test_a_bug_in_a_job_is_a_bug_with_its_traceback(pool: WorkerPool) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)Traceback.*ZeroDivisionError: a bug of ours"):
        pool.submit("bug").result()
    with pytest.raises(RuntimeError, match="KeyError: 'no such job'"):
        pool.submit("no such job").result()


def test_a_job_that_stops_half_way_leaves_no_file(pool: WorkerPool) -> None:
    with pytest.raises(BadInput, match="half-way"):
        pool.submit("half_done").result()
    assert list(pool._scratch.iterdir()) == []


def test_the_more_urgent_goes_first_and_equals_in_their_order(pool: WorkerPool, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    blocker = pool.submit("hang", timeout_s=1.0)
    while not blocker.running():
        time.sleep(0.01)
    order = [("rest a", 2), ("rest b", 2), ("visible", 0), ("next", 1), ("rest c", 2)]
    futures = [pool.submit("note", priority=priority, path=ran, word=word) for word, priority in order]
    for future in futures:
        future.result()
    assert blocker.exception() is not None
    assert ran.read_text(encoding="ascii").splitlines() == ["visible", "next", "rest a", "rest b", "rest c"]


def test_a_request_that_waits_can_be_taken_back(pool: WorkerPool, tmp_path: Path) -> None:
    blocker = pool.submit("hang", timeout_s=0.5)
    unwanted = pool.submit("note", path=tmp_path / "ran", word="unwanted")
    assert unwanted.cancel()
    assert blocker.exception() is not None
    pool.submit("echo").result()
    assert not (tmp_path / "ran").exists()


def test_closing_ends_everything_that_was_begun() -> None:
    before = set(threading.enumerate())
    pool = WorkerPool(**ODD, size=2, warm=True)
    running = [pool.submit("hang"), pool.submit("hang")]
    waiting = pool.submit("echo")
    while not (all(future.running() for future in running) and len(pool.process_ids) == 2):
        time.sleep(0.01)
    processes, folder = pool.process_ids, pool._scratch
    pool.close()
    pool.close()
    for future in running:
        with pytest.raises(Cancelled):
            future.result(timeout=0)
    with pytest.raises(CancelledError):
        waiting.result(timeout=0)
    assert all(gone(process_id) for process_id in processes)
    assert set(threading.enumerate()) <= before
    assert not folder.exists()
    with pytest.raises(Cancelled):
        pool.submit("echo")


def test_closing_while_workers_start_leaves_nothing() -> None:
    before = set(threading.enumerate())
    pool = WorkerPool(**ODD, size=2, warm=True)
    pool.close()
    assert set(threading.enumerate()) <= before
    assert pool.process_ids == []


@LINUX
def test_workers_end_when_the_desk_is_killed(tmp_path: Path) -> None:
    desk = (
        "import json, sys, time\n"
        "from review_desk.imaging.workers import WorkerPool\n"
        "pool = WorkerPool(jobs='tests.imaging.odd_jobs', trusted=('tests.',), size=2)\n"
        "ids = [pool.submit('pid').result().values['pid']]\n"
        "busy = [pool.submit('hang'), pool.submit('hang')]\n"
        "while len(pool.process_ids) < 2: time.sleep(0.01)\n"
        "print(json.dumps([pool.process_ids, str(pool._scratch)]), flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    with subprocess.Popen([sys.executable, "-c", desk], stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout
        processes, folder = json.loads(program.stdout.readline())
        program.kill()
    deadline = time.monotonic() + 10
    while not all(map(gone, processes)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert all(map(gone, processes))
    scratch.remove_folder(scratch.make_folder())
    assert not Path(folder).exists(), "the next desk sweeps up after the killed one"


def test_the_pool_runs_only_jobs_of_this_program() -> None:
    with pytest.raises(ValueError, match="no jobs module of this program"):
        WorkerPool("os.path")


def test_a_jobs_module_that_cannot_be_imported_is_a_bug() -> None:
    with (
        WorkerPool("review_desk.no_such_module", size=1, warm=True) as pool,
        pytest.raises(RuntimeError, match=r"No module named 'review_desk\.no_such_module'"),
    ):
        pool.submit("echo").result()


def test_importing_the_pool_imports_no_codec() -> None:
    code = (
        "import sys, review_desk.imaging.workers\n"
        "heavy = {'numpy', 'PIL', 'cv2', 'pyvips', 'simplejpeg'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.stderr == b""


def test_the_photo_jobs_answer_as_the_functions_do(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", builders.scene(60, 80), exif=builders.exif(orientation=6))
    with WorkerPool(size=1) as pool:
        probed = pool.submit("probe", path=photo).result()
        inspected = pool.submit("inspect", path=photo, edge=32).result()
        frame = pool.submit("frame", path=photo, level=1).result()
    assert Probe.from_json(probed.values) == probe(photo)
    assert inspected.values == probed.values
    assert inspected.bytes() == thumbnail(photo, edge=32)
    assert inspected.bytes().startswith(b"\xff\xd8\xff")
    assert frame.array().shape == (40, 30, 4)
    assert frame.values == {
        "level": 1, "width": 60, "height": 80, "profile": None, "profile_state": "untagged",
        "profile_reason": None, "out_of_gamut": None, "engine": engine(),
    }  # fmt: skip


def test_a_refused_photo_is_refused_through_the_pool_in_the_same_words(tmp_path: Path) -> None:
    photo = builders.cut(builders.save(tmp_path / "tee.jpg", builders.scene(600, 800)), 0.6)
    with (
        WorkerPool(size=1) as pool,
        pytest.raises(BadInput, match=r"^tee-60\.jpg is cut off after about \d\d %$"),
    ):
        pool.submit("inspect", path=photo).result()


def test_what_was_begun_ahead_answers_the_first_who_asks_for_it(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    with WorkerPool(**ODD, size=1) as pool:
        pool.ask_ahead("note", path=ran, word="first")
        pool.submit("note", priority=0, path=ran, word="first").result()
        pool.submit("note", priority=0, path=ran, word="first").result()
    assert ran.read_text(encoding="ascii").splitlines() == ["first"] * 2


def test_what_was_begun_ahead_and_is_not_wanted_changes_nothing() -> None:
    with WorkerPool(**ODD, size=1) as pool:
        pool.ask_ahead("echo", word="guessed")
        assert pool.submit("echo", word="wanted").result().values == {"word": "wanted"}
        assert pool.submit("echo", word="guessed").result().values == {"word": "guessed"}
