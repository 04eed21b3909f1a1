"""Backups: verified copies under dated names, thinned by age; and the way back."""

import contextlib
import itertools
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from review_desk.domain.thinning import to_delete
from review_desk.errors import BadInput
from review_desk.store import log
from review_desk.store.connection import StoreTrouble, connect, said_plainly
from review_desk.store.format import require_bytes, require_ours
from review_desk.store.verification import verify
from review_desk.whole_file import sync_folder

_STAMP = "%Y%m%dT%H%M%SZ"
INTERVAL = timedelta(minutes=30)
"""A backup made by itself waits this long after the last one."""


def make(db: Database, folder: Path, *, at: str) -> Path:
    """Copy the desk into `folder`, check the copy, then give it its name. Returns the backup.

    The name carries the time and the head of the chain: an anchor outside the file. Raises StoreTrouble when
    the copy is not whole or the disk is full; nothing is left half-written then.
    """
    seq, digest = log.head(db)
    target = folder / f"backup-{_moment(at):{_STAMP}}-{seq}-{digest[:12]}.sqlite"
    partial = target.with_suffix(".part")
    try:
        with said_plainly(target):
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder)
            _copy(db, partial)
            problems = _problems(partial)
        if problems:
            raise StoreTrouble(f"The backup is not whole and was thrown away: {problems[0]}")
        _settle(partial, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreTrouble(f"The backup could not be written: {reason}. The desk is as it was.") from error
    finally:
        _discard(partial)
    return target


def _sweep(folder: Path) -> None:
    """Clear away what a backup left that was killed."""
    for path in folder.glob("backup-*.part"):
        _discard(path)


def _discard(partial: Path) -> None:
    for path in (partial, *_companions(partial)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)


def _copy(db: Database, partial: Path) -> None:
    partial.unlink(missing_ok=True)
    copy = connect(partial, read_only=False)
    try:
        db.conn.backup(copy.conn, pages=4096)
        copy.conn.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    finally:
        copy.close()


def _problems(copy: Path) -> tuple[str, ...]:
    db = connect(copy, read_only=True)
    try:
        return verify(db).problems
    finally:
        db.close()


def _companions(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))


def _settle(partial: Path, target: Path) -> None:
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    sync_folder(target.parent)


def listed(folder: Path) -> dict[datetime, Path]:
    """The backups of a desk by their time."""
    found = {}
    for path in sorted(folder.glob("backup-*.sqlite")):
        with contextlib.suppress(ValueError, IndexError):
            found[datetime.strptime(path.stem.split("-")[1], _STAMP).replace(tzinfo=UTC)] = path
    return found


def thin(folder: Path, *, now: str) -> list[Path]:
    """Delete the backups that are no longer needed at `now`. Returns them."""
    found = listed(folder)
    gone = [found[time] for time in sorted(to_delete(found, _moment(now)))]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def due(db: Database, folder: Path, *, now: str) -> bool:
    """Whether a backup made by itself would hold anything new, long enough after the last."""
    found = listed(folder)
    if not found:
        return log.head(db)[0] > 1
    newest = max(found)
    return f"-{log.head(db)[1][:12]}." not in found[newest].name and _moment(now) - newest >= INTERVAL


def restore(desk: Path, backup: Path, *, at: str) -> Path:
    """Put a backup in place of `desk.sqlite`. The caller holds the lock and no connection.

    The old file goes aside with its -wal and -shm (a stale -wal beside a restored file corrupts it).
    Returns the folder it went to. Raises BadInput for a backup that is not whole, Refused for a newer one.
    """
    current, partial = desk / "desk.sqlite", desk / "desk.sqlite.part"
    try:
        _copy_of_backup(backup, partial)
        aside = _fresh_folder(desk / "backups" / f"replaced-{_moment(at):{_STAMP}}")
        for path in (current, *_companions(current)):  # the file first: alone it would look whole
            if path.exists():
                path.replace(aside / path.name)
        _settle(partial, current)
    except OSError as error:
        raise StoreTrouble(f"The backup could not be put in place: {error.strerror}.") from error
    finally:
        _discard(partial)
    return aside


def _copy_of_backup(backup: Path, partial: Path) -> None:
    """Copy a backup, whatever lies in a -wal beside it included, and check the copy."""
    if not backup.is_file():
        raise BadInput(f"There is no backup at {backup}.")
    require_bytes(backup)
    with said_plainly(backup):
        db = connect(backup, read_only=True)
        try:
            require_ours(db, backup)
            _copy(db, partial)
        finally:
            db.close()
        problems = _problems(partial)
    if problems:
        raise BadInput(f"{backup.name} is not whole: {problems[0]}")


def _fresh_folder(folder: Path) -> Path:
    """Make a folder of that name or, where there is one already, with a number after it."""
    for number in itertools.count(2):
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            folder = folder.with_name(f"{folder.name.split('_')[0]}_{number}")
        else:
            break
    return folder
