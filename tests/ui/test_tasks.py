"""What is asked of the threads of the window, and what comes of it when the window closes."""

from PySide6.QtWidgets import QApplication

from review_desk.ui.tasks import Tasks
from tests.ui.material import BorrowedPool


def test_what_was_put_off_is_done_soon(qapp: QApplication, pool: BorrowedPool) -> None:
    tasks, done = Tasks(pool), []
    tasks.post(lambda: done.append("posted"))
    QApplication.processEvents()
    tasks.close()
    assert done == ["posted"]


def test_what_was_put_off_is_let_be_once_the_window_has_closed(
    qapp: QApplication, pool: BorrowedPool
) -> None:
    tasks, done = Tasks(pool), []
    tasks.post(lambda: done.append("posted"))
    tasks.close()
    QApplication.processEvents()  # its threads have ended: what it would ask of them is an error
    assert done == []
