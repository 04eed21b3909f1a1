"""Where the drift comes from: what the photos that are off have in common, the largest effect first."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from review_desk.ui import tokens
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.view import DriftView
from review_desk.ui.grid.drift.words import figure, title
from review_desk.ui.widgets.pieces import RowButton, button, clear, column, label, menu_button, row
from review_desk.ui.widgets.tabbing import focused, follow

if TYPE_CHECKING:
    from review_desk.domain.drift.cause import Cause
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.sheet import Sheet

WIDTH = 364
_LISTED = 2
"""Causes in the panel; the others are in its menu."""

_LEVEL = "Nothing in common: what is off is off by itself."
_ALL = "Nearly every photo is off: look at the limits and the style guide, not at the files."
_NOT_YET = "What the photos that are off have in common: studio, day, lighting, preset, model."


def said(cause: "Cause") -> str:
    """What is at fault: “preset packshot 2.3”."""
    return f"{cause.by} {cause.value}"


def size(cause: "Cause") -> str:
    """The effect and on how many: “Background +1.9 b*, n 12”."""
    return f"{title(cause.measure)} {figure(cause.measure, cause.shift)}, n {cause.count}"


def likely(found: "Sequence[Cause]") -> "list[Cause]":
    """The causes worth telling: of those that name the same photos on a measure, the first.

    What most photos have in common is what the others differ from, and is not blamed.
    """
    told: list[Cause] = []
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for cause in found:
        key = cause.measure.id, tuple(sorted(cause.photos))
        if cause.likely and cause.count <= cause.others and key not in seen:
            seen.add(key)
            told.append(cause)
    return told


class Causes(QWidget):
    """The causes with their size; one is chosen, and its photos can be selected."""

    def __init__(self, page: "Page", sheet: "Sheet", measuring: Measuring, view: DriftView) -> None:
        super().__init__()
        self._page, self._sheet, self._measuring, self._view = page, sheet, measuring, view
        self._found: list[Cause] = []
        self._rows: list[QWidget] = []
        self.setFixedWidth(WIDTH)
        self.setProperty("surface", "panel")
        self.more = menu_button("More causes", "The other causes", self._fill_more, role="flat")
        self.body = column(gap=0)
        self.verdict = label("", "second", wrap=True)
        self.choose_photos = button("Select the photos", self.select_photos)
        top = row(label("Where it comes from", "strong"), None, self.more)
        bottom = row(self.choose_photos, self.verdict)
        bottom.setStretch(1, 1)
        inside = column(top, self.body, None, bottom, gap=tokens.GAP_XS)
        inside.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_M, tokens.GAP_S)
        self.setLayout(inside)
        measuring.judged.connect(self._on_measuring_judged)
        view.changed.connect(self._refill)
        self._refill()

    @property
    def chosen(self) -> "Cause | None":
        """The cause whose photos the button selects."""
        if not self._found:
            return None
        return self._found[min(self._view.cause, len(self._found) - 1)]

    @property
    def found(self) -> "Sequence[Cause]":
        """The likely causes, the largest effect first."""
        return self._found

    def choose(self, place: int) -> None:
        """Look at one of the causes: the chart and the map go to its measure."""
        if place < len(self._found):
            self._view.choose_cause(place, self._found[place].measure.id)

    def step(self) -> None:
        """The next cause; after the last comes the first."""
        if self._found:
            self.choose((self._view.cause + 1) % len(self._found))

    def select_photos(self) -> None:
        """Select the offenders of the chosen cause."""
        if self.chosen and self.chosen.offenders:
            self._page.select(self.chosen.offenders, self.chosen.offenders[0])
            self._sheet.reveal(self.chosen.offenders[0])

    def _refill(self) -> None:
        place = focused(self._rows)
        clear(self.body)
        self.more.setText(f"{len(self._found) - _LISTED} more ▾")
        self.more.setVisible(len(self._found) > _LISTED)
        self._rows = [self._row(cause) for cause in self._listed()]
        for made in self._rows:
            self.body.addWidget(made)
        follow(self.more, self._rows, place)
        if not self._found:
            self.body.addWidget(label(self._nothing(), "second", wrap=True))
        chosen = self.chosen
        self.choose_photos.setVisible(chosen is not None)
        self.verdict.setVisible(chosen is not None)
        if chosen:
            count = len(chosen.offenders)
            self.choose_photos.setText(f"Select these {count}")
            self.choose_photos.setAccessibleName(f"Select {count} photos of {said(chosen)}")
            self.choose_photos.setToolTip("Select them on the page, to judge them together")
            self.verdict.setText(_fault(chosen))

    def _nothing(self) -> str:
        """Why no cause stands here."""
        found = self._measuring.drift
        if found is None or len(found.unmeasured) == len(found.subjects):
            return _NOT_YET
        return _ALL if found.count.nearly_all else _LEVEL

    def _listed(self) -> "list[Cause]":
        """The first ones; a chosen one from the menu stands last among them."""
        listed = self._found[:_LISTED]
        chosen = self.chosen
        if chosen and chosen not in listed:
            listed[-1] = chosen
        return listed

    def _row(self, cause: "Cause") -> QWidget:
        right = label(size(cause), "" if cause is self.chosen else "second")
        made = RowButton(
            said(cause), partial(self.choose, self._found.index(cause)), right=right, tip=_tip(cause)
        )
        made.setAccessibleName(f"{said(cause)}: {size(cause)}")
        made.setChecked(cause is self.chosen)
        return made

    def _fill_more(self, menu: QMenu) -> None:
        for place, cause in enumerate(self._found):
            act = menu.addAction(f"{said(cause)}   {size(cause)}")
            act.setToolTip(_tip(cause))
            act.triggered.connect(partial(self.choose, place))

    def _on_measuring_judged(self) -> None:
        found = self._measuring.drift
        self._found = likely(found.causes) if found else []
        self._refill()


def _fault(cause: "Cause") -> str:
    """Whose fault it is, where nearly all photos of the group are off the same way."""
    if cause.covers:
        return f"This is the {cause.by}, not the file."
    return f"{cause.off} of {cause.count} are off."


def _tip(cause: "Cause") -> str:
    also = f"\nThe same photos: {', '.join(cause.same_photos)}" if cause.same_photos else ""
    effect = f"Cliff’s delta {cause.effect:+.2f}, {cause.eta:.0%} of the variance".replace("-", "−")
    return f"{cause.words}\n{effect}, against {cause.others} others{also}"
