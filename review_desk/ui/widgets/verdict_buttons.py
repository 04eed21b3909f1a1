"""The four verdicts as buttons: each a shape, a word and a key."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from review_desk.domain.decision import Verdict
from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import RichButton, Run, key_cap, label, row

_VERDICTS = (
    (Verdict.APPROVE, "Approve", "P"),
    (Verdict.CORRECT, "Correct", "C"),
    (Verdict.REJECT, "Reject", "X"),
    (Verdict.ESCALATE, "Escalate", "E"),
)


class VerdictButtons(QWidget):
    """Approve, correct, reject, escalate, side by side."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._shapes: dict[Verdict, QWidget] = {}
        self._buttons = {verdict: self._button(verdict, word, key, run) for verdict, word, key in _VERDICTS}
        self.setLayout(row(*self._buttons.values()))

    def _button(self, verdict: Verdict, word: str, key: str, run: Run) -> RichButton:
        shape = label(tokens.VERDICT_SHAPES[verdict], "strong")
        self._shapes[verdict] = shape
        inside = row(shape, label(word), key_cap(key), gap=tokens.GAP_S)
        inside.setContentsMargins(14, 8, 12, 8)
        made = RichButton(inside)
        made.clicked.connect(partial(run, f"decision.{verdict}"))
        made.setAccessibleName(word)
        made.setToolTip(f"{word} ({key})")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setProperty("verdict", str(verdict))
        made.setCheckable(True)
        return made

    def show_verdict(self, verdict: Verdict | None, *, enabled: bool) -> None:
        """Press in the verdict in force; without a photo none can be taken."""
        for each, made in self._buttons.items():
            made.setEnabled(enabled)
            made.setChecked(each == verdict)

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colour the shapes for a scheme."""
        for verdict, shape in self._shapes.items():
            palette = shape.palette()
            palette.setColor(shape.foregroundRole(), QColor(getattr(scheme, verdict)))
            shape.setPalette(palette)
            shape.setStyleSheet(f"color: {getattr(scheme, verdict)}; font-size: 15px;")
