"""From the cache's JPEGs to pictures in the codes of the display in front of the person.

The cache keeps sRGB. Where the display takes that, Qt decodes, on another thread; else a worker decodes and
converts, by the same conversion as the canvas.
"""

import base64
import time
from collections.abc import Callable, Sequence

from PySide6.QtGui import QImage

from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.ui.display.colours import PLAIN, Colours
from review_desk.ui.tasks import Tasks

_BREATH_S = 0.0
"""Qt holds the interpreter lock while it decodes, and the window's thread waits five milliseconds for a lock
that is never laid down: to sleep for no time lays it down."""

Then = Callable[[list[QImage]], None]


def develop(
    tasks: Tasks,
    colours: Colours,
    jpegs: Sequence[bytes],
    *,
    shade: str,
    then: Then,
    failed: Callable[[DeskError], None],
    priority: int,
) -> None:
    """Call `then` with one picture of a shade for each JPEG, a null one where it is damaged."""
    if shade == PLAIN:
        tasks.fetch(lambda: decoded(jpegs), then, failed)
        return
    tasks.compute(
        "develop",
        lambda reply: then(pictures(reply)),
        failed,
        priority=priority,
        jpegs=[base64.b64encode(jpeg).decode("ascii") for jpeg in jpegs],
        **colours.arguments(shade),
    )


def decoded(jpegs: Sequence[bytes]) -> list[QImage]:
    """JPEGs decoded by Qt, with a breath after each."""
    found = []
    for jpeg in jpegs:
        found.append(QImage.fromData(jpeg))
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
