"""The canvas: the viewer in somebody's hands. It turns gestures into wishes."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

from review_desk.domain import view_steps, viewplan
from review_desk.domain.sampler import Spot
from review_desk.domain.view_steps import Place
from review_desk.ui.review import navigator
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.marking.painting_hand import PaintingHand
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails

_SLIP = 4
"""Logical pixels a press may move and still be a click."""

_NEAR = 5
"""Logical pixels from a mark's line at which a click means the mark."""

_GRIP = 12
"""Logical pixels on either side of the wipe's edge that take hold of it."""

_NOTCH = 120
"""Eighths of a degree that a notch of a wheel turns, as Qt counts."""


class Canvas(PaintingHand):
    """The viewer with mouse, wheel, keys and the tools for marks.

    Signals:
        pointed(tuple | None): the places of A and of B under the cursor, in shares of their sizes.
        measured(Spot | None): an area is to be averaged, in shares of the photo; or no longer.
    """

    pointed = Signal(object)
    measured = Signal(object)

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        super().__init__(session, frames, thumbnails)
        self._panning_key = False
        self._turned = 0
        self._press: QPointF | None = None
        self._last: QPointF | None = None
        self._gesture = ""
        self.averaging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        session.current_changed.connect(self._drop_area)

    # --- gestures ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.modifiers = event.modifiers()
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._press = self._last = event.position()
        self._gesture = self._gesture_at(event)

    def _gesture_at(self, event: QMouseEvent) -> str:
        if event.button() == Qt.MouseButton.MiddleButton or self._panning_key:
            return "pan"
        if self.tool_up:
            self.press_tool(event.position())
            return "mark"
        box = self.navigator()
        if box is not None and box.contains(self.device(event.position())):
            self._navigate(event.position())
            return "navigate"
        if self._on_wipe(event.position()):
            return "wipe"
        if self.averaging or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return "area"
        return "hold" if self.take_hold(event.position()) else self._plain_gesture(event)

    @staticmethod
    def _plain_gesture(event: QMouseEvent) -> str:
        """On the photo itself: Shift means this pane alone."""
        return "alone" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else "click"

    def _navigate(self, point: QPointF) -> None:
        """Go to the place that the navigator shows at a logical point."""
        if (box := self.navigator()) is not None:
            self.go_to_place(navigator.place_at(box, self.device(point)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Closes what is drawn point by point; elsewhere it is one more press."""
        if not self.close_tool():
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None or self._last is None:
            self._point_out(event.position())
            return
        moved = event.position() - self._last
        if self._gesture in ("mark", "hold"):  # the colours under the hand are read while it draws
            self.pointed.emit(self._places_under(event.position()))
        if self._gesture == "click" and (event.position() - self._press).manhattanLength() > _SLIP:
            self._gesture = "pan"
        if self._gesture == "pan":
            self.pan(moved.x() * self.ratio, moved.y() * self.ratio)
        elif self._gesture == "area":
            self._average(event.position())
        elif self._gesture == "alone":
            self.move_alone(self.device(self._press), moved.x() * self.ratio, moved.y() * self.ratio)
        elif self._gesture == "wipe":
            point = self.device(event.position())
            self.set_wipe(view_steps.wipe_at(self._session.view, self.viewport(), (point.x(), point.y())))
        elif self._gesture == "navigate":
            self._navigate(event.position())
        elif self._gesture == "mark":
            self.drag_tool(event.position())
        elif self._gesture == "hold":
            self.drag_held(self._press, event.position())
        self._last = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, gesture = self._press, self._gesture
        self._press = self._last = None
        if press is None:
            return
        moved = (event.position() - press).manhattanLength() > _SLIP
        if gesture == "area" and not moved:
            self.set_area(None)
        if gesture == "click" or (gesture == "hold" and not moved):
            self.let_go()
            self._click(event.position())
        elif gesture == "hold":
            self.keep_held()
        elif gesture == "mark":
            self.release_tool(moved=moved)

    def _average(self, point: QPointF) -> None:
        """The area between the press and a logical point, of what is under the press."""
        assert self._press is not None
        ends = [self.places_at(self.device(p)) for p in (self._press, point)]
        if all(ends):
            self.set_area(Spot.between(ends[0]["b"], ends[1]["b"]))

    def set_area(self, area: Spot | None) -> None:
        """Average an area of the photo, or read the pixel under the cursor again."""
        self.area = area
        self.measured.emit(area)
        self.update()

    def _drop_area(self) -> None:
        """Another photo came."""
        self.set_area(None)

    def set_averaging(self, on: bool) -> None:
        """While it is on, a drag averages an area instead of panning."""
        self.averaging = on
        self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def spot(self) -> Spot | None:
        """What a sampler would be pinned to: the area, else the pixel under the cursor."""
        at = self._cursor()
        places = self.places_at(at) if at is not None else {}
        return self.area or (Spot(*places["b"]) if places else None)

    def _click(self, point: QPointF) -> None:
        """On the line of a mark: select it. Elsewhere: 100 % there, and back."""
        plan, spot = self.drawn(), self.device(point)
        near = _NEAR * self.ratio
        mark = self._scene.mark_at(plan, spot.x(), spot.y(), near) if plan and not self._bare else None
        if mark or self._session.selected_mark:
            self._session.select_mark(mark)
            return
        self.toggle_zoom(spot)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)
        self.update()

    def _places_under(self, point: QPointF) -> tuple[Place, Place] | None:
        """The place of A and that of B at a logical point; nothing beside the photo."""
        places = self.places_at(self.device(point))
        return (places["a"], places["b"]) if places else None

    def _point_out(self, point: QPointF) -> None:
        self.pointed.emit(self._places_under(point))
        if self._power:
            self.update()
        if self.tool_up:
            self.hover_tool(point)
        if self.tool_up or self._panning_key or self.averaging:
            return
        over = self._on_wipe(point)
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def _on_wipe(self, point: QPointF) -> bool:
        """Whether a logical point takes hold of the wipe's edge."""
        if self._session.view.mode != "wipe":
            return False
        cut, spot = viewplan.wipe_cut(self._session.view, self.viewport()), self.device(point)
        return abs(cut.across * spot.x() + cut.down * spot.y() - cut.reach) <= _GRIP * self.ratio

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One step of zoom for each notch of a wheel; a touchpad turns in small parts of one."""
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= _NOTCH:
            closer = self._turned > 0
            self._turned -= _NOTCH if closer else -_NOTCH
            spot = self.device(event.position())
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.zoom_alone(spot, closer=closer)
            else:
                self.zoom_step(closer=closer, at=spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_pan(True)
        elif not self.tool_key(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_pan(False)
        elif not self.tool_key_up(event):
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is held is let go here: its release goes to whoever has the focus then."""
        super().focusOutEvent(event)
        self.hold_before(False)
        self.hide_overlays(False)
        if self._panning_key:
            self._hold_pan(False)

    def _hold_pan(self, held: bool) -> None:
        self._panning_key = held
        self.setCursor(Qt.CursorShape.OpenHandCursor if held else Qt.CursorShape.ArrowCursor)
