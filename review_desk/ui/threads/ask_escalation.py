"""The dialog that asks who an escalated photo goes to, and what they are asked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QDialog, QLineEdit, QWidget

from review_desk.domain.escalation import ROLES, addressee
from review_desk.domain.gate.hold import QUEUES
from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import button, column, label, row

Answered = Callable[[str, str], None]
"""Told the person or role, and the question."""


class AskEscalation(QDialog):
    """A name and a question; Enter goes from the one to the other, then escalates."""

    def __init__(self, parent: QWidget, what: str, people: Sequence[str], answered: Answered) -> None:
        super().__init__(parent)
        self._answered = answered
        self.setWindowTitle("Escalate")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(460)
        roles = [QUEUES[role] for role in ROLES]
        self.to = self._field("To whom", f"a name, or {', '.join(roles)}", roles[0])
        self.question = self._field("Question", "What are they asked?", "")
        completer = QCompleter([*roles, *people], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.to.setCompleter(completer)
        self._trouble = label("", wrap=True)
        self._trouble.hide()
        escalate = button("Escalate", self.accept, role="main")
        escalate.setDefault(True)
        whole = column(
            label(f"Escalate {what}", "strong"), label("To", "second"), self.to,
            label("Question", "second"), self.question, self._trouble,
            gap=tokens.GAP_S, margin=tokens.GAP_XL,
        )  # fmt: skip
        whole.addLayout(row(None, button("Cancel", self.reject), escalate))
        self.setLayout(whole)
        self.question.setFocus()

    @staticmethod
    def _field(name: str, hint: str, text: str) -> QLineEdit:
        made = QLineEdit(text)
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        made.selectAll()
        return made

    def accept(self) -> None:
        """Answer and close; who is named has to be asked something."""
        to, question = addressee(self.to.text()), self.question.text().strip()
        if not question:
            self._trouble.setText("!  Say what they are asked. To escalate without a question press E.")
            self._trouble.show()
            self.question.setFocus()
            return
        super().accept()
        self._answered(to, question)
