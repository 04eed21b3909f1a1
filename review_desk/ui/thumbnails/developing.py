"""From the cache's JPEGs to pictures in the codes of the display in front of the person.

The cache keeps sRGB. Where the display takes that, Qt decodes, on another thread; else a worker decodes and
converts, by the same conversion as the canvas.
"""

import base64
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QImage

from review_desk.domain.photo import Version
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.ui.display.colours import PLAIN, Colours
from review_desk.ui.tasks import Tasks
from review_desk.ui.thumbnails.ladder import Key
from review_desk.ui.thumbnails.wishes import Wishes

_A_HANDFUL, _AT_ONCE = 12, 4
"""JPEGs developed and shown together, and handfuls under way: the rest can still be forgotten."""

_BREATH_S = 0.0
"""Qt holds the interpreter lock while it decodes, and the window's thread waits five milliseconds for a lock
that is never laid down: to sleep for no time lays it down."""

Then = Callable[[list[QImage]], None]


@dataclass(frozen=True)
class Print:
    """A JPEG for a wish; its rung `edge` may be another than the one wished for."""

    key: Key
    version: Version
    edge: int
    jpeg: bytes


class Developing:
    """JPEGs that wait to be developed, the most urgent first."""

    def __init__(
        self,
        tasks: Tasks,
        colours: Colours,
        wishes: Wishes,
        *,
        took: Callable[[Print, str, QImage], None],
        failed: Callable[[Key, DeskError], None],
    ) -> None:
        """`took` gets a print, its shade, and the picture, a null one where the JPEG is damaged."""
        self._tasks, self._colours, self._wishes = tasks, colours, wishes
        self._took, self._failed = took, failed
        self._waiting: dict[Key, Print] = {}
        self._running: dict[Key, int] = {}
        self._turn = 0
        self._met = PLAIN

    def __contains__(self, key: Key) -> bool:
        """Whether a thumbnail waits to be developed, or is."""
        return key in self._waiting or key in self._running

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def add(self, each: Print) -> None:
        """Develop this one when its turn has come."""
        self._waiting[each.key] = each

    def go_on(self) -> None:
        """Forget what nobody waits for any more, and begin with what there is room for."""
        ranks = {key: self._wishes.rank(key) for key in self._waiting}
        self._waiting = {key: each for key, each in self._waiting.items() if ranks[key] is not None}
        urgent = sorted(self._waiting.values(), key=lambda each: ranks[each.key] or 0)
        while urgent and len(set(self._running.values())) < _AT_ONCE:
            handful, urgent = urgent[:_A_HANDFUL], urgent[_A_HANDFUL:]
            self._begin(handful, priority=ranks[handful[0].key] or 0)

    def _begin(self, handful: list[Print], *, priority: int) -> None:
        shade, self._turn = self._colours.shade, self._turn + 1
        for each in handful:
            del self._waiting[each.key]
            self._running[each.key] = self._turn
        if shade not in (PLAIN, self._met):  # the workers may first have to bake the conversion
            self._develop(handful, PLAIN, priority, then=partial(self._tell, handful, PLAIN))
        self._develop(handful, shade, priority, then=partial(self._take, handful, shade))

    def _develop(self, handful: list[Print], shade: str, priority: int, *, then: Then) -> None:
        failed = partial(self._fail, handful)
        develop(self._tasks, self._colours, handful, shade, then=then, failed=failed, priority=priority)

    def _take(self, handful: list[Print], shade: str, pictures: list[QImage]) -> None:
        self._met = shade
        self._end(handful)
        self._tell(handful, shade, pictures)
        self.go_on()

    def _tell(self, handful: list[Print], shade: str, pictures: list[QImage]) -> None:
        for each, picture in zip(handful, pictures, strict=True):
            self._took(each, shade, picture)

    def _fail(self, handful: list[Print], error: DeskError) -> None:
        self._end(handful)
        for each in handful:
            self._failed(each.key, error)
        self.go_on()

    def _end(self, handful: list[Print]) -> None:
        for each in handful:
            self._running.pop(each.key, None)


def develop(
    tasks: Tasks,
    colours: Colours,
    prints: Sequence[Print],
    shade: str,
    *,
    then: Then,
    failed: Callable[[DeskError], None],
    priority: int,
) -> None:
    """Call `then` with one picture of a shade for each print, a null one where it is damaged."""
    if shade == PLAIN:
        tasks.fetch(lambda: decoded(prints), then, failed)
        return
    tasks.compute(
        "develop",
        lambda reply: then(pictures(reply)),
        failed,
        priority=priority,
        jpegs=[base64.b64encode(each.jpeg).decode("ascii") for each in prints],
        **colours.arguments(shade),
    )


def decoded(prints: Sequence[Print]) -> list[QImage]:
    """JPEGs decoded by Qt, with a breath after each."""
    found = []
    for each in prints:
        found.append(QImage.fromData(each.jpeg))
        time.sleep(_BREATH_S)
    return found


def pictures(reply: Reply) -> list[QImage]:
    """The pictures that the job “develop” laid end to end, each with memory of its own."""
    assert reply.block is not None
    memory, start, found = memoryview(reply.block), 0, []
    for width, height in reply.values["sizes"]:
        end = start + width * height * 4
        found.append(_picture(memory[start:end], width, height))
        start = end
    return found


def _picture(memory: memoryview, width: int, height: int) -> QImage:
    if not width:
        return QImage()
    return QImage(memory, width, height, width * 4, QImage.Format.Format_RGB32).copy()
