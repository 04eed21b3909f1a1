"""A point that can be ticked: a box and words, over several lines where they need them."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import RichButton, label, row

UNTICKED, TICKED = "☐", "☑"


class CheckRow(RichButton):
    """Ticked or not, as it is told; a press asks for the other. `width`: of the words, in logical pixels."""

    def __init__(self, text: str, on: bool, pressed: Callable[[], None], *, width: int) -> None:
        box, words = label(TICKED if on else UNTICKED), label(text, wrap=True)
        words.setFixedWidth(width)
        words.setFixedHeight(words.heightForWidth(width))
        inside = row(box, words, None)
        inside.setAlignment(box, Qt.AlignmentFlag.AlignTop)
        inside.setContentsMargins(tokens.GAP_S, 3, tokens.GAP_S, 3)
        super().__init__(inside)
        self.setProperty("role", "row")
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setChecked(on)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(pressed)
