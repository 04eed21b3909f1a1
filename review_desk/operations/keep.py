"""Keeping a desk safe: verify, back up, restore, rebuild."""

from pathlib import Path

from review_desk.store import backups
from review_desk.store.connection import said_plainly
from review_desk.store.desk import FILE, Reader, Store, create, require_desk
from review_desk.store.lock import DeskLock
from review_desk.store.verification import Verification
from review_desk.store.verification import verify as check

__all__ = ["back_up", "back_up_if_due", "create", "rebuild", "restore", "verify"]


def verify(reader: Reader) -> Verification:
    """Integrity, references, hash chain, the projections against a rebuild, painted masks. Reads only."""
    with said_plainly(reader.folder / FILE):
        return check(reader.db, reader.folder)


def back_up(store: Store, *, at: str) -> Path:
    """A verified copy in `backups/`, old ones thinned. Returns it."""
    made = backups.make(store.db, store.folder / "backups", at=at)
    backups.thin(store.folder / "backups", now=at)
    return made


def back_up_if_due(store: Store, *, at: str) -> Path | None:
    """Back up when there is something new and the last backup is old enough."""
    return back_up(store, at=at) if backups.due(store.db, store.folder / "backups", now=at) else None


def restore(desk: Path, backup: Path, *, at: str) -> Path:
    """Put a backup in place of the desk's file; the old one goes aside. Returns where to."""
    desk = desk.absolute()
    if not (desk / "backups").is_dir():  # a desk whose file is lost can be restored too
        require_desk(desk)
    lock = DeskLock(desk)
    crashed = lock.acquire(program="review-desk restore", at=at)
    try:
        aside = backups.restore(desk, backup, at=at)
    except BaseException:
        lock.release(sound=not crashed)
        raise
    lock.release()
    return aside


def rebuild(store: Store) -> int:
    """Make every table anew from the events. Returns the count of events."""
    return store.rebuild()
