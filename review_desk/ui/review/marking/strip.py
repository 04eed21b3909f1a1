"""The strip of tools beside the canvas."""

from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QToolButton, QWidget

from review_desk.ui import tokens
from review_desk.ui.review.marking import painting
from review_desk.ui.review.marking.tools import TOOLS, ToolName
from review_desk.ui.widgets.pieces import Run, column, segment

_EDGE = 18
"""Logical pixels of an icon."""

_TITLES: dict[ToolName, tuple[str, str]] = {
    "rectangle": ("Rectangle", "R"),
    "ellipse": ("Ellipse", "Shift+R"),
    "polygon": ("Polygon", "Y"),
    "freehand": ("Freehand", "Shift+A"),
    "arrow": ("Arrow", "A"),
    "pin": ("Pin", "F9"),
    "path": ("Clipping path", "Alt+C"),
    "brush": ("Brush", "B"),
}


class ToolStrip(QWidget):
    """One button a tool; the one in hand is pressed."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.setProperty("surface", "window")
        self._buttons: dict[ToolName, QToolButton] = {name: self._button(name, run) for name in _TITLES}
        whole = column(*self._buttons.values(), None, gap=tokens.GAP_XS)
        whole.setContentsMargins(tokens.GAP_XS, tokens.GAP_S, tokens.GAP_XS, tokens.GAP_S)
        self.setLayout(whole)
        self.setFixedWidth(32 + 2 * tokens.GAP_XS)

    @staticmethod
    def _button(name: ToolName, run: Run) -> QToolButton:
        title, keys = _TITLES[name]
        made = segment(title, "tool")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setIconSize(QSize(_EDGE, _EDGE))
        made.setFixedSize(32, 30)
        made.setAccessibleName(f"Mark: {title.lower()}")
        made.setToolTip(f"{title} ({keys})")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(partial(run, f"mark.{name}"))
        return made

    def show_tool(self, in_hand: str) -> None:
        """Press the button of the tool in hand; none for no tool."""
        for name, button in self._buttons.items():
            button.setChecked(name == in_hand)

    def dress(self, scheme: tokens.Scheme) -> None:
        """Icons that are legible in a scheme, on the button up and pressed."""
        for name, button in self._buttons.items():
            icon = QIcon(_drawn(name, scheme.text))
            icon.addPixmap(_drawn(name, scheme.on_selection), QIcon.Mode.Normal, QIcon.State.On)
            button.setIcon(icon)


def _drawn(name: ToolName, colour: str) -> QPixmap:
    """The tool's own shape, at four times the size of an icon so that it is sharp at any scale."""
    ratio = 4.0
    pixmap = QPixmap(round(_EDGE * ratio), round(_EDGE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name == "brush":
        painter.setPen(QPen(QColor(colour), 5.5, c=Qt.PenCapStyle.RoundCap))
        stroke = QPainterPath(QPointF(4, 13))
        stroke.cubicTo(6, 2, 10, 15, 14, 5)
        painter.drawPath(stroke)
        painter.end()
        return pixmap
    shape = TOOLS[name].kind.within((2, 4, 16, 14))
    painter.setPen(QPen(QColor(colour), 1.5, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(painting.on_screen(shape, QTransform(), 0.7))
    if name in ("polygon", "path"):
        painter.setBrush(QColor(colour))
        for x, y in [shape.grips()[n] for n in range(0, len(shape.grips()), 3 if name == "path" else 1)]:
            painter.drawRect(round(x) - 1, round(y) - 1, 2, 2)
    painter.end()
    return pixmap
