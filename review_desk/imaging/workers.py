"""The pool of worker processes that read photos for the desk.

A photo that crashes, hangs or swallows its reader becomes one refused file; the pool starts a new process
and goes on. This module imports neither numpy nor Pillow: the window opens before they are needed.
"""

import builtins
import heapq
import itertools
import mmap
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from review_desk import errors
from review_desk.errors import BadInput, Cancelled
from review_desk.imaging import gate, scratch
from review_desk.imaging.child import Child, DiedError, IdleError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEAD_START_S = 0.5
"""How long the first process has a core to itself and to its first photo, unless there is more to do."""

_READ_S = 9.0
_READ_S_PER_BYTE = 1 / 50_000_000
_WHOLE_S = 60.0


@dataclass(frozen=True)
class Reply:
    """What a job gave back: its values, and its array as memory shared with nobody any more.

    `block` holds the array of `shape` and `dtype` (numpy's short string, such as "|u1"); all three are
    None where the job returned no array.
    """

    values: dict[str, Any]
    block: mmap.mmap | None = None
    shape: tuple[int, ...] | None = None
    dtype: str | None = None

    def array(self) -> "NDArray[Any]":
        """The array, without a copy; it keeps the memory alive. ValueError where the job returned none."""
        import numpy as np

        if self.block is None or self.shape is None or self.dtype is None:
            raise ValueError("the job returned no array")
        pixels: NDArray[Any] = np.frombuffer(self.block, self.dtype)
        return pixels.reshape(self.shape)

    def bytes(self) -> builtins.bytes:
        """The array's bytes, copied: for jobs that return a file's content, such as a thumbnail."""
        if self.block is None:
            raise ValueError("the job returned no content")
        return self.block[:]


@dataclass(frozen=True)
class _Request:
    job: str
    arguments: dict[str, Any]
    timeout_s: float | None
    future: "Future[Reply]"

    @property
    def limit_s(self) -> float:
        """How long it may take; asks the disk how large the file is, so not for the main thread."""
        return self.timeout_s if self.timeout_s is not None else _time_limit(self.job, self.arguments)

    @property
    def subject(self) -> str:
        """What the request is about, as a sentence names it: the photo, or else the job."""
        path = self.arguments.get("path")
        return gate.shown(Path(path)) if path else f"the job {self.job}"


