"""Somebody at the desk: keys, mouse and eyes, through Qt's own events."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from review_desk.app import Desk
from review_desk.domain.event import Event
from review_desk.domain.photo import Photo
from review_desk.operations import browse
from review_desk.store.desk import Reader
from review_desk.ui.review.canvas import Canvas

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
PATIENCE_S = 30.0
SOON_MS = 200
"""Timers shorter than this put work off for a moment; longer ones are for people."""
_ROUNDS = 3
"""Times in a row that nothing may be due: a timer runs after its round's posted events, and posts more."""
LEFT = Qt.MouseButton.LeftButton


class Person:
    """Sits at an open desk. What is not a gesture is looked up in the store, not in the window."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.window, self.session = desk.window, desk.session

    # --- hands --------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after another, without waiting for what they do."""
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(self._under_hand(), combination.key(), combination.keyboardModifiers())

    def does(self, *keys: str) -> None:
        """Press keys, and wait after each until all of it is done."""
        for key in keys:
            self.press(key)
            self.settle()

    def writes(self, words: str) -> None:
        """Type words into what has the focus."""
        QTest.keyClicks(self._under_hand(), words)
        self.settle()

    def holds(self, key: str) -> None:
        """Press a key and keep it down."""
        QTest.keyPress(self._under_hand(), QKeySequence(key)[0].key())

    def lets_go(self, key: str) -> None:
        """Let a held key go."""
        QTest.keyRelease(self._under_hand(), QKeySequence(key)[0].key())

    def clicks(self, x: float, y: float, on: QWidget | None = None) -> None:
        """Click at a logical point of the canvas, or of another widget."""
        QTest.mouseClick(on or self.canvas, LEFT, pos=QPoint(round(x), round(y)))
        self.settle()

    def drags(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag over the canvas, logical points."""
        first, last = QPoint(*map(round, start)), QPoint(*map(round, end))
        middle = QPoint((first.x() + last.x()) // 2, (first.y() + last.y()) // 2)
        QTest.mousePress(self.canvas, LEFT, pos=first)
        for point in (middle, last):
            QTest.mouseMove(self.canvas, point)
            QApplication.processEvents()
        QTest.mouseRelease(self.canvas, LEFT, pos=last)
        self.settle()

    def points_at(self, x: float, y: float) -> None:
        """Bring the cursor to a logical point of the canvas."""
        self.canvas.cursor().setPos(self.canvas.mapToGlobal(QPoint(round(x), round(y))))
        QApplication.processEvents()

    def runs(self, action: str) -> None:
        """Run an action that has no key."""
        self.window.dispatch.run(action)
        self.settle()

    def _under_hand(self) -> QWidget:
        if QApplication.activeWindow() is None:  # a dialog closed, and no window manager is here to help
            self.window.activateWindow()
            self.until(QApplication.activeWindow)
        return QApplication.focusWidget() or QApplication.activeWindow() or self.window

    def asked(self, kind: type[W]) -> W:
        """The first widget of a kind on the dialog or list that is open, which then has the focus."""
        self.until(QApplication.activeModalWidget)
        found = QApplication.activeModalWidget().findChild(kind)
        assert found is not None
        found.setFocus()
        self.until(found.hasFocus)
        return found

    def over(self, kind: type[W]) -> W:
        """The page that is open over the window, which is of that kind."""
        self.until(QApplication.activeModalWidget)
        page = QApplication.activeModalWidget()
        assert isinstance(page, kind)
        return page

    # --- time ---------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until nothing asked for is on its way and what came is drawn."""
        self.until(self._is_quiet)

    def until(self, true: Callable[[], object]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE_S
        while not true():
            assert time.monotonic() < end, "waited in vain"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
            time.sleep(0.001)

    def _is_quiet(self) -> bool:
        """Nothing is due, and still nothing after that: a timer that has just run may have asked for more."""
        return all(self._nothing_is_due() for _ in range(_ROUNDS))

    def _nothing_is_due(self) -> bool:
        QApplication.processEvents()
        due = [timer for timer in self._soon() if timer.isActive()]
        for timer in due:
            timer.setInterval(0)  # nobody waits here for what is put off for a moment
        return self.desk.tasks.pending == 0 and not due

    def _soon(self) -> list[QTimer]:
        return [t for t in self.window.findChildren(QTimer) if t.isSingleShot() and t.interval() < SOON_MS]

    # --- eyes ---------------------------------------------------------------------------------------------

    @property
    def canvas(self) -> Canvas:
        return self.window.review.canvas

    @property
    def on_screen(self) -> str:
        """What the photo on screen is called."""
        return self.session.current.title if self.session.current else ""

    def picture(self) -> QImage:
        """The canvas as it is painted now."""
        return self.canvas.grab().toImage()

    def whole_picture(self) -> QImage:
        """The canvas when all that its painting asks for has come."""
        self.canvas.grab()
        self.settle()
        return self.picture()

    def colour(self, across: float = 0.5, down: float = 0.5) -> tuple[int, int, int]:
        """The colour at a share of the canvas."""
        return rgb(self.picture(), across, down)

    def notice(self) -> str:
        """What the window says at the bottom."""
        return self.window.notice.sentence

    def reads(self, part: QWidget) -> str:
        """Every word on a part of the window, from top to bottom."""
        return words(part)

    # --- the record ---------------------------------------------------------------------------------------

    def asks_store(self, question: Callable[[Reader], T]) -> T:
        """What the desk's file says, read by a connection of its own."""
        with Reader.open(self.desk.folder) as reader:
            return question(reader)

    def stored(self, name: str) -> Photo:
        """A photo as it is stored."""
        return self.asks_store(lambda reader: browse.photo(reader, name))

    def verdicts(self) -> dict[str, str | None]:
        """Every stored verdict by the photo's title."""
        photos = self.asks_store(browse.photos)
        return {photo.title: photo.verdict and str(photo.verdict) for photo in photos}

    def decided(self) -> dict[str, str | None]:
        """Only those that have one."""
        return {title: verdict for title, verdict in self.verdicts().items() if verdict}

    def log(self) -> list[Event]:
        """All events."""
        return self.asks_store(browse.history)


class Watcher(QObject):
    """Keeps the colour in the middle of the canvas, for every time it is painted."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.frames: list[tuple[int, int, int]] = []
        canvas.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.frames.append(rgb(self._painted(), 0.5, 0.5))
        return False

    def _painted(self) -> QImage:
        """What the canvas is about to paint. A grab would be a second painting inside the first."""
        canvas, size = self._canvas, self._canvas.viewport()
        image = QImage(size.width, size.height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        canvas._scene.paint(painter, canvas.drawn(), canvas._look())
        painter.end()
        return image


def words(part: QWidget) -> str:
    """Every word on a part of the window, from top to bottom."""
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisibleTo(part))


def rgb(image: QImage, across: float, down: float) -> tuple[int, int, int]:
    """The colour at a share of an image."""
    colour = QColor(image.pixel(int(across * (image.width() - 1)), int(down * (image.height() - 1))))
    return colour.red(), colour.green(), colour.blue()


def is_red(colour: tuple[int, int, int]) -> bool:
    """Whether it is the before's colour, JPEG's rounding allowed."""
    return colour[0] > 150 and colour[2] < 60


def is_blue(colour: tuple[int, int, int]) -> bool:
    """Whether it is the after's."""
    return colour[2] > 150 and colour[0] < 60


def key_event(kind: QEvent.Type, key: Qt.Key, **options: Any) -> QKeyEvent:
    """A key event as Qt makes them."""
    return QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", options.get("repeated", False))
