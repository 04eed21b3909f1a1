"""The canvas: the viewer in somebody's hands. It turns gestures into wishes, and draws rectangles."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

from review_desk.domain import view_steps, viewplan
from review_desk.domain.annotation import Annotation, Rectangle
from review_desk.domain.view_steps import Place
from review_desk.domain.viewplan import Size
from review_desk.ui.review import navigator
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.viewer import Viewer
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


class Canvas(Viewer):
    """The viewer with mouse, wheel, keys and the rectangle tool.

    Signals:
        marked(Rectangle): a rectangle was drawn, in pixels of version B.
        pointed(tuple | None): the places of A and of B under the cursor, in shares of their sizes.
        tool_changed(bool): the rectangle tool was taken up or put down.
    """

    marked = Signal(object)
    pointed = Signal(object)
    tool_changed = Signal(bool)

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        super().__init__(session, frames, thumbnails)
        self._panning_key = False
        self._turned = 0
        self._press: QPointF | None = None
        self._last: QPointF | None = None
        self._gesture = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        session.current_changed.connect(self._leave_tool)

    # --- the rectangle tool ------------------------------------------------------------------------------

    def _leave_tool(self) -> None:
        """Another photo came: what was being drawn belonged to the one before."""
        self.draft = None
        self.set_tool(False)

    @property
    def tool_up(self) -> bool:
        """Whether the rectangle tool is in hand."""
        return self.drawing

    def set_tool(self, on: bool) -> None:
        """Take up the rectangle tool, with a proposal in the middle of what is seen, or put it down."""
        if on != self.drawing:
            self.drawing = on
            self.draft = self._proposal() if on else None
            self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)
            self.tool_changed.emit(on)
        self.update()

    def _proposal(self) -> Rectangle | None:
        plan, version = self.drawn(), self._session.version("b")
        if plan is None or version is None:
            return None
        size, pane = Size(version.width, version.height), plan.panes[-1]
        middle = view_steps.settled_centre(plan, {"a": size, "b": size})
        width = min(version.width, pane.pane.width / pane.scale) / 4
        height = min(version.height, pane.pane.height / pane.scale) / 4
        return Rectangle(
            middle[0] * version.width - width / 2, middle[1] * version.height - height / 2, width, height
        )

    # --- gestures ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._press = self._last = event.position()
        self._gesture = self._gesture_at(event)

    def _gesture_at(self, event: QMouseEvent) -> str:
        if event.button() == Qt.MouseButton.MiddleButton or self._panning_key:
            return "pan"
        if self.drawing:
            return "mark"
        box = self.navigator()
        if box is not None and box.contains(self.device(event.position())):
            self._navigate(event.position())
            return "navigate"
        if self._on_wipe(event.position()):
            return "wipe"
        return "alone" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else "click"

    def _navigate(self, point: QPointF) -> None:
        """Go to the place that the navigator shows at a logical point."""
        if (box := self.navigator()) is not None:
            self.go_to_place(navigator.place_at(box, self.device(point)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None or self._last is None:
            self._point_out(event.position())
            return
        moved = event.position() - self._last
        if self._gesture == "click" and (event.position() - self._press).manhattanLength() > _SLIP:
            self._gesture = "pan"
        if self._gesture == "pan":
            self.pan(moved.x() * self.ratio, moved.y() * self.ratio)
        elif self._gesture == "alone":
            self.move_alone(self.device(self._press), moved.x() * self.ratio, moved.y() * self.ratio)
        elif self._gesture == "wipe":
            point = self.device(event.position())
            self.set_wipe(view_steps.wipe_at(self._session.view, self.viewport(), (point.x(), point.y())))
        elif self._gesture == "navigate":
            self._navigate(event.position())
        elif self._gesture == "mark":
            self._stretch(event.position())
        self._last = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, gesture = self._press, self._gesture
        self._press = self._last = None
        if press is None:
            return
        if gesture == "click":
            self._click(event.position())
        elif gesture == "mark" and (event.position() - press).manhattanLength() > _SLIP:
            self._finish_mark()

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
        if self.drawing or self._panning_key:
            return
        over = self._on_wipe(point)
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def _on_wipe(self, point: QPointF) -> bool:
        """Whether a logical point takes hold of the wipe's edge."""
        if self._session.view.mode != "wipe":
            return False
        cut, spot = viewplan.wipe_cut(self._session.view, self.viewport()), self.device(point)
        return abs(cut.across * spot.x() + cut.down * spot.y() - cut.reach) <= _GRIP * self.ratio

    def _stretch(self, point: QPointF) -> None:
        assert self._press is not None
        corners = [self._image_point(self.device(p)) for p in (self._press, point)]
        if corners[0] and corners[1]:
            self.draft = Rectangle.between(corners[0], corners[1])
            self.update()

    def _image_point(self, point: QPointF) -> tuple[float, float] | None:
        """`point_img` on version B of a point in device pixels."""
        plan, version = self.drawn(), self._session.version("b")
        if plan is None or version is None:
            return None
        pane = plan.pane_at(point.x(), point.y()) or plan.panes[-1]
        own = self._session.version(pane.side)
        assert own is not None
        u, v = pane.place_at(point.x(), point.y(), Size(own.width, own.height))
        return min(max(u, 0), 1) * version.width, min(max(v, 0), 1) * version.height

    def _finish_mark(self) -> None:
        """Ask what is wrong there; the rectangle stays in view until that is answered."""
        draft, self._press = self.draft, None
        self.set_tool(False)
        if draft is not None:
            self.draft = draft
            self.marked.emit(draft)

    def drop_draft(self) -> None:
        """The rectangle was stored, or left."""
        self.draft = None
        self.update()

    def draft_on_right(self) -> bool:
        """Whether the rectangle lies in the right half of the canvas."""
        plan, version = self.drawn(), self._session.version("b")
        if plan is None or version is None or self.draft is None:
            return False
        box = self._scene.box(Annotation("", "", version.number, self.draft), plan.panes[-1])
        return bool(box.center().x() > self.viewport().width / 2)

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
        elif not (self.drawing and self._tool_key(event)):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_pan(False)
        else:
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

    def event(self, event: QEvent) -> bool:
        """While the tool is up, the arrows and Enter belong to it and not to the shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if self.drawing and override and isinstance(event, QKeyEvent) and event.key() in _TOOL_KEYS:
            event.accept()
            return True
        return super().event(event)

    def _tool_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish_mark()
            return True
        if event.key() not in _ARROWS or self.draft is None:
            return False
        across, down = _ARROWS[event.key()]  # type: ignore[index]
        self._nudge(across, down, resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def _nudge(self, across: int, down: int, *, resize: bool) -> None:
        plan, draft = self.drawn(), self.draft
        if plan is None or draft is None:
            return
        step = max(1.0, 24 * self.ratio / plan.zoom)
        if resize:
            size = {
                "width": max(3, draft.width + across * step),
                "height": max(3, draft.height + down * step),
            }
            self.draft = replace(draft, **size)
        else:
            self.draft = replace(draft, x=draft.x + across * step, y=draft.y + down * step)
        self.update()


_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOOL_KEYS = {*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter}
