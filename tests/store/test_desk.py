"""Making a desk, opening one, and refusing what is none, each with a sentence."""

from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader, create
from review_desk.store.migrations import APPLICATION_ID, SCHEMA
from tests.builders import AT, desk_file, new_desk, open_store


def sqlite_file(path: Path, *statements: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()
    return path


def refusals(desk: Path) -> set[str]:
    """What a reader and a writer say of it, the file untouched by either."""
    before = desk_file(desk).read_bytes()
    said = set()
    for opened in (Reader.open, open_store):
        with pytest.raises((BadInput, Refused, StoreTrouble)) as caught:
            opened(desk)
        said.add(str(caught.value))
    assert desk_file(desk).read_bytes() == before
    return said


# --- making -----------------------------------------------------------------------------------------------


def test_a_new_desk_is_a_folder_with_its_files(tmp_path: Path) -> None:
    desk = tmp_path / "studio" / "desk"
    create(desk, at=AT)
    assert {"desk.sqlite", "files", "backups"} <= {path.name for path in desk.iterdir()}
    with Reader.open(desk) as reader:
        assert [event.kind for event in browse.history(reader)] == ["desk.created"]
        assert reader.db.conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert reader.db.conn.execute("PRAGMA user_version").fetchone()[0] == SCHEMA


def test_two_desks_have_two_ids(tmp_path: Path) -> None:
    ids = set()
    for name in ("one", "two"):
        with Reader.open(new_desk(tmp_path / name)) as reader:
            ids.add(reader.desk_id)
    assert len(ids) == 2


def test_a_desk_is_not_made_over_another(desk: Path) -> None:
    before = desk_file(desk).read_bytes()
    with pytest.raises(Refused, match="There is a desk in desk already"):
        create(desk, at=AT)
    assert desk_file(desk).read_bytes() == before


def test_a_desk_wants_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").touch()
    with pytest.raises(Refused, match="is not empty"):
        create(tmp_path, at=AT)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_desk_is_not_made_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("mine")
    with pytest.raises(StoreTrouble, match="cannot be made"):
        create(tmp_path / "desk", at=AT)
    assert (tmp_path / "desk").read_text() == "mine"


def test_a_desk_is_made_in_the_folder_one_stands_in_and_named_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "standing").mkdir()
    monkeypatch.chdir(tmp_path / "standing")
    create(Path(), at=AT)
    with pytest.raises(Refused, match="There is a desk in standing already"):
        create(Path(), at=AT)


@pytest.mark.parametrize("content", [b"", None])
def test_an_init_that_was_stopped_early_can_be_done_again(tmp_path: Path, content: bytes | None) -> None:
    for name in ("files", "backups"):
        (tmp_path / "desk" / name).mkdir(parents=True)
    (tmp_path / "desk" / "desk.holder.json").write_text("{}")
    if content is None:
        sqlite_file(tmp_path / "desk" / "desk.sqlite", "PRAGMA journal_mode=WAL")
    else:
        (tmp_path / "desk" / "desk.sqlite").write_bytes(content)
    create(tmp_path / "desk", at=AT)
    with Reader.open(tmp_path / "desk") as reader:
        assert len(browse.history(reader)) == 1


def test_an_empty_file_beside_backups_is_no_beginning_of_a_desk(tmp_path: Path) -> None:
    (tmp_path / "desk" / "backups").mkdir(parents=True)
    (tmp_path / "desk" / "backups" / "backup-20261120T090000Z-9-abc.sqlite").touch()
    (tmp_path / "desk" / "desk.sqlite").touch()
    with pytest.raises(Refused, match="There is a desk in desk already"):
        create(tmp_path / "desk", at=AT)


