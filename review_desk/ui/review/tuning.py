"""The strip under the view bar: numbers and legend of the difference or the analysis view in force."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from review_desk.domain.viewplan import View
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Bar, button, clear, label, row

if TYPE_CHECKING:
    from review_desk.imaging.views.legend import Mark
    from review_desk.imaging.views.table import ViewKind


@dataclass(frozen=True)
class Number:
    """One adjustable number of what is on screen: where it is kept, and its limits."""

    name: str
    title: str
    default: float
    least: float
    most: float
    step: float
    unit: str

    def held(self, value: float) -> float:
        """Within the limits."""
        return min(self.most, max(self.least, value))


_DIFFERENCE = (
    Number("gain", "Amplify", 4, 1, 64, 1, "×"),
    Number("threshold", "More than", 0, 0, 64, 1, "codes"),
)


def numbers_of(view: View) -> tuple[Number, ...]:
    """What can be adjusted of a view."""
    if view.mode == "difference":
        return _DIFFERENCE
    kind = _kind(view)
    found = kind.parameters if kind else ()
    return tuple(Number(p.name, p.title, p.default, p.least, p.most, p.step, p.unit) for p in found)


def value_of(view: View, number: Number) -> float:
    """A number as it is now."""
    if view.mode == "difference":
        return view.gain if number.name == "gain" else view.threshold
    return view.values_of(view.analysis).get(number.name, number.default)


def with_value(view: View, number: Number, value: float) -> View:
    """The view with another number, within its limits."""
    value = number.held(value)
    if view.mode != "difference":
        return view.with_value(view.analysis, number.name, None if value == number.default else value)
    return replace(view, gain=value) if number.name == "gain" else replace(view, threshold=value)


def with_defaults(view: View) -> View:
    """The view with every number as it came."""
    for number in numbers_of(view):
        view = with_value(view, number, number.default)
    return view


def stepped(view: View, which: int, step: int) -> View:
    """The view with its first (0) or second (1) number so many steps on."""
    numbers = numbers_of(view)
    if which >= len(numbers):
        return view
    number = numbers[which]
    return with_value(view, number, value_of(view, number) + step * number.step)


def _kind(view: View) -> "ViewKind | None":
    if view.analysis == "normal":
        return None
    from review_desk.imaging.views.table import VIEWS  # arrays: not before they are needed

    return next(kind for kind in VIEWS if kind.id == view.analysis)


def _swatch(mark: "Mark") -> str:
    """A patch of a legend's colour and what it means, as rich text."""
    blue, green, red = mark.bgr
    return f'<span style="color: rgb({red}, {green}, {blue})">■</span> {html.escape(mark.words)} &nbsp;'


class TuningStrip(Bar):
    """Shown while what is on screen has numbers or a legend."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._made_for: object = None
        self._boxes: dict[str, QDoubleSpinBox] = {}
        self.setProperty("surface", "window")
        self.setFixedHeight(36)
        self._inside = row()
        self._inside.setContentsMargins(tokens.GAP_M, 0, tokens.GAP_M, 0)
        self.set_row(self._inside)
        session.view_changed.connect(self.refill)
        self.refill()

    def refill(self) -> None:
        """Show what can be adjusted of the view in force."""
        view = self._session.view
        numbers, kind = numbers_of(view), _kind(view)
        made_for = (view.mode == "difference", view.analysis)
        if made_for != self._made_for:
            self._made_for = made_for
            self._build(view, numbers, kind)
        self.setVisible(bool(numbers or kind))
        for number in numbers:
            box = self._boxes[number.name]
            box.blockSignals(True)
            box.setValue(value_of(view, number))
            box.blockSignals(False)

    def _build(self, view: View, numbers: tuple[Number, ...], kind: "ViewKind | None") -> None:
        self._boxes = {number.name: self._box(number) for number in numbers}
        pieces: list[QWidget | int | None] = []
        for number in numbers:
            pieces += [label(number.title, "second"), self._boxes[number.name], tokens.GAP_S]
        if numbers:
            pieces.append(button("Reset", self._on_reset_clicked, role="flat"))
        if view.mode != "difference" and kind:
            pieces += [None, *self._legend(kind)]
        clear(self._inside)
        self._inside.addLayout(row(*pieces, None, gap=tokens.GAP_S))

    def _legend(self, kind: "ViewKind") -> Iterator[QWidget]:
        made = label("   ".join(map(_swatch, kind.legend)) or kind.shows, "second")
        made.setToolTip(kind.shows)
        yield made

    def _box(self, number: Number) -> QDoubleSpinBox:
        made = QDoubleSpinBox()
        made.setDecimals(0 if float(number.step).is_integer() else 1)
        made.setRange(number.least, number.most)
        made.setSingleStep(number.step)
        made.setSuffix(f" {number.unit}" if number.unit else "")
        made.setAccessibleName(number.title)
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        made.setFixedWidth(104)
        made.valueChanged.connect(partial(self._on_box_changed, number))
        return made

    def _on_box_changed(self, number: Number, value: float) -> None:
        self._session.set_view(with_value(self._session.view, number, value))

    def _on_reset_clicked(self) -> None:
        self._session.set_view(with_defaults(self._session.view))
