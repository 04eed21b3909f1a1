"""The badge in the top bar: may this screen be judged on?"""

from PySide6.QtCore import Qt

from review_desk.domain.calibration import CAVEAT, Calibration
from review_desk.ui import tokens
from review_desk.ui.display.words import SHAPES, TOKENS
from review_desk.ui.widgets.pieces import RichButton, label, row


class CalibrationBadge(RichButton):
    """A shape and a few words. It is pressed for the page."""

    def __init__(self, scheme: tokens.Scheme = tokens.DARK) -> None:
        self._shape, self._words = label("◌", "strong"), label("Looking at the display")
        inside = row(self._shape, self._words, None, gap=6)
        inside.setContentsMargins(tokens.GAP_S, tokens.GAP_XS, tokens.GAP_S, tokens.GAP_XS)
        super().__init__(inside)
        self._scheme = scheme
        self._calibration: Calibration | None = None
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Display: not looked at yet")

    def show_calibration(self, calibration: Calibration) -> None:
        """Show how the display stands now."""
        self._calibration = calibration
        self._shape.setText(SHAPES[calibration.colour])
        self._words.setText(calibration.short)
        self.setAccessibleName(f"Display: {calibration.short} ({calibration.colour})")
        why = [rule.text for rule in calibration.rules if rule.colour == calibration.colour != "green"]
        lines = "\n".join(f"{SHAPES[calibration.colour]} {text}" for text in why)
        self.setToolTip("\n\n".join(filter(None, (lines, CAVEAT))))
        self.dress(self._scheme)
        self.updateGeometry()

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colour the shape for a scheme; the words stay as the chrome is."""
        self._scheme = scheme
        if self._calibration is not None:
            self._shape.setStyleSheet(f"color: {getattr(scheme, TOKENS[self._calibration.colour])};")
