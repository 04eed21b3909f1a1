"""Everything can be named, reached and read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from review_desk.ui import tokens
from tests.ui.person import Person

INTERACTIVE = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QProgressBar)


def nameless(whole: QWidget) -> list[QWidget]:
    """The controls that a screen reader has no word for."""
    found = [w for kind in INTERACTIVE for w in whole.findChildren(kind) if not _is_inner(w)]
    return [widget for widget in found if not _spoken(widget)]


def _is_inner(widget: QWidget) -> bool:
    """Qt's own parts inside a control, such as the corner of a table."""
    return isinstance(widget, QHeaderView) or isinstance(widget.parentWidget(), QAbstractItemView)


def _spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


@pytest.mark.parametrize("room", ["review", "intake", "grid"])
def test_every_control_of_a_room_has_a_name_that_can_be_spoken(room: str, person: Person) -> None:
    person.window.show_workspace(room)
    person.settle()
    assert nameless(person.window) == []


@pytest.mark.parametrize("keys", [("X",), ("Ctrl+K",), ("`",)])
def test_every_control_of_a_question_has_a_name(keys: tuple[str, ...], person: Person) -> None:
    person.does(*keys)
    assert nameless(person.window) == []


@pytest.mark.parametrize(
    "key", ["Shift+L", "Ctrl+Shift+P", "Ctrl+N", "F1", "Ctrl+Alt+E", "Alt+N", "Ctrl+Shift+A"]
)
def test_every_control_of_a_dialog_has_a_name_and_escape_leaves_it(key: str, person: Person) -> None:
    person.press(key)
    person.until(QApplication.activeModalWidget)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert dialog.windowTitle()
    assert nameless(dialog) == []
    person.until(dialog.isActiveWindow)
    person.does("Esc")
    assert QApplication.activeModalWidget() is None


def test_the_photo_has_a_name_and_takes_the_focus(person: Person) -> None:
    assert _spoken(person.canvas) == "Photo"
    assert person.canvas.hasFocus()


@pytest.mark.parametrize("room", ["review", "intake", "grid"])
def test_every_enabled_button_can_be_reached_without_a_mouse(room: str, person: Person) -> None:
    """By the focus; of buttons that exclude each other Qt gives it to the one that is on; arrows go on."""
    person.window.show_workspace(room)
    person.settle()
    unreached = [
        button.accessibleName() or button.text()
        for button in person.window.findChildren(QAbstractButton)
        if button.isVisible() and button.isEnabled() and not _is_inner(button)
        and not button.focusPolicy() & Qt.FocusPolicy.TabFocus and not _has_reachable_group(button)
    ]  # fmt: skip
    assert unreached == []


def _has_reachable_group(button: QAbstractButton) -> bool:
    group = button.group()
    return group is not None and any(b.focusPolicy() & Qt.FocusPolicy.TabFocus for b in group.buttons())


@pytest.mark.parametrize("room", ["review", "intake", "grid"])
def test_no_word_on_a_button_or_label_is_cut_off(room: str, person: Person) -> None:
    person.window.show_workspace(room)
    person.does("1") if room == "review" else None
    person.settle()
    cut = [
        label.text()
        for label in person.window.findChildren(QLabel)
        if label.isVisible() and not label.wordWrap() and label.text()
        and label.sizePolicy().horizontalPolicy().name != "Ignored"
        and QFontMetrics(label.font()).horizontalAdvance(label.text()) > label.width() + 1
    ]  # fmt: skip
    assert cut == []


# --- contrast -----------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2, of #RRGGBB."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21, WCAG 2.2."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", tokens.SCHEMES.values(), ids=lambda s: s.name)
def test_every_text_stands_out_by_four_and_a_half_to_one(scheme: tokens.Scheme) -> None:
    for ground in (scheme.window, scheme.panel, scheme.raised):
        for text in (scheme.text, scheme.second):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(scheme.on_selection, scheme.selection) >= 4.5


@pytest.mark.parametrize("scheme", tokens.SCHEMES.values(), ids=lambda s: s.name)
def test_every_sign_of_a_state_stands_out_by_three_to_one_and_over_a_photo_by_four_and_a_half(
    scheme: tokens.Scheme,
) -> None:
    """Signs beside their word; over a photo, words have these colours too."""
    states = ("approve", "correct", "reject", "escalate")
    assert [s for s in states if contrast(getattr(scheme, s), scheme.raised) < 3] == []
    overlay = f"#{tokens.OVERLAY[3:]}"
    assert [s for s in states if contrast(getattr(tokens.DARK, s), overlay) < 4.5] == []
    assert contrast(tokens.OVERLAY_TEXT, overlay) >= 4.5


@pytest.mark.parametrize("scheme", tokens.SCHEMES.values(), ids=lambda s: s.name)
def test_the_chrome_has_no_hue(scheme: tokens.Scheme) -> None:
    chrome = (
        scheme.window, scheme.panel, scheme.raised, scheme.pressed, scheme.line, scheme.text, scheme.second,
        scheme.selection, scheme.on_selection, *tokens.SURROUNDS,
    )  # fmt: skip
    assert [colour for colour in chrome if len({colour[1:3], colour[3:5], colour[5:7]}) > 1] == []


def test_nothing_relies_on_colour_alone() -> None:
    for shapes in (tokens.VERDICT_SHAPES, tokens.LEVEL_SHAPES, tokens.SEVERITY_SHAPES):
        assert len(set(shapes.values())) == len(shapes)
