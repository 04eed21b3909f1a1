"""A look at a folder from outside, without opening a file in it."""

import contextlib
import os
import threading
import time
from pathlib import Path

from review_desk.domain.quiet import Glance, Quiet
from review_desk.errors import BadInput, Cancelled, Refused

_LOOK_S = 1.0


def glance(folder: Path) -> Glance:
    """How many files are below a folder, how many bytes, and when one last changed; hidden ones do not count.

    A folder that is gone looks empty.
    """
    files, size, newest = 0, 0, 0
    for home, subfolders, names in os.walk(folder):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            with contextlib.suppress(OSError):
                if not name.startswith("."):
                    found = (Path(home) / name).stat()
                    files, size, newest = files + 1, size + found.st_size, max(newest, found.st_mtime_ns)
    return Glance(files, size, newest)


def until_quiet(folder: Path, *, quiet: float, at_most: float | None, stop: threading.Event) -> None:
    """Return when a folder has files and nothing in it has changed for `quiet` seconds.

    Raises BadInput where there is no such folder, Refused after `at_most` seconds, Cancelled when `stop` is
    set meanwhile.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.")
    began, seen = time.monotonic(), Quiet(quiet)
    while True:
        at = time.monotonic()
        seen = seen.looked(glance(folder), at)
        left = seen.left(at)
        if left == 0:
            return
        if at_most is not None and at - began >= at_most:
            raise Refused(f"{folder.name} was not quiet within {at_most:g} seconds; nothing was brought in.")
        if stop.wait(min(_LOOK_S, left or _LOOK_S)):
            raise Cancelled("Watching was stopped. Nothing was brought in.")


def folders_of(folder: Path) -> list[str]:
    """The folder and those below it, hidden ones left out: what has to be listened to."""
    found = []
    for home, subfolders, _ in os.walk(folder):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found.append(home)
    return found
