"""A desk on disk: a folder with `desk.sqlite`, `cache.sqlite`, `files/` and `backups/`."""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.domain.decision import written
from review_desk.errors import BadInput, Refused
from review_desk.store import backups, connection, log, projections, verification
from review_desk.store.connection import StoreTrouble, connect, query, read_tx, said_plainly, write_tx
from review_desk.store.format import (
    has_tables,
    require_bytes,
    require_current,
    require_ours,
    require_shape,
    version_of,
)
from review_desk.store.location import require_local
from review_desk.store.lock import DeskLock
from review_desk.store.migrations import APPLICATION_ID, SCHEMA, migrations

FILE = "desk.sqlite"
_SUBFOLDERS = ("files", "backups")
_BESIDE = (f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal", "desk.lock", "desk.holder.json")
_BEGUN = {FILE, *_BESIDE, *_SUBFOLDERS}
"""What an init leaves that was stopped before its one transaction."""


def create(folder: Path, *, at: str) -> None:
    """Make an empty desk. Raises Refused when there is one already or the folder holds other things."""
    folder = _real(folder)
    require_local(folder)
    _require_room(folder)
    try:
        for name in _SUBFOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreTrouble(f"The folder {folder} cannot be made: {error.strerror}.") from error
    with Store.open(folder, program="review-desk init", at=at, new=True):
        pass


class Reader:
    """A read-only look at a desk, for one thread."""

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder = folder
        self.db = db

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open for reading; nobody's lock is needed. Raises BadInput, Refused or StoreTrouble in words."""
        folder = _real(folder)
        require_desk(folder)
        path = folder / FILE
        require_bytes(path)
        db = connect(path, read_only=True)
        try:
            with said_plainly(path):
                require_ours(db, path)
                require_current(db, path)
                require_shape(db, path)
        except BaseException:
            db.close()
            raise
        return cls(folder, db)

    @property
    def desk_id(self) -> str:
        """The id made when the desk was."""
        return str(next(query(self.db, "SELECT value FROM desk WHERE key = 'desk_id'"))["value"])

    def resolve(self, file: str) -> Path:
        """Where a version's file is: absolute as it was taken in, or inside the desk."""
        path = Path(file)
        return path if path.is_absolute() else self.folder / path

    def snapshot(self) -> contextlib.AbstractContextManager[None]:
        """Everything read inside is of one moment, whatever is written meanwhile."""
        return read_tx(self.db)

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Store(Reader):
    """The one writer of a desk. It holds the lock and belongs to the thread that opened it."""

    display = ""
    """What the person at it looks at the photos on; written with every event. Empty: it is not known."""
    lock: DeskLock
    recovered: bool
    """Whether the last holder never gave the desk back (a crash, a power cut): all of it was checked then."""

    @classmethod
    def open(  # type: ignore[override]  # a writer says when and as whom it comes
        cls, folder: Path, *, at: str, program: str = "Review Desk", new: bool = False
    ) -> Self:
        """Open for writing: lock, check, back up before a migration, migrate.

        Raises Refused (held by somebody, newer format, network drive), BadInput (no desk there, another
        program's file) or StoreTrouble (disk full, read-only, damaged), each one sentence; nothing is
        changed then.
        """
        connection.require_safe_sqlite()
        folder = _real(folder)
        require_local(folder)
        if not new:
            require_desk(folder)
        lock = DeskLock(folder)
        crashed = lock.acquire(program=program, at=at)
        try:
            store = cls(folder, _open_database(folder, at=at, crashed=crashed, new=new))
        except BaseException:
            lock.release(sound=not crashed)
            raise
        store.lock, store.recovered = lock, crashed
        return store

    @contextlib.contextmanager
    def step(
        self, label: str, *, actor: str, at: str, undoes: str | None = None, redoes: str | None = None
    ) -> Iterator[log.Step]:
        """One operation's transaction: all of it is stored when the block ends, or none of it."""
        with said_plainly(self.folder / FILE), write_tx(self.db):
            yield log.Step(
                self.db, self.desk_id, label, written(actor), at, undoes, redoes, display=self.display
            )

    def rebuild(self) -> int:
        """Make the projections anew from the events. Returns the count of events folded.

        Raises StoreTrouble when the chain of events is broken: tables made from it would be no better.
        """
        with said_plainly(self.folder / FILE), write_tx(self.db):
            verification.require_chain(self.db)
            return projections.rebuild(self.db, log.read_events(self.db))

    def close(self) -> None:
        """Close the file and give the lock back."""
        try:
            super().close()
        finally:
            self.lock.release()


def require_desk(folder: Path) -> None:
    """Raises BadInput when there is no desk in the folder, StoreTrouble when one may not look."""
    try:
        found, restorable = (folder / FILE).is_file(), (folder / "backups").is_dir()
    except OSError as error:
        raise StoreTrouble(f"{folder} cannot be read: {error.strerror}.") from error
    if not found and restorable:
        raise BadInput(f"{FILE} is missing from {folder}. Put a backup there with “review-desk restore”.")
    if not found:
        raise BadInput(f"There is no desk in {folder}. Make one with “review-desk init {folder}”.")


def _real(folder: Path) -> Path:
    """The folder under its own name, links and dots followed: “.” has no name to say. Raises BadInput."""
    real = Path(os.path.realpath(folder))
    try:
        str(real).encode()
    except UnicodeEncodeError:
        raise BadInput("The name of that folder is not valid text; rename it.") from None
    return real


def _require_room(folder: Path) -> None:
    """Raises Refused unless a desk may be made here."""
    try:
        if not folder.is_dir() or _only_begun(folder):
            return
        taken = (folder / FILE).exists()
    except OSError as error:
        raise StoreTrouble(f"The folder {folder} cannot be used: {error.strerror}.") from error
    if taken:
        raise Refused(f"There is a desk in {folder.name} already.")
    raise Refused(f"{folder.name} is not empty. A desk wants a folder of its own.")


def _only_begun(folder: Path) -> bool:
    """Whether the folder is empty but for the beginnings of an init that was stopped."""
    if not {path.name for path in folder.iterdir()} <= _BEGUN:
        return False
    if any(any((folder / name).iterdir()) for name in _SUBFOLDERS if (folder / name).is_dir()):
        return False
    path = folder / FILE
    if not path.exists() or path.stat().st_size == 0:
        return True
    db = connect(path, read_only=True)
    try:
        return not has_tables(db)
    finally:
        db.close()


def _open_database(folder: Path, *, at: str, crashed: bool, new: bool) -> Database:
    path = folder / FILE
    if not new:
        require_bytes(path)
    db = connect(path, read_only=False)
    try:
        with said_plainly(path):
            if not new:
                require_ours(db, path)
            connection.make_durable(db)
            if not new:
                verification.require_sound(db, thorough=crashed)
            if version_of(db) == SCHEMA:
                require_shape(db, path)
            _migrate(db, folder, at=at)
    except BaseException:
        db.close()
        raise
    return db


def _migrate(db: Database, folder: Path, *, at: str) -> None:
    """Bring the file to our format in one transaction, after a backup when there is anything in it."""
    if not migrations.pending(db) and version_of(db) == SCHEMA:
        return
    if has_tables(db):
        backups.make(db, folder / "backups", at=at)
    try:
        with write_tx(db):
            _bring_up_to_date(db, at=at)
    except sqlite3.OperationalError as error:
        reason = connection.sentence_for(error, folder / FILE) or (
            f"{folder.name} could not be brought to the format of this Review Desk ({error}). "
            "It is as it was, and a backup of it lies in its backups folder."
        )
        raise StoreTrouble(reason) from error


def _bring_up_to_date(db: Database, *, at: str) -> None:
    migrations.apply(db)
    db.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version={SCHEMA}")
    if db.conn.execute("SELECT 1 FROM desk").fetchone():
        projections.rebuild(db, log.read_events(db))  # a migration may have changed their tables
    else:
        _found(db, at=at)


def _found(db: Database, *, at: str) -> None:
    desk_id = uuid.uuid4().hex
    db.conn.execute("INSERT INTO desk VALUES ('desk_id', ?)", (desk_id,))
    log.Step(db, desk_id, "Make the desk", "review-desk", at).note("desk.created", {"schema": SCHEMA})
