"""A key that is held down does once what is not to be repeated, however the platform tells repeats."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from review_desk.ui.actions.heavy_hand import HeavyHand

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    HeavyHand(made, ["Right", "Ctrl+="])
    return made


def send(
    window: QWidget,
    kind: QEvent.Type,
    key: Qt.Key,
    at: int,
    *,
    with_: Qt.KeyboardModifier = NONE,
    again: bool = False,
) -> bool:
    """Send a key event of a moment in milliseconds. Returns whether it was kept from the shortcuts."""
    event = QKeyEvent(kind, key, with_, "", again)
    event.setTimestamp(at)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


PRESS, RELEASE = QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease


def test_a_key_pressed_in_the_moment_it_was_let_go_is_one_that_repeats(window: QWidget) -> None:
    assert not send(window, PRESS, Qt.Key.Key_P, 1000)
    for moment in (1660, 1700, 1740):
        send(window, RELEASE, Qt.Key.Key_P, moment)
        assert send(window, PRESS, Qt.Key.Key_P, moment)


def test_a_key_pressed_again_later_is_pressed_again(window: QWidget) -> None:
    assert not send(window, PRESS, Qt.Key.Key_P, 1000)
    send(window, RELEASE, Qt.Key.Key_P, 1050)
    assert not send(window, PRESS, Qt.Key.Key_P, 1100)


def test_another_key_pressed_in_the_same_moment_is_not_held_back(window: QWidget) -> None:
    send(window, RELEASE, Qt.Key.Key_P, 1000)
    assert not send(window, PRESS, Qt.Key.Key_C, 1000)


def test_what_the_platform_itself_calls_a_repeat_is_one(window: QWidget) -> None:
    assert send(window, PRESS, Qt.Key.Key_P, 1000, again=True)


def test_a_step_may_repeat(window: QWidget) -> None:
    assert not send(window, PRESS, Qt.Key.Key_Right, 1000, again=True)
    assert not send(window, PRESS, Qt.Key.Key_Equal, 1000, with_=CTRL, again=True)
    assert send(window, PRESS, Qt.Key.Key_Right, 1000, with_=CTRL, again=True)


def test_events_without_a_time_are_never_taken_for_repeats(window: QWidget) -> None:
    send(window, RELEASE, Qt.Key.Key_P, 0)
    assert not send(window, PRESS, Qt.Key.Key_P, 0)
