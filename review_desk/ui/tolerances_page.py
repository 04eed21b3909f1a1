"""The page of tolerances: how a batch's values lie against each limit, and the limit to set by it."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QLayout, QLineEdit, QScrollArea, QSizePolicy, QWidget

from review_desk.domain.check.spread import Spread, spreads
from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.errors import BadInput
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import button, clear, column, label, line, row

_FIELD_WIDTH = 76


class Histogram(QWidget):
    """The values of a check as bars; what its tolerance flags is hatched, and its limits are lines."""

    def __init__(self, spread: Spread, scheme: tokens.Scheme) -> None:
        super().__init__()
        self._spread, self._scheme = spread, scheme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"How {spread.check.title} lies over the batch")

    def sizeHint(self) -> QSize:
        return QSize(240, 44)

    def paintEvent(self, _: QPaintEvent) -> None:
        bins, painter = self._spread.bins(), QPainter(self)
        ground = QRectF(self.rect())
        painter.fillRect(ground, QColor(self._scheme.raised))
        low, high = bins[0].low, bins[-1].high
        span = (high - low) or 1.0
        most, tall = max(each.count for each in bins), ground.height() - 4
        for each in bins:
            left, right = (ground.width() * (edge - low) / span for edge in (each.low, each.high))
            width = max(3.0, right - left - 1) if high > low else ground.width() / 3
            height = max(2.0, tall * each.count / most) if each.count else 0.0
            middle = (each.low + each.high) / 2
            bar = QRectF(left, ground.height() - height, width, height)
            passes = self._spread.tolerance.outcome(middle) == "pass"
            painter.fillRect(bar, QColor(self._scheme.second if passes else self._scheme.line))
            if not passes:
                painter.fillRect(bar, Qt.BrushStyle.BDiagPattern)
        self._draw_limits(painter, ground, low, span)

    def _draw_limits(self, painter: QPainter, ground: QRectF, low: float, span: float) -> None:
        painter.setPen(QPen(QColor(self._scheme.text), 2))
        flag = self._spread.tolerance.flag or self._spread.tolerance.fail
        for limit in (flag.least, flag.most):
            if limit is not None and low <= limit <= low + span:
                x = ground.width() * (limit - low) / span
                painter.drawLine(round(x), 0, round(x), round(ground.height()))


class ToleranceRow(QWidget):
    """One check: what it says of the batch, its histogram, and its limit to be changed."""

    def __init__(self, spread: Spread, session: Session, scheme: tokens.Scheme) -> None:
        super().__init__()
        self._spread, self._session = spread, session
        check = spread.check
        counts = ", ".join(f"{count} {kind}" for kind, count in spread.outcomes.items() if count)
        top = row(label(check.title, "strong"), None, label(counts, "second"))
        self.least, self.most = (self._field(name) for name in ("least", "most"))
        setting = row(
            label("Flag below", "second"), self.least, label("or above", "second"), self.most,
            label(check.unit, "second"), None,
            button("Set", self._on_set_clicked, tip=f"Set the limit of {check.title} for every channel"),
        )  # fmt: skip
        pieces: list[QWidget | QLayout] = [top, label(check.sentence, "second", wrap=True)]
        pieces += [*_drawn(spread, scheme), setting]
        if spread.advice:
            warning = row(label("!", "strong"), label(spread.advice, wrap=True))
            warning.setStretch(1, 1)
            pieces.insert(1, warning)
        self.setLayout(column(*pieces, gap=tokens.GAP_XS))

    def _field(self, name: str) -> QLineEdit:
        flag = self._spread.tolerance.flag or self._spread.tolerance.fail
        value = getattr(flag, name)
        made = QLineEdit("" if value is None else f"{value:g}")
        made.setPlaceholderText("any")
        made.setFixedWidth(_FIELD_WIDTH)
        made.setAccessibleName(f"{self._spread.check.title}, at {name}")
        made.returnPressed.connect(self._on_set_clicked)
        return made

    def _on_set_clicked(self) -> None:
        try:
            flag = Limit(_number(self.least.text()), _number(self.most.text()))
        except BadInput as error:
            self._session.refused.emit(str(error))
            return
        self._session.set_tolerance(
            self._spread.check.id, Tolerance(flag, _fail(self._spread.tolerance, flag))
        )


def _drawn(spread: Spread, scheme: tokens.Scheme) -> Iterator[QWidget | QLayout]:
    """The histogram with its ends; where all values are one, that value."""
    low, high = (spread.check.shown(value) for value in (spread.values[0], spread.values[-1]))
    if low == high:
        yield label(f"All are {low}.")
    else:
        yield Histogram(spread, scheme)
        yield row(label(low, "second"), None, label(high, "second"))


def _fail(held: Tolerance, flag: Limit) -> Limit:
    """The limit to fail by, let out where the one to flag by went past it."""
    least, most = held.fail.least, held.fail.most
    if least is not None and flag.least is not None:
        least = min(least, flag.least)
    if most is not None and flag.most is not None:
        most = max(most, flag.most)
    return Limit(least, most, held.fail.one_of)


def _number(text: str) -> float | None:
    """A number as people write it; none for nothing. Raises BadInput."""
    if not text.strip():
        return None
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise BadInput(f"“{text}” is no number: leave it empty for no limit.") from None


class TolerancesPage(QDialog):
    """Every check with numbers of the batch on screen; those that flag nearly all stand first."""

    def __init__(self, parent: QWidget | None, session: Session, scheme: tokens.Scheme) -> None:
        super().__init__(parent)
        self._session, self._scheme = session, scheme
        self.setWindowTitle("Tolerances")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 720 if parent is None else min(720, parent.height() - 40))
        self._rows = column(gap=tokens.GAP_L, margin=tokens.GAP_L)
        inside = QWidget()
        inside.setProperty("surface", "panel")
        inside.setLayout(self._rows)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        batch = session.batch
        title = label(f"Tolerances, by {batch.name}" if batch else "Tolerances", "large")
        self._words = label("", "second", wrap=True)
        close = button("Close", self.accept)
        whole = column(title, self._words, scroll, row(None, close), margin=tokens.GAP_L)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        session.findings_changed.connect(self.refill)
        self.refill()

    def refill(self) -> None:
        """Show how the batch lies now."""
        found = spreads(self._session.checked.findings) if self._session.checked else ()
        shown = sorted(
            (each for each in found if each.values), key=lambda each: (not each.tells_nothing, not each.off)
        )
        nothing = sum(each.tells_nothing for each in shown)
        self._words.setText(
            f"{nothing} of {len(shown)} tolerances flag almost everything and so tell nothing."
            if nothing
            else "Hatched is what a limit flags. A limit set here holds for every channel, and can be undone."
        )
        clear(self._rows)
        for piece in self._pieces(shown):
            self._rows.addWidget(piece)
        self._rows.addStretch(1)

    def _pieces(self, shown: list[Spread]) -> Iterator[QWidget]:
        if not shown:
            yield label("Check this batch first (Ctrl+Shift+C).", "second", wrap=True)
        for number, each in enumerate(shown):
            if number:
                yield line()
            yield ToleranceRow(each, self._session, self._scheme)
