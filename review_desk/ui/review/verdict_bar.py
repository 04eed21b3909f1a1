"""The bar of verdicts below the canvas, with what undo would take back and the time on this photo."""

from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget

from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Bar, RichButton, Run, button, key_cap, label, row

_VERDICTS = (
    ("approve", "Approve", "P"),
    ("correct", "Correct", "C"),
    ("reject", "Reject", "X"),
    ("escalate", "Escalate", "E"),
)


class VerdictBar(Bar):
    """Four verdicts, each a shape, a word and a key."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__()
        self._session, self._run = session, run
        self.setProperty("surface", "window")
        self.setFixedHeight(54)
        self._shapes: dict[str, QWidget] = {}
        self._build()
        self._clock = QElapsedTimer()
        self._tick = QTimer(self, interval=1000)
        self._connect()
        self.refill()

    def _build(self) -> None:
        buttons = [self._verdict_button(*verdict) for verdict in _VERDICTS]
        self._undo = button("", partial(self._run, "edit.undo"), role="flat", keys="Ctrl+Z")
        self._undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._time = label("", "second")
        self._time.setToolTip("Time on this photo")
        layout = row(*buttons, None, self._undo, tokens.GAP_S, self._time)
        layout.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_L, tokens.GAP_S)
        self.set_row(layout)

    def _verdict_button(self, verdict: str, word: str, key: str) -> QPushButton:
        shape = label(tokens.VERDICT_SHAPES[verdict], "strong")
        self._shapes[verdict] = shape
        inside = row(shape, label(word), key_cap(key), gap=tokens.GAP_S)
        inside.setContentsMargins(14, 8, 12, 8)
        made = RichButton(inside)
        made.clicked.connect(partial(self._run, f"decision.{verdict}"))
        made.setAccessibleName(word)
        made.setToolTip(f"{word} ({key})")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setProperty("verdict", verdict)
        made.setCheckable(True)
        return made

    def _connect(self) -> None:
        self._session.undo_changed.connect(self.refill)
        self._session.current_changed.connect(self._on_session_current_changed)
        self._session.photos_changed.connect(self.refill)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self._clock.start()

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colour the shapes for a scheme."""
        for verdict, shape in self._shapes.items():
            palette = shape.palette()
            palette.setColor(shape.foregroundRole(), QColor(getattr(scheme, verdict)))
            shape.setPalette(palette)
            shape.setStyleSheet(f"color: {getattr(scheme, verdict)}; font-size: 15px;")

    def refill(self, *_: object) -> None:
        """Show the verdict in force and what undo would take back."""
        photo = self._session.current
        for made in self.findChildren(QPushButton):
            verdict = made.property("verdict")
            if verdict:
                made.setEnabled(photo is not None)
                made.setChecked(photo is not None and photo.verdict == verdict)
        wanted = self._session.undo_label
        text = f"Undo “{wanted}”" if wanted else "Nothing to undo"
        self._undo.setText(self._undo.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 360))
        self._undo.setEnabled(bool(wanted))

    def _on_session_current_changed(self) -> None:
        self._clock.restart()
        self._show_time()
        self.refill()

    def _show_time(self) -> None:
        seconds = self._clock.elapsed() // 1000
        self._time.setText(f"{seconds // 60}:{seconds % 60:02d}" if self._session.current else "")
