"""kill -9 at random moments: what was acknowledged stays, and nothing is ever half."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.errors import Refused
from review_desk.operations import browse, keep
from review_desk.store import log
from review_desk.store.desk import Reader, Store
from review_desk.store.migrations import SCHEMA
from review_desk.store.projections import TABLES
from tests.builders import desk_file, made_older, moment, new_desk, open_store
from tests.store.killing import Killer, finished

KILLS = 60


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as started:
        yield started


def events(store: Reader) -> dict[int, str]:
    return {event.desk_seq: event.hash for event in log.read_events(store.db)}


def test_sixty_kills_lose_no_acknowledged_decision(tmp_path: Path, killer: Killer) -> None:
    desk, chance = new_desk(tmp_path / "desk", photos=6), random.Random("sixty kills")
    acknowledged: dict[int, str] = {}
    for number in range(KILLS):
        said = _kill_while_deciding(killer, desk, number, chance)
        assert not finished(said)
        acknowledged |= {told["seq"]: told["hash"] for told in said if "seq" in told}
        began = any("seq" in told for told in said)  # on a busy machine it may not have opened the desk yet
        with open_store(desk) as store:  # the lock is free again
            assert store.recovered or not began, "everything is checked after a crash"
            kept = events(store)
            assert acknowledged.items() <= kept.items(), f"lost after kill {number + 1}"
            assert list(kept) == list(range(1, len(kept) + 1))
            assert keep.verify(store).problems == ()  # chain, references, projections against a rebuild
    assert len(acknowledged) >= KILLS // 2


def _kill_while_deciding(
    killer: Killer, desk: Path, number: int, chance: random.Random
) -> list[dict[str, Any]]:
    """Half at some time after their start, half after their first decision, however busy it is here."""
    if number % 2:
        return killer.kill_after(chance.uniform(0, 0.15), "take decisions", desk, number, ready="seq")
    return killer.kill_after(chance.uniform(0.06, 0.35), "take decisions", desk, number)


def test_an_intake_that_is_killed_adds_all_of_its_batch_or_nothing(tmp_path: Path, killer: Killer) -> None:
    desk, chance, count = new_desk(tmp_path / "desk"), random.Random("intake"), 60
    ends = []
    for number in range(12):
        wait = chance.uniform(0, 0.12)
        ends.append(finished(killer.kill_after(wait, "take in", desk, number, count, ready="ready")))
        with open_store(desk) as store:
            sizes = {batch.name: batch.photos for batch in browse.batches(store)}
            assert set(sizes.values()) <= {count}
            assert not ends[-1] or f"round {number}" in sizes
            assert keep.verify(store).problems == ()
    assert False in ends, "not one was killed before it was done"


# --- backups ----------------------------------------------------------------------------------------------


def test_a_backup_that_is_killed_at_any_file_it_touches_is_whole_or_not_there(
    tmp_path: Path, killer: Killer
) -> None:
    desk = new_desk(tmp_path / "desk", photos=3)
    for event in range(1, 100):
        done = finished(killer.run("back up", desk, 60 * event, event))
        _backups_are_whole(desk)
        if done:
            break
    assert done
    assert event > 5
    assert not list((desk / "backups").glob("*.part*")), "what the killed ones left is cleared away"


def test_a_backup_that_is_killed_while_it_is_copied_is_whole_or_not_there(
    tmp_path: Path, killer: Killer
) -> None:
    desk, chance = new_desk(tmp_path / "desk", photos=200), random.Random("backup")
    for number in range(8):
        killer.kill_after(chance.uniform(0, 0.06), "back up", desk, 60 * number, ready="ready")
        _backups_are_whole(desk)
    assert finished(killer.run("back up", desk, 9000))
    assert not list((desk / "backups").glob("*.part*"))


def _backups_are_whole(desk: Path) -> None:
    with open_store(desk) as store:
        assert keep.verify(store).problems == ()
        now = log.head(store.db)
    for backup in (desk / "backups").glob("backup-*.sqlite"):
        with sqlite3.connect(backup) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert db.execute("SELECT max(desk_seq) FROM event").fetchone() == (now[0],)
        db.close()


def test_a_restore_that_is_killed_loses_nothing_and_can_be_done_again(tmp_path: Path, killer: Killer) -> None:
    origin = new_desk(tmp_path / "origin", photos=3)
    with open_store(origin) as store:
        backup = keep.back_up(store, at=moment(60))
        head = log.head(store.db)
    for event in range(1, 100):
        desk = shutil.copytree(origin, tmp_path / f"desk {event}")
        done = finished(killer.run("restore", desk, backup, event))
        if not done and desk_file(desk).exists():
            open_store(desk).close()
        keep.restore(desk, backup, at=moment(9000))
        with open_store(desk) as store:
            assert log.head(store.db) == head
            assert keep.verify(store).problems == ()
        assert not list(desk.glob("*.part*"))
        if done:
            break
    assert done
    assert event > 5


# --- exports ----------------------------------------------------------------------------------------------


def test_an_export_that_is_killed_at_any_file_it_touches_leaves_the_old_or_the_new(
    tmp_path: Path, killer: Killer
) -> None:
    desk, folder = new_desk(tmp_path / "desk", photos=3), tmp_path / "out" / "export"
    assert finished(killer.run("export", desk, folder))
    for event in range(1, 200):
        old = _content(folder)
        with Store.open(desk, at=moment()) as store, store.step("A change", actor="Ada", at=moment()) as step:
            photo = browse.photos(store)[0].id
            row = step.get("photo", id=photo)
            assert row is not None
            step.put("photo", {**row, "sku": f"R-{event}"})
        done = finished(killer.run("export", desk, folder, event))
        assert _content(folder) == old or f'"R-{event}"' in _content(folder)["photos.jsonl"]
        if done:
            break
    assert done
    assert event > 20
    assert [path.name for path in folder.parent.iterdir()] == ["export"], "nothing is left beside it"


def test_a_first_export_that_is_killed_is_not_there_or_whole(tmp_path: Path, killer: Killer) -> None:
    desk, names = new_desk(tmp_path / "desk", photos=3), set()
    for event in range(2, 60, 6):
        folder = tmp_path / f"out {event}" / "export"
        killer.run("export", desk, folder, event)
        names.add(frozenset(_content(folder)) if folder.exists() else frozenset())
        assert finished(killer.run("export", desk, folder))
        assert [path.name for path in folder.parent.iterdir()] == ["export"]
    assert len(names - {frozenset()}) <= 1


def _content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


# --- migrations -------------------------------------------------------------------------------------------


def test_a_migration_that_is_killed_leaves_the_old_desk_or_the_new(tmp_path: Path, killer: Killer) -> None:
    older = made_older(new_desk(tmp_path / "older", photos=60))
    chance, formats = random.Random("migration"), set()
    for number in range(12):
        desk = shutil.copytree(older, tmp_path / f"desk {number}")
        killer.kill_after(chance.uniform(0, 0.15), "open", desk, 60, ready="ready")
        with sqlite3.connect(desk_file(desk)) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        db.close()
        assert (version, set(TABLES) <= tables, bool(set(TABLES) & tables)) in {
            (SCHEMA - 1, False, False),
            (SCHEMA, True, True),
        }
        formats.add(version)
        with open_store(desk, moment(120)) as store:
            assert len(browse.photos(store)) == 60
            assert keep.verify(store).problems == ()
    assert SCHEMA - 1 in formats, "not one was killed before it was done"


def test_an_init_that_is_killed_can_be_done_again(tmp_path: Path, killer: Killer) -> None:
    chance, whole = random.Random("init"), []
    for event in range(1, 40):
        desk = tmp_path / f"desk {event}"
        if event % 2:
            done = finished(killer.run("init", desk, event))
        else:  # SQLite's own files are not seen from here: those are met by chance
            done = finished(killer.kill_after(chance.uniform(0, 0.02), "init", desk))
        try:
            keep.create(desk, at=moment())
            whole.append(False)
        except Refused:  # there is a desk already
            whole.append(True)
        with open_store(desk) as store:
            assert keep.verify(store).problems == ()
        assert whole[-1] or not done
    assert set(whole) == {True, False}
