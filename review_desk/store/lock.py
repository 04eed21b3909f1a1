"""The lock that says who holds a desk."""

import contextlib
import errno
import getpass
import json
import os
import socket
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from review_desk.errors import Refused
from review_desk.store.connection import StoreTrouble


class DeskLock:
    """An operating-system lock on `desk.lock`, freed by a crash, with the holder's name beside it."""

    def __init__(self, desk: Path) -> None:
        self._lock = FileLock(desk / "desk.lock")
        self._note = desk / "desk.holder.json"

    def acquire(self, *, program: str, at: str) -> bool:
        """Take the lock. Returns whether the holder before left without giving it back: a crash.

        Raises Refused naming the holder, or StoreTrouble for a folder one cannot write.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Refused(self._held_sentence()) from None
        except OSError as error:
            reason = "is full" if error.errno == errno.ENOSPC else "cannot be written"
            folder = self._note.parent.name
            raise StoreTrouble(f"The folder {folder} {reason}. Nothing was changed.") from error
        crashed = self._note.exists()
        with contextlib.suppress(OSError):  # the name is a courtesy; the lock is what holds
            self._note.write_text(json.dumps(_holder(program, at)))
        return crashed

    def release(self, *, sound: bool = True) -> None:
        """Give the desk back. Not `sound`: the next holder is told of a crash, as this one was."""
        if self._lock.is_locked:
            if sound:
                with contextlib.suppress(OSError):
                    self._note.unlink(missing_ok=True)
            self._lock.release()

    def _held_sentence(self) -> str:
        holder = self._named()
        if not holder:
            return "Another program has this desk open. Close it there first."
        return (
            f"{holder['user']} has this desk open in {holder['program']} on {holder['host']} "
            f"(process {holder['pid']}, since {holder['since']}). Close it there first."
        )

    def _named(self) -> dict[str, Any]:
        try:
            holder = json.loads(self._note.read_text())
            return {key: holder[key] for key in ("user", "host", "pid", "program", "since")}
        except (OSError, ValueError, KeyError, TypeError):
            return {}


def _holder(program: str, at: str) -> dict[str, Any]:
    host, pid = socket.gethostname(), os.getpid()
    return {"user": _user(), "host": host, "pid": pid, "program": program, "since": at}


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
