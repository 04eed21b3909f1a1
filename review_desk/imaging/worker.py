"""The worker program: `python -m review_desk.imaging.worker JOBS_MODULE SCRATCH_FOLDER MEMORY_MB`.

It reads requests from its standard input, runs them one at a time from the table `JOBS` of the module, and
answers on its standard output. It ends when its input ends. Photos are parsed here and never in the desk
itself: a parser that crashes, hangs or eats memory takes only this process with it.
"""

import contextlib
import importlib
import itertools
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from review_desk.errors import DeskError
from review_desk.imaging import wire
from review_desk.imaging.scratch import Result, Scratch

Jobs = dict[str, Callable[..., Result]]


def main(module: str, folder: str, memory_mb: str) -> None:
    """Serve requests until the desk closes the pipe."""
    requests, replies = _own_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is meant for the desk alone
    _die_with_the_desk()
    try:
        jobs: Jobs = importlib.import_module(module).JOBS
        _limit_memory(int(memory_mb))
    except Exception:  # the desk reports it as a bug; here there is nobody to read a traceback
        wire.send(replies, {"failed": traceback.format_exc()})
        return
    wire.send(replies, {"ready": True})
    _serve(requests, replies, jobs, Scratch(Path(folder)))


def _serve(requests: BinaryIO, replies: BinaryIO, jobs: Jobs, scratch: Scratch) -> None:
    for served in itertools.count():
        try:
            request = wire.receive(requests)
        except wire.ClosedError:
            return
        reply = answer(jobs, scratch, request)
        if "memory" in reply:
            reply["served"] = served
        scratch.discard()
        try:
            wire.send(replies, reply)
        except wire.ClosedError:
            return


def answer(jobs: Jobs, scratch: Scratch, request: dict[str, Any]) -> dict[str, Any]:
    """Run one request `{"job", "arguments"}`.

    The reply holds `values` and perhaps `array`, or `refused` (a DeskError: its kind and sentence), or
    `memory` (the limit was met), or `failed` (a bug: the traceback).
    """
    try:
        result = jobs[request["job"]](scratch, **request["arguments"])
        reply: dict[str, Any] = {"values": result.values}
        if result.array is not None:
            reply["array"] = scratch.hand_over(result.array)
    except DeskError as error:
        return {"refused": {"kind": type(error).__name__, "sentence": str(error)}}
    except MemoryError:
        return {"memory": True}
    except Exception:
        return {"failed": traceback.format_exc()}
    return reply


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move the pipes away from the numbers 0, 1 and 2, so that no library prints into the replies."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return requests, replies


def _die_with_the_desk() -> None:
    """Have Linux kill this process when the desk dies, even while a parser is busy and reads no pipe."""
    if sys.platform != "linux":
        return
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)


def _limit_memory(memory_mb: int) -> None:
    """Limit the address space to what is taken by now plus `memory_mb`.

    Only Linux tells how much is taken and keeps the limit. macOS ignores the limit and Windows has none:
    there a worker is held by its wall-clock limit and by the limits on a photo's size alone.
    """
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + memory_mb * 1_000_000
    with contextlib.suppress(ValueError):  # a lower hard limit is already in force
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main(*sys.argv[1:])
