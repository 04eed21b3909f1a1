"""Collects garbage on the main thread, and on no other.

Python collects wherever it happens to allocate. On a store's thread that can end a QObject of a cycle nobody
holds any more: Qt takes a lock for that and then waits for Python, while the main thread has Python and waits
for that lock. Neither goes on.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Garbage(QObject):
    """Takes the collecting over from Python until `close`. Nothing is collected before `begin`."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)

    def begin(self) -> None:
        """Collect from now on; there is an application."""
        self._timer.start()

    def close(self) -> None:
        """Give the collecting back."""
        self._timer.stop()
        gc.enable()


def collect_what_is_due() -> None:
    """As Python would: the oldest generation whose count is beyond its threshold, with the younger ones."""
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(counts) if count > most]
    if due:
        gc.collect(due[-1])
