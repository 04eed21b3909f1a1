"""What a failure mode looks like: how it should be on the left, the fault on the right."""

from functools import cache
from html import escape
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from review_desk.domain.failure_mode import FailureMode
from review_desk.paths import asset

SIZE = QSize(364, 180)
"""Pixels of each picture, and logical pixels that it is shown at."""


@cache
def example_of(mode: str) -> Path | None:
    """The picture of a failure mode that ships with the desk; a studio's own modes have none."""
    path = asset("failure_modes", "pictures", f"{mode}.webp")
    return path if path.is_file() else None


def tip(mode: FailureMode) -> str:
    """The sentence of a failure mode, and below it its picture where there is one."""
    picture = example_of(mode.id)
    if picture is None:
        return mode.sentence
    return (
        f'<table width="{SIZE.width()}"><tr><td>{escape(mode.sentence)}</td></tr><tr><td>'
        f'<img src="{escape(picture.as_uri())}" width="{SIZE.width()}" height="{SIZE.height()}"/></td></tr>'
        "<tr><td>Left as it should be, right with the fault.</td></tr></table>"
    )


class ExampleView(QLabel):
    """The picture of one failure mode, as sharp as the display can show it; hidden where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIZE)
        self.hide()

    def show_mode(self, mode: FailureMode | None) -> None:
        """Show the picture of a mode, or nothing."""
        path = example_of(mode.id) if mode else None
        self.setVisible(path is not None)
        if mode is None or path is None:
            return
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = QImage(str(path)).scaled(SIZE * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(QPixmap.fromImage(picture))
        self.setAccessibleName(f"{mode.name}: left as it should be, right with the fault")
