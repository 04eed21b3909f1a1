"""Jobs that no desk should have: they crash, hang, chatter and swallow memory."""

import ctypes
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from review_desk.errors import BadInput, Refused
from review_desk.imaging.jobs import JOBS as PHOTO_JOBS
from review_desk.imaging.scratch import Result, Scratch


def echo(_: Scratch, **arguments: Any) -> Result:
    return Result(arguments)


def pid(_: Scratch) -> Result:
    return Result({"pid": os.getpid()})


def ramp(scratch: Scratch, *, length: int, shared: bool) -> Result:
    array = scratch.array((length,), np.uint16) if shared else np.empty(length, np.uint16)
    array[:] = np.arange(length, dtype=np.uint16)
    return Result({"length": length}, array.reshape(2, -1))


def part(scratch: Scratch, *, length: int) -> Result:
    array = scratch.array((length,), np.uint8)
    array[:] = np.arange(length)
    return Result(array=array[:5])


def note(_: Scratch, *, path: str, word: str) -> Result:
    """Write down that this job ran."""
    with Path(path).open("a", encoding="ascii") as file:
        file.write(f"{word}\n")
    return Result()


def chatter(_: Scratch, *, word: str) -> Result:
    """Print where the replies go, from Python and from below it."""
    sys.stdout.write("noise from Python")
    sys.stdout.flush()
    os.write(1, b"noise from C")
    os.write(2, b"more noise")
    return Result({"word": word})


def listen(_: Scratch) -> Result:
    """Read where the requests come from."""
    return Result({"heard": os.read(0, 100).decode()})


def crash(_: Scratch, **__: Any) -> Result:
    ctypes.string_at(0)
    raise AssertionError("reading address 0 should have ended this process")


def abort(_: Scratch, **__: Any) -> Result:
    os.abort()


def hang(_: Scratch, **__: Any) -> Result:
    while True:
        time.sleep(60)


def hoard(_: Scratch, *, megabytes: int) -> Result:
    """Take memory and never give it back."""
    _HOARD.append(bytearray(megabytes * 1_000_000))
    return Result({"hoarded": len(_HOARD)})


_HOARD: list[bytearray] = []


def gobble(_: Scratch, **__: Any) -> Result:
    hoard = [np.ones(50_000_000, np.uint8) for _ in range(100)]
    return Result({"held": len(hoard)})


def gobble_shared(scratch: Scratch, **__: Any) -> Result:
    return Result(array=scratch.array((5_000_000_000,), np.uint8))


def half_done(scratch: Scratch) -> Result:
    scratch.array((1000,), np.uint8)
    raise BadInput("the job stopped half-way")


def refuse(_: Scratch, *, kind: str) -> Result:
    raise {"BadInput": BadInput, "Refused": Refused}[kind]("a plain sentence")


def bug(_: Scratch) -> Result:
    raise ZeroDivisionError("a bug of ours")


JOBS: dict[str, Callable[..., Result]] = PHOTO_JOBS | {
    job.__name__: job
    for job in (
        echo, pid, ramp, part, note, chatter, listen, crash, abort, hang, gobble, gobble_shared, hoard,
        half_done, refuse, bug,
    )
}  # fmt: skip