class WorkerPool:
    """`size` worker processes, each waited for by one thread, fed from one queue by priority.

    `jobs` is the dotted name of a module with a table `JOBS`; it must begin with one of `trusted`.
    `memory_mb` is what a worker may take beyond what its imports need. With `warm` the processes start at
    once, one after another, otherwise with the first request. `doing` (“takes longer than 9 s to …”) and
    `crash` are what a person is told of a job that was killed or died. Use it as a context manager, or call
    `close`.
    """

    def __init__(
        self,
        jobs: str = "review_desk.imaging.jobs",
        *,
        size: int = 2,
        memory_mb: int = 850,
        trusted: tuple[str, ...] = ("review_desk.",),
        warm: bool = False,
        doing: str = "read",
        crash: str = "makes the image reader crash",
    ) -> None:
        if not jobs.startswith(trusted):
            raise ValueError(f"{jobs} is no jobs module of this program")
        self._jobs, self._memory_mb, self._warm = jobs, memory_mb, warm
        self._doing, self._crash = doing, crash
        self._scratch = scratch.make_folder()
        self._changed = threading.Condition()
        self._queue: list[tuple[int, int, _Request]] = []
        self._turn = itertools.count()
        self._closing = self._served = False
        self._early: _Request | None = None
        self._children: list[Child | None] = [None] * size
        self._tried = [threading.Event() for _ in range(size)]
        self._threads = [
            threading.Thread(target=self._work, args=(seat,), name=f"{jobs}-{seat}", daemon=True)
            for seat in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self, job: str, *, priority: int = 2, timeout_s: float | None = None, **arguments: Any
    ) -> "Future[Reply]":
        """Queue a job; a lower priority number goes first, equal ones in the order they came.

        `arguments` are JSON values or paths. The future raises BadInput or Refused with a sentence where the
        job refuses or dies, RuntimeError with a traceback where it has a bug, Cancelled when the pool closes.
        Without `timeout_s` reading a photo whole may take 60 s, anything else 9 s and a second for every
        50 MB of `path`.
        """
        plain = {name: str(value) if isinstance(value, Path) else value for name, value in arguments.items()}
        request = _Request(job, plain, timeout_s, Future())
        with self._changed:
            if self._closing:
                raise Cancelled("the desk is closing")
            early, self._early = self._early, None
            if early and (early.job, early.arguments) == (job, plain):
                return early.future
            heapq.heappush(self._queue, (priority, next(self._turn), request))
            self._changed.notify_all()
        return request.future

    def ask_ahead(self, job: str, **arguments: Any) -> None:
        """Begin what will most likely be asked for first: if it is, `submit` answers with what was begun."""
        future = self.submit(job, priority=0, **arguments)
        plain = {name: str(value) if isinstance(value, Path) else value for name, value in arguments.items()}
        self._early = _Request(job, plain, 0.0, future)

    def close(self) -> None:
        """Cancel what waits, kill the processes, join the threads, remove the scratch folder."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            waiting, self._queue = self._queue, []
            self._changed.notify_all()
            for child in self._children:
                if child:
                    child.kill()
        for _, _, request in waiting:
            request.future.cancel()
        for thread in self._threads:
            thread.join()
        scratch.remove_folder(self._scratch)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process_ids(self) -> list[int]:
        """The operating system's numbers of the processes that run now."""
        return [child.process_id for child in self._children if child]

    def _work(self, seat: int) -> None:
        """One thread's life: take a request, ask the child in this seat, settle the future."""
        self._warm_up(seat)
        while request := self._next():
            if request.future.set_running_or_notify_cancel():
                self._settle(seat, request)
        self._dismiss(seat)

    def _warm_up(self, seat: int) -> None:
        """Start one process after another: all at once they would keep the window from loading."""
        if not self._warm:
            return
        if seat:
            self._tried[seat - 1].wait()
            self._wait_for_more()
        try:
            if not self._closing:
                self._try_to_seat(seat)
        finally:
            self._tried[seat].set()

    def _wait_for_more(self) -> None:
        """Until the first photo is read, or there are two to read, or it has been long enough."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._closing or self._served or self._queue, timeout=_HEAD_START_S
            )

    def _next(self) -> _Request | None:
        with self._changed:
            while not self._queue and not self._closing:
                self._changed.wait()
            return None if self._closing else heapq.heappop(self._queue)[2]

    def _settle(self, seat: int, request: _Request) -> None:
        try:
            reply = self._ask(seat, request)
        except BaseException as error:  # whatever it is belongs to the one who asked
            request.future.set_exception(error)
        else:
            request.future.set_result(reply)
        if not self._served:
            with self._changed:
                self._served = True
                self._changed.notify_all()

    def _ask(self, seat: int, request: _Request) -> Reply:
        message, limit = {"job": request.job, "arguments": request.arguments}, request.limit_s
        try:
            try:
                reply = self._seated(seat).ask(message, timeout_s=limit)
            except IdleError:  # it ended between two requests: that is not this photo's fault
                self._dismiss(seat)
                reply = self._seated(seat).ask(message, timeout_s=limit)
        except (DiedError, IdleError) as error:
            self._dismiss(seat)
            if self._closing:
                raise Cancelled("the desk is closing") from error
            raise self._refusal(
                request, error.reason if isinstance(error, DiedError) else "crashed"
            ) from error
        if "memory" in reply:
            self._dismiss(seat)
            if reply["served"]:  # what earlier photos left behind may be what stood in the way
                return self._ask(seat, request)
            raise self._refusal(request, "killed")
        return _understood(reply, self._scratch)

    def _seated(self, seat: int) -> Child:
        child = self._children[seat]
        if child is None:
            child = Child(self._jobs, self._scratch, self._memory_mb)
            with self._changed:
                self._children[seat] = child
                if self._closing:
                    child.kill()
        return child

    def _try_to_seat(self, seat: int) -> None:
        try:
            self._seated(seat)
        except (RuntimeError, OSError):  # the first request meets it again and carries it to its owner
            return

    def _dismiss(self, seat: int) -> None:
        with self._changed:
            child, self._children[seat] = self._children[seat], None
        if child:
            child.end()

    def _refusal(self, request: _Request, reason: str) -> BadInput:
        reasons = {
            "slow": f"takes longer than {request.limit_s:.3g} s to {self._doing}",
            "killed": "needs more memory than the desk allows",
            "crashed": self._crash,
        }
        return BadInput(f"{request.subject} {reasons[reason]}")


def _time_limit(job: str, arguments: dict[str, Any]) -> float:
    if job in ("frame", "part", "unpack"):
        return _WHOLE_S
    try:
        size = Path(arguments["path"]).stat().st_size if "path" in arguments else 0
    except (OSError, ValueError):  # the job itself says what is wrong with the file
        size = 0
    return _READ_S + size * _READ_S_PER_BYTE


def _understood(reply: dict[str, Any], folder: Path) -> Reply:
    if refused := reply.get("refused"):
        kind = getattr(errors, refused["kind"], BadInput)
        raise kind(refused["sentence"])
    if failed := reply.get("failed"):
        raise RuntimeError(failed)
    array = reply.get("array")
    if array is None:
        return Reply(reply["values"])
    return Reply(reply["values"], scratch.take(folder, array["file"]), tuple(array["shape"]), array["dtype"])
