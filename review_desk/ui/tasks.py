"""All threads and processes of the window, and the way back to the main thread.

The cycle of a request: (1) the main thread captures what is wanted in a closure, (2) another thread runs it
and touches no widget, (3) the answer is posted to the mailbox, (4) the main thread runs `then` with it.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from review_desk.errors import Cancelled, DeskError
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.passing.running import pass_workers
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader, Store

TOGETHER = 2
"""Photos of a batch that passes work on at a time: each may take 1.5 GB and a core."""

T = TypeVar("T")
Then = Callable[[T], None]
Failed = Callable[[DeskError], None]


class _Mailbox(QObject):
    """Carries closures to the main thread."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def _open(self, closure: Callable[[], None]) -> None:
        closure()


class Tasks(QObject):
    """Runs what must not run on the main thread, and brings the answers back to it.

    Attributes:
        pending: requests whose answer has not been taken yet.
        cache: the desk's cache once one is open.

    Signals:
        failed(DeskError): a request that named no `failed` of its own could not be done.
    """

    failed = Signal(object)

    def __init__(self, pool: WorkerPool) -> None:
        super().__init__()
        self._mailbox = _Mailbox()
        self._pool = pool
        self._passes: WorkerPool | None = None
        self._batch: WorkerPool | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._fetcher = ThreadPoolExecutor(2, thread_name_prefix="fetcher")
        self._errand = ThreadPoolExecutor(1, thread_name_prefix="errand")
        self._measure = ThreadPoolExecutor(1, thread_name_prefix="measure")
        self._along = ThreadPoolExecutor(1, thread_name_prefix="along")
        self._store: Store | None = None
        self._read: Reader | None = None
        self.cache: Cache | None = None
        self._closed = False
        self.pending = 0

    def open(self, desk: Path, *, at: str) -> None:
        """Open a desk on the threads that will own its connections. Raises DeskError; waits."""
        self._store = self._writer.submit(lambda: Store.open(desk, program="Review Desk", at=at)).result()
        self._read = self._reader.submit(lambda: Reader.open(desk)).result()
        self.cache = Cache(desk)

    def write(
        self,
        operation: Callable[[Store], T],
        then: Then[T],
        failed: Failed | None = None,
        settled: Callable[[], None] | None = None,
    ) -> None:
        """Run an operation on the one writing thread. `settled` comes last, however it ended."""
        self._follow(self._writer.submit(lambda: operation(self._opened(self._store))), then, failed, settled)

    def read(self, question: Callable[[Reader], T], then: Then[T], failed: Failed | None = None) -> None:
        """Ask the desk on its reading thread."""
        self._follow(self._reader.submit(lambda: question(self._opened(self._read))), then, failed)

    def read_now(self, question: Callable[[Reader], T]) -> T:
        """Ask and wait: for opening and for closing only."""
        return self._reader.submit(lambda: question(self._opened(self._read))).result()

    def run(self, errand: Callable[[], T], then: Then[T], failed: Failed | None = None) -> None:
        """Run something long that touches neither the store nor a widget: one after another."""
        self._follow(self._errand.submit(errand), then, failed)

    def fetch(self, work: Callable[[], T], then: Then[T], failed: Failed | None = None) -> None:
        """Look up something small in the cache or on the disk; it does not wait behind the store."""
        self._follow(self._fetcher.submit(work), then, failed)

    def measure(self, work: Callable[[], T], then: Then[T], failed: Failed | None = None) -> None:
        """Work something short out of pixels that are at hand: it does not wait behind an errand."""
        self._follow(self._measure.submit(work), then, failed)

    def go_along(self, errand: Callable[[], T], then: Then[T], failed: Failed | None = None) -> None:
        """Run something long that nobody waits for; an export need not wait behind it either."""
        self._follow(self._along.submit(errand), then, failed)

    def compute(
        self,
        job: str,
        then: Then[Reply],
        failed: Failed | None = None,
        *,
        priority: int = 2,
        **arguments: Any,
    ) -> "Future[Reply]":
        """Have a worker process do a job. The future may be cancelled while it waits."""
        future = self._pool.submit(job, priority=priority, **arguments)
        self._follow(future, then, failed)
        return future

    def infer(
        self,
        start: Callable[[WorkerPool], "Future[Reply]"],
        then: Then[Reply],
        failed: Failed | None = None,
        *,
        batch: bool = False,
    ) -> None:
        """Have the inference process run a pass. It starts with the first: opening the app loads no model.

        Of a `batch` `TOGETHER` processes of its own take several photos at a time, until `end_batch`.
        """
        begun = self._reader.submit(
            self._begin_pass, start, batch
        )  # it makes folders: not on the main thread
        self._follow(begun, lambda reply: self._follow(reply, then, failed), failed)

    def _begin_pass(self, start: Callable[[WorkerPool], "Future[Reply]"], batch: bool) -> "Future[Reply]":
        if batch and self._batch is None:
            self._batch = pass_workers(TOGETHER)
        if not batch and self._passes is None:
            self._passes = pass_workers()
        pool = self._batch if batch else self._passes
        assert pool is not None
        return start(pool)

    def end_batch(self) -> None:
        """End the processes of a batch and give their memory back; what they work on is cancelled."""
        self._reader.submit(self._close_batch)

    def _close_batch(self) -> None:
        ending, self._batch = self._batch, None
        if ending:
            ending.close()

    @property
    def pool(self) -> WorkerPool:
        """The worker processes, for an errand that feeds them many files."""
        return self._pool

    def post(self, closure: Callable[[], None]) -> None:
        """Run a closure on the main thread soon; from any thread. What is not run before `close` never is."""
        if not self._closed:
            self._mailbox.posted.emit(partial(self._unless_closed, closure))

    def _unless_closed(self, closure: Callable[[], None]) -> None:
        if not self._closed:
            closure()

    def later(self, milliseconds: int, closure: Callable[[], None]) -> None:
        """Run a closure on the main thread after a while; it counts as pending until then."""
        self.pending += 1
        QTimer.singleShot(milliseconds, partial(self._run_late, closure))

    def _run_late(self, closure: Callable[[], None]) -> None:
        self.pending -= 1
        self._unless_closed(closure)

    def close(self, last: Callable[[Store], object] | None = None) -> None:
        """Finish what was asked of the store, do one `last` thing, and end every thread and process."""
        self._closed = True
        self._pool.close()
        self._errand.shutdown(cancel_futures=True)
        self._measure.shutdown(cancel_futures=True)
        self._along.shutdown(cancel_futures=True)
        self._fetcher.shutdown(cancel_futures=True)
        self._reader.submit(self._close_reader).result()
        self._reader.shutdown()
        for passes in (self._passes, self._batch):
            if passes:
                passes.close()
        self._writer.submit(self._close_store, last).result()
        self._writer.shutdown()
        if self.cache:
            self.cache.close()

    def _close_reader(self) -> None:
        if self._read:
            self._read.close()

    def _close_store(self, last: Callable[[Store], object] | None) -> None:
        if self._store is None:
            return
        try:
            if last:
                last(self._store)
        finally:
            self._store.close()

    def _follow(
        self,
        future: "Future[T]",
        then: Then[T],
        failed: Failed | None,
        settled: Callable[[], None] | None = None,
    ) -> None:
        self.pending += 1
        future.add_done_callback(lambda done: self.post(lambda: self._settle(done, then, failed, settled)))

    def _settle(
        self, future: "Future[T]", then: Then[T], failed: Failed | None, settled: Callable[[], None] | None
    ) -> None:
        self.pending -= 1
        if future.cancelled():
            return
        try:
            self._answer(future, then, failed)
        finally:
            if settled:
                settled()

    def _answer(self, future: "Future[T]", then: Then[T], failed: Failed | None) -> None:
        error = future.exception()
        if error is None:
            then(future.result())
        elif isinstance(error, DeskError):
            self._refuse(error, failed)
        else:
            raise error  # a bug of ours: the main thread's hook reports it

    def _refuse(self, error: DeskError, failed: Failed | None) -> None:
        if failed is not None:
            failed(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    @staticmethod
    def _opened(connection: T | None) -> T:
        if connection is None:
            raise RuntimeError("no desk is open")
        return connection
