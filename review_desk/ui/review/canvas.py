"""The canvas: the photo, compared, at the pixel. It draws plans and turns gestures into wishes.

Everything inside is in device pixels; Qt's logical points are converted at the edge (`_device`).
"""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from review_desk.domain import viewplan
from review_desk.domain.annotation import Annotation, Rectangle
from review_desk.domain.photo import Version
from review_desk.domain.viewplan import DrawPlan, Pane, Side, Size
from review_desk.ui import tokens
from review_desk.ui.review.frames import NEXT, Frames
from review_desk.ui.review.scene import Look, Scene
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


class Canvas(QWidget):
    """Shows the photo of the session by its view.

    Signals:
        marked(Rectangle): a rectangle was drawn, in pixels of version B.
        pointed(tuple | None): the place of the photo under the cursor, in shares of its size.
        tool_changed(bool): the rectangle tool was taken up or put down.
    """

    marked = Signal(object)
    pointed = Signal(object)
    tool_changed = Signal(bool)

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session, self._frames = session, frames
        self._scene = Scene(session, frames, thumbnails)
        self._surround = 0
        self._bare = False
        self._held_before = False
        self._panning_key = False
        self._turned = 0
        self._press: QPointF | None = None
        self._last: QPointF | None = None
        self._gesture = ""
        self._tool = False
        self._draft: Rectangle | None = None
        self.information = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setAccessibleName("Photo")
        self._idle = QTimer(self, singleShot=True, interval=30)
        self._connect()

    def _connect(self) -> None:
        self._session.current_changed.connect(self._on_session_current_changed)
        self._session.view_changed.connect(self.update)
        self._session.around_changed.connect(self.update)
        self._session.list_changed.connect(self.update)
        self._frames.arrived.connect(self._on_frames_arrived)
        self._scene.figures.arrived.connect(self.update)
        self._idle.timeout.connect(self._prepare)

    # --- what there is -----------------------------------------------------------------------------------

    @property
    def ratio(self) -> float:
        """Device pixels to a logical one."""
        return self.devicePixelRatioF()

    def viewport(self) -> Size:
        """The canvas in device pixels."""
        return Size(max(1, round(self.width() * self.ratio)), max(1, round(self.height() * self.ratio)))

    def sizes(self) -> dict[Side, Size] | None:
        """Both sides' pixel sizes; nothing without a photo."""
        a, b = self._session.version("a"), self._session.version("b")
        return {"a": Size(a.width, a.height), "b": Size(b.width, b.height)} if a and b else None

    def drawn(self) -> DrawPlan | None:
        """The plan in force now."""
        sizes = self.sizes()
        if sizes is None:
            return None
        view = self._session.view
        if self._held_before and view.mode != "side":
            view = replace(view, mode="toggle", showing="a")
        return viewplan.plan(view, a=sizes["a"], b=sizes["b"], viewport=self.viewport())

    # --- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(1 / self.ratio, 1 / self.ratio)
        self._scene.paint(painter, self.drawn(), self._look())
        painter.end()
        self._idle.start()

    def _look(self) -> Look:
        return Look(
            self.viewport(), self.ratio, self.surround, self.information, self._bare, self._draft, self._tool
        )

    @property
    def surround(self) -> str:
        """The neutral grey around the photo."""
        return tokens.SURROUNDS[self._surround]

    @property
    def surround_step(self) -> int:
        """Which of the four surrounds is on."""
        return self._surround

    def set_surround(self, step: int) -> None:
        """Choose the surround: 0 is L* 50, 3 is black."""
        self._surround = step % len(tokens.SURROUNDS)
        self.update()

    # --- having things ready -----------------------------------------------------------------------------

    def _on_session_current_changed(self) -> None:
        self._draft = None
        self.set_tool(False)
        photos = [p for p in (self._session.current, *self._session.ahead(2)) if p]
        self._frames.keep_only(v for p in photos for v in p.versions)
        self.update()

    def _on_frames_arrived(self, sha256: str) -> None:
        shown = [v.sha256 for side in ("a", "b") if (v := self._session.version(side))]
        if sha256 in shown:
            self.update()

    def _prepare(self) -> None:
        """In a quiet moment: the other side of this photo, then the next photos at the level in use."""
        plan = self.drawn()
        if plan is None:
            return
        for side in ("a", "b"):
            if version := self._session.version(side):
                self._prepare_side(plan, side, version)
        for photo in self._session.ahead(2):
            for version in {v.number: v for v in (photo.latest, photo.original)}.values():
                self._frames.want(version, self._level(version), NEXT)

    def _prepare_side(self, plan: DrawPlan, side: Side, version: Version) -> None:
        """Have the side that is not on screen rendered too, so that a toggle is one copy."""
        pane = self._pane_of(plan, side)
        self._frames.want(version, pane.level, NEXT)
        if plan.view.mode in ("single", "toggle"):
            self._scene.prepare(version, pane, self.surround)

    def _pane_of(self, plan: DrawPlan, side: Side) -> Pane:
        sizes = self.sizes()
        assert sizes is not None
        for pane in plan.panes:
            if pane.side == side:
                return pane
        other = viewplan.plan(
            replace(plan.view, showing=side), a=sizes["a"], b=sizes["b"], viewport=self.viewport()
        )
        return other.panes[0]

    def _level(self, version: Version) -> int:
        size = Size(version.width, version.height)
        return viewplan.plan(self._session.view, a=size, b=size, viewport=self.viewport()).panes[0].level

    # --- wishes ------------------------------------------------------------------------------------------

    def zoom_to(self, zoom: float | None, at: QPointF | None = None) -> None:
        """Zoom, keeping the place under `at` (device pixels; the middle when left out)."""
        plan, sizes = self.drawn(), self.sizes()
        if plan is None or sizes is None:
            return
        point = (at.x(), at.y()) if at else plan.panes[-1].pane.centre
        self._session.set_view(viewplan.zoomed_at(self._session.view, plan, zoom, point, sizes))

    def toggle_zoom(self, at: QPointF | None = None) -> None:
        """Fit to 100 % at a point and back."""
        self.zoom_to(1.0 if self._session.view.zoom is None else None, at if at else self._cursor())

    def zoom_step(self, *, closer: bool, at: QPointF | None = None) -> None:
        """One step in or out."""
        if plan := self.drawn():
            self.zoom_to(viewplan.next_zoom(plan.zoom, closer=closer), at)

    def zoom_percent(self) -> float | None:
        """The zoom in force, in percent; nothing without a photo."""
        plan = self.drawn()
        return plan.zoom * 100 if plan else None

    def difference_words(self) -> str:
        """What the difference says of itself: its gain and its figures."""
        plan = self.drawn()
        return self._scene.difference_words(plan) if plan else ""

    def hold_before(self, held: bool) -> None:
        """Show version A while a key is held."""
        self._held_before = held
        self.update()

    def hide_overlays(self, hidden: bool) -> None:
        """Hide every mark and label while a key is held."""
        self._bare = hidden
        self.update()

    @property
    def tool_up(self) -> bool:
        """Whether the rectangle tool is in hand."""
        return self._tool

    def set_tool(self, on: bool) -> None:
        """Take up the rectangle tool, with a proposal in the middle of what is seen, or put it down."""
        if on != self._tool:
            self._tool = on
            self._draft = self._proposal() if on else None
            self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)
            self.tool_changed.emit(on)
        self.update()

    def _proposal(self) -> Rectangle | None:
        plan, version = self.drawn(), self._session.version("b")
        if plan is None or version is None:
            return None
        size, pane = Size(version.width, version.height), plan.panes[-1]
        middle = viewplan.settled_centre(plan, {"a": size, "b": size})
        width = min(version.width, pane.pane.width / pane.scale) / 4
        height = min(version.height, pane.pane.height / pane.scale) / 4
        return Rectangle(
            middle[0] * version.width - width / 2, middle[1] * version.height - height / 2, width, height
        )

    # --- gestures ----------------------------------------------------------------------------------------

    def _device(self, point: QPointF) -> QPointF:
        return point * self.ratio

    def _cursor(self) -> QPointF | None:
        point = self.mapFromGlobal(self.cursor().pos())
        return self._device(QPointF(point)) if self.rect().contains(point) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._press = self._last = event.position()
        self._gesture = self._gesture_at(event)

    def _gesture_at(self, event: QMouseEvent) -> str:
        if event.button() == Qt.MouseButton.MiddleButton or self._panning_key:
            return "pan"
        if self._tool:
            return "mark"
        if self._on_wipe(event.position()):
            return "wipe"
        return "click"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None or self._last is None:
            self._point_out(event.position())
            return
        moved = event.position() - self._last
        if self._gesture == "click" and (event.position() - self._press).manhattanLength() > _SLIP:
            self._gesture = "pan"
        if self._gesture == "pan":
            self._pan(moved.x() * self.ratio, moved.y() * self.ratio)
        elif self._gesture == "wipe":
            point = self._device(event.position())
            self.set_wipe(viewplan.wipe_at(self._session.view, self.viewport(), (point.x(), point.y())))
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
        plan, spot = self.drawn(), self._device(point)
        near = _NEAR * self.ratio
        mark = self._scene.mark_at(plan, spot.x(), spot.y(), near) if plan and not self._bare else None
        if mark or self._session.selected_mark:
            self._session.select_mark(mark)
            return
        self.toggle_zoom(spot)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _place_under(self, point: QPointF) -> tuple[float, float] | None:
        """The place of the photo at a logical point; nothing beside the photo."""
        plan, sizes, spot = self.drawn(), self.sizes(), self._device(point)
        pane = plan.pane_at(spot.x(), spot.y()) if plan else None
        if pane is None or sizes is None:
            return None
        place = pane.place_at(spot.x(), spot.y(), sizes[pane.side])
        return place if all(0 <= share < 1 for share in place) else None

    def _point_out(self, point: QPointF) -> None:
        self.pointed.emit(self._place_under(point))
        if self._tool or self._panning_key:
            return
        over = self._on_wipe(point)
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def _pan(self, dx: float, dy: float) -> None:
        plan, sizes = self.drawn(), self.sizes()
        if plan and sizes and self._session.view.zoom is not None:
            self._session.set_view(viewplan.panned(self._session.view, plan, dx, dy, sizes))

    def _on_wipe(self, point: QPointF) -> bool:
        """Whether a logical point takes hold of the wipe's edge."""
        if self._session.view.mode != "wipe":
            return False
        cut, spot = viewplan.wipe_cut(self._session.view, self.viewport()), self._device(point)
        return abs(cut.across * spot.x() + cut.down * spot.y() - cut.reach) <= _GRIP * self.ratio

    def set_wipe(self, share: float) -> None:
        """Move the wipe's edge to a share of the way across."""
        self._session.set_view(replace(self._session.view, wipe=min(0.98, max(0.02, share))))

    def pan_step(self, across: int, down: int) -> None:
        """Pan by an eighth of the canvas."""
        size = self.viewport()
        self._pan(-across * size.width / 8, -down * size.height / 8)

    def _stretch(self, point: QPointF) -> None:
        assert self._press is not None
        corners = [self._image_point(self._device(p)) for p in (self._press, point)]
        if corners[0] and corners[1]:
            self._draft = Rectangle.between(corners[0], corners[1])
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
        draft, self._press = self._draft, None
        self.set_tool(False)
        if draft is not None:
            self._draft = draft
            self.marked.emit(draft)

    def drop_draft(self) -> None:
        """The rectangle was stored, or left."""
        self._draft = None
        self.update()

    def draft_on_right(self) -> bool:
        """Whether the rectangle lies in the right half of the canvas."""
        plan, version = self.drawn(), self._session.version("b")
        if plan is None or version is None or self._draft is None:
            return False
        box = self._scene.box(Annotation("", "", version.number, self._draft), plan.panes[-1])
        return bool(box.center().x() > self.viewport().width / 2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One step of zoom for each notch of a wheel; a touchpad turns in small parts of one."""
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= _NOTCH:
            closer = self._turned > 0
            self._turned -= _NOTCH if closer else -_NOTCH
            self.zoom_step(closer=closer, at=self._device(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_pan(True)
        elif not (self._tool and self._tool_key(event)):
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
        if self._tool and override and isinstance(event, QKeyEvent) and event.key() in _TOOL_KEYS:
            event.accept()
            return True
        return super().event(event)

    def _tool_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish_mark()
            return True
        if event.key() not in _ARROWS or self._draft is None:
            return False
        across, down = _ARROWS[event.key()]  # type: ignore[index]
        self._nudge(across, down, resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def _nudge(self, across: int, down: int, *, resize: bool) -> None:
        plan, draft = self.drawn(), self._draft
        if plan is None or draft is None:
            return
        step = max(1.0, 24 * self.ratio / plan.zoom)
        if resize:
            size = {
                "width": max(3, draft.width + across * step),
                "height": max(3, draft.height + down * step),
            }
            self._draft = replace(draft, **size)
        else:
            self._draft = replace(draft, x=draft.x + across * step, y=draft.y + down * step)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._session.view_changed.emit()


_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOOL_KEYS = {*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter}
