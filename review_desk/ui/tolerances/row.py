"""One check on the page of tolerances: how the batch lies, and whose limits hold."""

from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QWidget

from review_desk.domain.check.spread import Spread
from review_desk.domain.check.tolerance import Tolerance
from review_desk.errors import BadInput
from review_desk.ui import tokens
from review_desk.ui.tolerances.form import LimitForm
from review_desk.ui.widgets.pieces import button, column, label, row

Settle = Callable[[str, Tolerance | None], None]
"""Called with a check and its new tolerance; none for that of the channel or of the desk again."""


class ToleranceRow(QWidget):
    """What a check says of the batch, and its limits: a form for numbers, counts for words."""

    def __init__(
        self, spread: Spread, settle: Settle, refuse: Callable[[str], None], scheme: tokens.Scheme
    ) -> None:
        super().__init__()
        self._check, self._settle, self._refuse = spread.check, settle, refuse
        self._counts, self._warning = label("", "second"), label("", wrap=True)
        self._whose = label("", "small")
        self._reset = button("Set back", self._on_reset_clicked, role="flat",
                             tip=f"Take the studio’s own limits of {spread.check.title} out")  # fmt: skip
        self.form = LimitForm(spread.check, self._on_form_settled, scheme) if spread.values else None
        self._words = None if self.form else label("", wrap=True)
        self._build()

    def _build(self) -> None:
        top = row(label(self._check.title, "strong"), None, self._counts)
        bottom = row(self._whose, None, self._reset)
        if self.form:
            bottom.addWidget(
                button("Set", self._on_form_settled, tip=f"Set these limits of {self._check.title}")
            )
        middle = self.form or self._words
        pieces: list[QWidget | QLayout] = [
            top,
            self._warning,
            label(self._check.sentence, "second", wrap=True),
        ]
        self.setLayout(column(*pieces, *([middle] if middle else []), bottom, gap=tokens.GAP_XS))

    def show_spread(self, spread: Spread, whose: str, *, own: bool) -> None:
        """How the batch lies now. `whose` limits hold; `own` where they are the studio's."""
        off = {kind: count for kind, count in spread.outcomes.items() if count}
        self._counts.setText(", ".join(f"{count:,} {kind}" for kind, count in off.items()))
        self._warning.setText(f"▲  {spread.advice}")
        self._warning.setVisible(spread.tells_nothing)
        limits = spread.tolerance.in_words(spread.check.unit)
        limits = f"only {limits}" if spread.words and spread.tolerance.to_json() else limits
        self._whose.setText(f"{limits[:1].upper()}{limits[1:]}: {whose}.")
        self._reset.setVisible(own)
        if self.form:
            self.form.show_spread(spread)
        if self._words:
            self._words.setText(", ".join(f"{word} {count:,}" for word, count in spread.words.items()))

    def _on_form_settled(self) -> None:
        assert self.form is not None
        try:
            self._settle(self._check.id, self.form.typed())
        except BadInput as error:
            self._refuse(str(error))

    def _on_reset_clicked(self) -> None:
        self._settle(self._check.id, None)
