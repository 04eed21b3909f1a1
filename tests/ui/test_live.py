"""What is worked out over the panes never holds the window up, and never falls behind it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from review_desk.domain.viewplan import Box, Pane
from review_desk.errors import BadInput
from review_desk.ui.review.live import LivePictures, Subject

BOX = Box(0, 0, 40, 30)
PANE = Pane("b", BOX, BOX, left=-100, top=-50, scale=1.0, level=0)
SUBJECT = Subject("banding", BOX, 1.0)


class Bench:
    """A thread that works only when it is told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[..., None], Callable[..., None]]] = []

    def measure(
        self, work: Callable[[], Any], then: Callable[..., None], failed: Callable[..., None]
    ) -> None:
        self.waiting.append((work, then, failed))

    def works(self) -> None:
        work, then, _ = self.waiting.pop(0)
        then(work())


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def live(qapp: QApplication, bench: Bench) -> LivePictures:
    return LivePictures(bench)  # type: ignore[arg-type]


def picture() -> QImage:
    return QImage(40, 30, QImage.Format.Format_RGB32)


def test_a_drag_has_one_picture_made_at_a_time_and_the_newest_next(live: LivePictures, bench: Bench) -> None:
    made = []
    for left in range(-100, -90):
        at = replace(PANE, left=left)
        assert live.of(SUBJECT, at, left, lambda left=left: (made.append(left), picture())[1]) is None
    assert len(bench.waiting) == 1
    bench.works()
    live.of(SUBJECT, replace(PANE, left=-91), -91, lambda: (made.append(-91), picture())[1])
    bench.works()
    assert made == [-100, -91]


def test_a_picture_of_a_place_further_back_is_drawn_where_it_belongs_now(
    live: LivePictures, bench: Bench
) -> None:
    live.of(SUBJECT, PANE, 1, picture)
    bench.works()
    assert live.of(SUBJECT, PANE, 1, picture) is not None
    found = live.of(SUBJECT, replace(PANE, left=-90, top=-45), 2, picture)
    assert found is not None
    assert found[1] == QPoint(10, 5)
    mirrored = replace(SUBJECT, mirrored=True)
    live.of(mirrored, replace(PANE, mirrored=True), 3, picture)
    bench.works()
    live.of(mirrored, replace(PANE, mirrored=True), 3, picture)
    bench.works()
    found = live.of(mirrored, replace(PANE, left=-90, mirrored=True), 4, picture)
    assert found is not None
    assert found[1] == QPoint(-10, 0)


def test_a_picture_of_another_view_or_zoom_is_never_shown(live: LivePictures, bench: Bench) -> None:
    live.of(SUBJECT, PANE, 1, picture)
    bench.works()
    assert live.of(replace(SUBJECT, of="halo"), PANE, 2, picture) is None
    assert live.of(replace(SUBJECT, scale=2.0), replace(PANE, scale=2.0), 3, picture) is None


def test_what_could_not_be_made_is_asked_again(live: LivePictures, bench: Bench) -> None:
    live.of(SUBJECT, PANE, 1, picture)
    _, _, failed = bench.waiting.pop()
    failed(BadInput("no"))
    live.of(SUBJECT, PANE, 2, picture)
    assert len(bench.waiting) == 1


def test_pictures_of_panes_that_are_no_more_go(live: LivePictures, bench: Bench) -> None:
    for width in range(3000, 3006):
        box = Box(0, 0, width, 3000)
        pane = replace(PANE, pane=box, clip=box)
        live.of(Subject("x", box, 1.0), pane, 1, lambda w=width: QImage(w, 3000, QImage.Format.Format_RGB32))
        bench.works()
    assert len(live._slots) <= 4
