"""What is decoded ahead is never more than can be kept: else it is decoded over and over."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from review_desk.domain.photo import Version
from review_desk.ui.display.colours import Colours
from review_desk.ui.review.frames import Frames

LARGE = Version("p", 1, "ai", "", "a.jpg", "a", 1, 8192, 5464, 8, "RGB", "JPEG", 1, None, "untagged")
WHOLE = 8192 * 5464 * 4


class Workers:
    """Takes requests down and answers none."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def compute(
        self, _job: str, *_then: Callable[..., None], path: Path, level: int, **_: Any
    ) -> "Future[Any]":
        self.asked.append((path.name, level))
        return Future()


@pytest.fixture
def workers() -> Workers:
    return Workers()


@pytest.fixture
def frames(qapp: QApplication, workers: Workers) -> Iterator[Frames]:
    colours = Colours()
    yield Frames(workers, Path, colours)  # type: ignore[arg-type]
    colours.close()


def named(*names: str) -> list[Version]:
    return [replace(LARGE, sha256=name, file=name) for name in names]


def test_a_pair_of_45_megapixels_at_full_size_leaves_room_for_the_next_photos_only_coarser(
    frames: Frames, workers: Workers
) -> None:
    frames.have_ready((version, 0) for version in named("a", "b", "next", "after next"))
    assert workers.asked[:2] == [("a", 0), ("b", 0)]
    levels = dict(workers.asked)
    assert levels["next"] > 0
    assert sum(WHOLE // 4**level for level in levels.values()) <= 0.6 * 700_000_000


def test_photos_at_screen_size_are_all_had_ready(frames: Frames, workers: Workers) -> None:
    frames.have_ready((version, 1) for version in named("a", "b", "c", "d", "e", "f"))
    assert [level for _, level in workers.asked] == [1] * 6


def test_a_photo_too_large_to_be_read_whole_beside_the_rest_is_measured_as_it_is_shown(
    frames: Frames, workers: Workers
) -> None:
    frames.want_whole(named("a", "b"))
    assert workers.asked == []
    frames.want_whole([*named("a"), *named("a")])
    assert workers.asked == [("a", 0)]


def test_nine_versions_at_full_size_are_held_coarse_within_the_budget(
    frames: Frames, workers: Workers
) -> None:
    nine = named(*"abcdefghi")
    frames.show(nine)
    for version in nine:
        frames.want(version, 0)
    assert sum(WHOLE // 4**level for _, level in workers.asked) <= 700_000_000
    frames.show(nine[:2])
    assert frames.level_of(nine[0], 0) == 0
