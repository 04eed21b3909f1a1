"""A desk on disk: a folder with `desk.sqlite`, `cache.sqlite`, `files/` and `backups/`."""

import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from review_desk.errors import BadInput, Refused
from review_desk.store import backups, connection, log, projections, verification
from review_desk.store.connection import StoreTrouble, connect, said_plainly, write_tx
from review_desk.store.location import require_local
from review_desk.store.lock import DeskLock
from review_desk.store.migrations import APPLICATION_ID, SCHEMA, migrations

FILE = "desk.sqlite"


def create(folder: Path, *, at: str) -> None:
    """Make an empty desk. Raises Refused when there is one already or the folder holds other things."""
    if (folder / FILE).exists():
        raise Refused(f"There is a desk in {folder.name} already.")
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(f"{folder.name} is not empty. A desk wants a folder of its own.")
    try:
        for name in ("files", "backups"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreTrouble(f"The folder {folder} cannot be made: {error.strerror}.") from error
    require_local(folder)
    with Store.open(folder, program="review-desk init", at=at, new=True):
        pass


class Reader:
    """A read-only look at a desk, for one thread."""

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder = folder
        self.db = db

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open for reading; nobody's lock is needed. Raises BadInput or StoreTrouble in words."""
        require_desk(folder)
        path = folder / FILE
        db = connect(path, read_only=True)
        try:
            with said_plainly(path):
                _require_ours(db, path)
        except BaseException:
            db.close()
            raise
        return cls(folder, db)

    @property
    def desk_id(self) -> str:
        """The id made when the desk was."""
        return str(self.db.conn.execute("SELECT value FROM desk WHERE key = 'desk_id'").fetchone()[0])

    def resolve(self, file: str) -> Path:
        """Where a version's file is: absolute as it was taken in, or inside the desk."""
        path = Path(file)
        return path if path.is_absolute() else self.folder / path

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

    lock: DeskLock

    @classmethod
    def open(cls, folder: Path, *, program: str = "Review Desk", at: str = "", new: bool = False) -> Self:
        """Open for writing: lock, check, back up before a migration, migrate.

        Raises Refused (held by somebody, newer format, network drive), BadInput (no desk there) or
        StoreTrouble (disk full, read-only, damaged), each one sentence; nothing is changed then.
        """
        connection.require_safe_sqlite()
        if not new:
            require_desk(folder)
            require_local(folder)
        lock = DeskLock(folder)
        crashed = lock.acquire(program=program, at=at)
        try:
            store = cls(folder, _open_database(folder, at=at, crashed=crashed))
        except BaseException:
            lock.release()
            raise
        store.lock = lock
        return store

    @contextlib.contextmanager
    def step(
        self, label: str, *, actor: str, at: str, undoes: str | None = None, redoes: str | None = None
    ) -> Iterator[log.Step]:
        """One operation's transaction: all of it is stored when the block ends, or none of it."""
        with said_plainly(self.folder / FILE), write_tx(self.db):
            yield log.Step(self.db, self.desk_id, label, actor, at, undoes, redoes)

    def rebuild(self) -> int:
        """Make the projections anew from the events. Returns the count of events folded."""
        with said_plainly(self.folder / FILE), write_tx(self.db):
            return projections.rebuild(self.db, log.read_events(self.db))

    def close(self) -> None:
        """Close the file and give the lock back."""
        super().close()
        self.lock.release()


def require_desk(folder: Path) -> None:
    """Raises BadInput when there is no desk in the folder."""
    if not (folder / FILE).is_file():
        raise BadInput(f"There is no desk in {folder}. Make one with “review-desk init {folder}”.")


def _open_database(folder: Path, *, at: str, crashed: bool) -> Database:
    path = folder / FILE
    db = connect(path, read_only=False)
    try:
        with said_plainly(path):
            _require_ours(db, path)
            connection.make_durable(db)
            verification.require_sound(db, thorough=crashed)
            _migrate(db, folder, at=at)
    except BaseException:
        db.close()
        raise
    return db


def _require_ours(db: Database, path: Path) -> None:
    application = db.conn.execute("PRAGMA application_id").fetchone()[0]
    version = db.conn.execute("PRAGMA user_version").fetchone()[0]
    tables = db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (application or tables):
        raise Refused(f"{path} is an SQLite file of another program. It was left as it is.")
    if version > SCHEMA:
        raise Refused(
            f"{path.parent.name} was written by a newer Review Desk (format {version}; this one knows {SCHEMA}). "
            "Update Review Desk to open it. Nothing was changed."
        )


def _migrate(db: Database, folder: Path, *, at: str) -> None:
    """Bring the file to our format, after a backup when there is anything in it."""
    if not migrations.pending(db):
        return
    if db.table("event").exists():
        backups.make(db, folder / "backups", at=at)
    migrations.apply(db)
    with write_tx(db):
        db.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.conn.execute(f"PRAGMA user_version={SCHEMA}")
        if not db.conn.execute("SELECT 1 FROM desk").fetchone():
            _found(db, at=at)


def _found(db: Database, *, at: str) -> None:
    desk_id = uuid.uuid4().hex
    db.conn.execute("INSERT INTO desk VALUES ('desk_id', ?)", (desk_id,))
    log.Step(db, desk_id, "Make the desk", "review-desk", at).note("desk.created", {"schema": SCHEMA})