# --- refusing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opened", [Reader.open, open_store])
def test_a_folder_without_a_desk_says_how_to_make_one(tmp_path: Path, opened: type) -> None:
    with pytest.raises(BadInput, match="Make one with “review-desk init"):
        opened(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("opened", [Reader.open, open_store])
def test_a_desk_whose_file_is_gone_points_at_its_backups(desk: Path, opened: type) -> None:
    desk_file(desk).unlink()
    with pytest.raises(BadInput, match=r"is missing from .*review-desk restore"):
        opened(desk)
    assert not desk_file(desk).exists()


def test_a_file_of_a_newer_version_is_left_alone(desk: Path) -> None:
    with sqlite3.connect(desk_file(desk)) as db:
        db.execute(f"PRAGMA user_version={SCHEMA + 1}")
    db.close()
    (said,) = refusals(desk)
    assert "was written by a newer Review Desk" in said
    assert f"format {SCHEMA + 1}" in said


def test_an_sqlite_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    sqlite_file(tmp_path / "desk.sqlite", "PRAGMA application_id=42", "CREATE TABLE theirs (x)")
    (said,) = refusals(tmp_path)
    assert "is an SQLite file of another program" in said


def test_an_sqlite_file_without_a_name_but_with_tables_is_left_alone(tmp_path: Path) -> None:
    sqlite_file(tmp_path / "desk.sqlite", "CREATE TABLE event (x)")
    (said,) = refusals(tmp_path)
    assert "is an SQLite file of another program" in said


def test_a_file_that_is_no_sqlite_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").write_bytes(b"GIF89a" + bytes(5000))
    (said,) = refusals(tmp_path)
    assert "is not a Review Desk file" in said


def test_a_file_cut_to_nothing_is_never_made_into_an_empty_desk(desk: Path) -> None:
    desk_file(desk).write_bytes(b"")
    (said,) = refusals(desk)
    assert "desk.sqlite is empty" in said
    assert "review-desk restore" in said


def test_the_log_beside_a_file_cut_to_nothing_is_kept(desk: Path) -> None:
    """SQLite deletes the -wal of an empty file; what is in it may be all that is left."""
    wal = desk_file(desk).with_name("desk.sqlite-wal")
    desk_file(desk).write_bytes(b"")
    wal.write_bytes(b"what was acknowledged")
    refusals(desk)
    assert wal.read_bytes() == b"what was acknowledged"


def test_an_sqlite_file_without_anything_in_it_is_no_desk(tmp_path: Path) -> None:
    sqlite_file(tmp_path / "desk.sqlite", "PRAGMA user_version=1")
    (said,) = refusals(tmp_path)
    assert "desk.sqlite is empty" in said


def test_a_desk_that_lost_its_table_of_events_is_damaged(tmp_path: Path) -> None:
    statements = (f"PRAGMA application_id={APPLICATION_ID}", f"PRAGMA user_version={SCHEMA}")
    sqlite_file(tmp_path / "desk.sqlite", *statements, "CREATE TABLE batch (x)")
    with pytest.raises(StoreTrouble, match="The table of events is missing"):
        open_store(tmp_path)


def test_a_folder_named_as_the_file_is_no_desk(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").mkdir()
    with pytest.raises(BadInput, match="There is no desk"):
        open_store(tmp_path)


def test_a_path_that_leads_in_a_ring_is_no_desk(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises((BadInput, StoreTrouble)):
        open_store(tmp_path / "one")


# --- opening ----------------------------------------------------------------------------------------------


def test_a_desk_opened_by_a_link_is_the_desk(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(desk)
    with open_store(tmp_path / "shortcut") as store:
        assert store.folder == desk
        with pytest.raises(Refused, match="has this desk open"):
            open_store(desk)


def test_a_desk_closed_well_leaves_one_file_and_no_holder(desk: Path) -> None:
    with open_store(desk) as store:
        assert not store.recovered
    assert {path.name for path in desk.iterdir()} == {"desk.sqlite", "desk.lock", "files", "backups"}


def test_a_file_of_the_desk_is_found_where_it_was_or_inside_the_desk(desk: Path) -> None:
    with Reader.open(desk) as reader:
        assert reader.resolve("/shoots/x.jpg") == Path("/shoots/x.jpg")
        assert reader.resolve("files/ab/cd.png") == desk / "files/ab/cd.png"


def test_a_desk_can_be_read_while_somebody_writes(desk: Path) -> None:
    with open_store(desk), Reader.open(desk) as reader:
        assert len(browse.photos(reader)) == 3


def test_a_desk_that_was_not_closed_is_checked_as_a_whole(desk: Path) -> None:
    """A change that no page check can see is found after a crash, and only then: it takes its time."""
    _forge_an_event(desk)
    open_store(desk).close()
    (desk / "desk.holder.json").write_text("{}")
    for _ in range(2):  # the desk stays shut: being told once of the crash does not count as mended
        with pytest.raises(StoreTrouble, match="was changed after it was written"):
            open_store(desk)


def test_a_desk_that_was_not_closed_says_that_it_was_checked(desk: Path) -> None:
    (desk / "desk.holder.json").write_text("{}")
    with open_store(desk) as store:
        assert store.recovered
    with open_store(desk) as store:
        assert not store.recovered


def test_tables_are_not_made_anew_from_events_that_were_forged(desk: Path) -> None:
    _forge_an_event(desk)
    with open_store(desk) as store:
        before = [photo.name for photo in browse.photos(store)]
        with pytest.raises(StoreTrouble, match="was changed after it was written"):
            store.rebuild()
        assert [photo.name for photo in browse.photos(store)] == before


def _forge_an_event(desk: Path) -> None:
    with sqlite3.connect(desk_file(desk)) as db:
        db.execute("DROP TRIGGER event_is_never_updated")
        db.execute("UPDATE event SET actor = 'Eve' WHERE desk_seq = 2")
    db.close()
