"""Garbage is collected on the main thread only, while a desk is open."""

import gc
import threading

from review_desk.ui.garbage import collect_what_is_due
from tests.ui.doors import Doors
from tests.ui.person import Person


def test_no_other_thread_collects_while_a_desk_is_open(person: Person) -> None:
    collected: set[str] = set()

    def note(phase: str, _: dict[str, int]) -> None:
        collected.add(threading.current_thread().name)

    gc.callbacks.append(note)
    try:
        for _ in range(3):
            person.asks_store(lambda reader: [[number] for number in range(5000)])
            person.desk.tasks.read(lambda _: [[number] for number in range(50_000)], lambda _: None)
            person.does("Right")
        collect_what_is_due()
    finally:
        gc.callbacks.remove(note)
    assert collected <= {"MainThread"}


def test_python_collects_again_when_the_desk_is_closed(doors: Doors, person: Person) -> None:
    assert not gc.isenabled()
    doors.close(person.desk)
    assert gc.isenabled()
