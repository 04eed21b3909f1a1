"""Putting a finished folder in the place of an earlier one: a crash leaves the one or the other."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

from review_desk.whole_file import sync_folder

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def replace_folder(finished: Path, place: Path) -> None:
    """Move the folder `finished` to `place`, on the same disk. What was there is deleted afterwards.

    Where the system cannot exchange two folders at once, the earlier one stands aside as `.NAME.old` for the
    moment in between; `put_back` mends a crash in just that moment. Raises OSError: `place` is as it was.
    """
    sync_folder(finished)
    place.parent.mkdir(parents=True, exist_ok=True)
    old = aside(place)
    shutil.rmtree(old, ignore_errors=True)
    if not place.exists():
        finished.rename(place)
    elif _exchanged(finished, place):
        shutil.rmtree(finished, ignore_errors=True)
    else:
        _swap(finished, place, old)
    sync_folder(place.parent)


def _swap(finished: Path, place: Path, old: Path) -> None:
    place.rename(old)
    try:
        finished.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def put_back(place: Path) -> None:
    """Bring the earlier folder back that a crash left aside."""
    if aside(place).is_dir() and not place.exists():
        aside(place).rename(place)


def aside(place: Path) -> Path:
    """Where the earlier folder stands while the new one takes its place."""
    return place.with_name(f".{place.name}.old")


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system has one (Linux: renameat2)."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
