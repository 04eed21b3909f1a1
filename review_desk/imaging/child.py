"""One worker process as the desk sees it: started, asked, watched by a clock, killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

from review_desk.imaging import wire

_START_LIMIT_S = 60.0
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "VIPS_CONCURRENCY": "1",
    "VIPS_WARNING": "0",
    "OPENCV_IO_MAX_IMAGE_PIXELS": "450000000",
    "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MB of the address space that the memory limit counts
    "PYTHONDONTWRITEBYTECODE": "1",
}


class DiedError(Exception):
    """The process ended in the middle of a request. `reason`: "slow", "killed" (no memory) or "crashed"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IdleError(Exception):
    """The process had ended before the request reached it; nothing was run."""


class Child:
    """A running worker process. Used by one thread; only `kill` may be called from others."""

    def __init__(self, jobs: str, scratch: Path, memory_mb: int) -> None:
        """Start the program and wait until it has imported its jobs. RuntimeError where it cannot."""
        self._slow = False
        program = [sys.executable, "-P", "-m", "review_desk.imaging.worker"]
        self._program = subprocess.Popen(
            [*program, jobs, str(scratch), str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            first = self._receive_within(_START_LIMIT_S)
        except DiedError as error:
            self.end()
            raise RuntimeError(f"the worker for {jobs} does not start: {error.reason}") from error
        if "failed" in first:
            self.end()
            raise RuntimeError(f"the worker for {jobs} does not start:\n{first['failed']}")

    @property
    def process_id(self) -> int:
        """The operating system's number of the process."""
        return self._program.pid

    def ask(self, request: dict[str, Any], *, timeout_s: float) -> dict[str, Any]:
        """Send a request and wait for its reply. The child is of no use after DiedError or IdleError."""
        try:
            wire.send(cast(BinaryIO, self._program.stdin), request)
        except wire.ClosedError as error:
            raise IdleError from error
        return self._receive_within(timeout_s)

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._program.kill()

    def end(self) -> None:
        """Kill the process, close its pipes and collect it."""
        self._program.kill()
        self._program.wait()
        for pipe in (self._program.stdin, self._program.stdout):
            if pipe:
                # An unsent request cannot be flushed to a process that is gone.
                with contextlib.suppress(OSError):
                    pipe.close()

    def _receive_within(self, limit_s: float) -> dict[str, Any]:
        # A pipe cannot be waited for with a limit on every system; killing its other end always works.
        clock = threading.Timer(limit_s, self._too_slow)
        clock.start()
        try:
            return wire.receive(cast(BinaryIO, self._program.stdout))
        except wire.ClosedError as error:
            raise DiedError(self._why()) from error
        finally:
            clock.cancel()
            clock.join()

    def _too_slow(self) -> None:
        self._slow = True
        self._program.kill()

    def _why(self) -> str:
        if self._slow:
            return "slow"
        self._program.kill()
        # Linux ends the process with SIGKILL when the machine runs out of memory.
        died_before = self._program.wait() != -getattr(signal, "SIGKILL", 9)
        return "crashed" if died_before else "killed"


def _environment() -> dict[str, str]:
    # -P keeps the folder the desk was started in off the child's path: a file there may not pose as a module.
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, **_ENVIRONMENT, "PYTHONPATH": path}
