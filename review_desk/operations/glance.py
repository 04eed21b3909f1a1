"""A look at a folder from outside, without opening a file in it."""

import contextlib
import os
from pathlib import Path

from review_desk.domain.quiet import Glance


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


def folders_of(folder: Path) -> list[str]:
    """The folder and those below it, hidden ones left out: what has to be listened to."""
    found = []
    for home, subfolders, _ in os.walk(folder):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found.append(home)
    return found
