"""The selected mark in the inspector: what it is and what can be done with it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from review_desk.domain.annotation import SEVERITIES, Annotation, Severity
from review_desk.domain.carrying import came_from
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Run, button, column, label, menu_button, row


class MarkCard(QWidget):
    """Severity, note and state of a mark, each with its key in the tip."""

    def __init__(self, mark: Annotation, session: Session, run: Run) -> None:
        super().__init__()
        self._mark, self._session, self._run = mark, session, run
        severity = menu_button("Severity", "Severity (Shift+S: next)", self._fill_severity)
        severity.setText(f"{tokens.SEVERITY_SHAPES[mark.severity]} {mark.severity}   ▾")
        lock = self._button("Unlock" if mark.locked else "Lock", "mark.lock", "Ctrl+L")
        state = self._button("Reopen" if mark.resolved else "Resolve", "mark.resolve", "Ctrl+R")
        pieces = [label(f"“{mark.note}”", wrap=True)] if mark.note else []
        rows = (
            row(severity, self._button("Note…", "decision.note", "Ctrl+N"), None),
            row(state, lock, self._button("Duplicate", "mark.duplicate", "Ctrl+D"), None),
            row(
                self._button("To front", "mark.front", "Ctrl+]"),
                self._button("To back", "mark.back", "Ctrl+["),
                self._button("Remove", "mark.remove", "Delete"),
                None,
            ),
        )
        whole = column(label(self._told(), "second", wrap=True), *pieces, *rows, gap=tokens.GAP_XS)
        whole.setContentsMargins(tokens.GAP_S, 0, 0, tokens.GAP_S)
        self.setLayout(whole)

    def _told(self) -> str:
        photo = self._session.current
        before = came_from(self._mark, self._session.annotations, photo) if photo else ""
        where = f"version {self._mark.version}" + (f", come along from {before}" if before else "")
        return f"{self._mark.shape.kind} on {where} · {self._mark.author} {self._mark.at[11:16]}"

    def _button(self, text: str, action: str, keys: str) -> QPushButton:
        made = button(text, partial(self._run, action), role="flat", keys=keys)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _fill_severity(self, menu: QMenu) -> None:
        for severity in SEVERITIES:
            entry = menu.addAction(f"{tokens.SEVERITY_SHAPES[severity]} {severity}")
            entry.setCheckable(True)
            entry.setChecked(severity == self._mark.severity)
            entry.triggered.connect(partial(self._on_severity_triggered, severity))

    def _on_severity_triggered(self, severity: Severity) -> None:
        self._session.change_mark(severity=severity)
