"""Has a batch's gates worked out anew when something changed, and keeps the lease of the photo on screen."""

from PySide6.QtCore import QObject, QTimer

from review_desk.domain.queue import LEASE_MINUTES
from review_desk.ui.session import Session

_SOON_MS = 150
"""Verdicts come in a row; where the batch stands can wait that long."""
_PHOTOS_A_MS = 5
"""Ten thousand photos take a quarter of a second to work out: a row of verdicts must not feel it."""
_RENEW_MS = LEASE_MINUTES * 60_000 // 3


class GateWatch(QObject):
    """Listens to a session as long as its parent lives."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(session.stand_again)
        self._renew = QTimer(self, interval=_RENEW_MS)
        self._renew.timeout.connect(self._on_renew_timeout)
        self._renew.start()
        for signal in (session.list_changed, session.findings_changed, session.undo_changed):
            signal.connect(self._on_session_changed)
        self._on_session_changed()

    def _on_session_changed(self, *_: object) -> None:
        if self._session.progress is None:  # findings come when a check ends; until then it only counts
            self._soon.start(_SOON_MS + len(self._session.photos) // _PHOTOS_A_MS)

    def _on_renew_timeout(self) -> None:
        """The promise comes nearer, too, while nothing else happens."""
        self._session.renew_claim()
        self._soon.start()
