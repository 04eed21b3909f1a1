"""The bar of verdicts below the canvas, with what undo would take back and the time on this photo."""

from PySide6.QtCore import QElapsedTimer, QTimer

from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.undo_button import UndoButton
from review_desk.ui.widgets.pieces import Bar, Run, label, row
from review_desk.ui.widgets.verdict_buttons import VerdictButtons


class VerdictBar(Bar):
    """Four verdicts, each a shape, a word and a key."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__()
        self._session, self._run = session, run
        self.setProperty("surface", "window")
        self.setFixedHeight(54)
        self._build()
        self._clock = QElapsedTimer()
        self._tick = QTimer(self, interval=1000)
        self._connect()
        self.refill()

    def _build(self) -> None:
        self._verdicts, self._undo = VerdictButtons(self._run), UndoButton(self._session, self._run)
        self._time = label("", "second")
        self._time.setToolTip("Time on this photo")
        layout = row(self._verdicts, None, self._undo, tokens.GAP_S, self._time)
        layout.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_L, tokens.GAP_S)
        self.set_row(layout)

    def _connect(self) -> None:
        self._session.current_changed.connect(self._on_session_current_changed)
        self._session.photos_changed.connect(self.refill)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self._clock.start()

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colour the shapes for a scheme."""
        self._verdicts.dress(scheme)

    def refill(self, *_: object) -> None:
        """Show the verdict in force."""
        photo = self._session.current
        self._verdicts.show_verdict(photo.verdict if photo else None, enabled=photo is not None)

    def _on_session_current_changed(self) -> None:
        self._clock.restart()
        self._show_time()
        self.refill()

    def _show_time(self) -> None:
        seconds = self._clock.elapsed() // 1000
        self._time.setText(f"{seconds // 60}:{seconds % 60:02d}" if self._session.current else "")
