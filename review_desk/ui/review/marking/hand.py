"""The hand that marks: tools taken up and put down, marks moved and their points dragged."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent

from review_desk.domain import view_steps
from review_desk.domain.annotation import Annotation
from review_desk.domain.shapes.point import Bounds, Point
from review_desk.domain.shapes.shape import Shape
from review_desk.domain.viewplan import Pane, Size
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.marking import painting
from review_desk.ui.review.marking.tools import TOOLS, Tool, ToolName
from review_desk.ui.review.viewer import Viewer
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails

_NEAR = 6
"""Logical pixels by which a hand may miss a grip, a line or the first point."""

STEP = 24
"""Logical pixels that an arrow key moves by."""

_HELD_HINT = "Move the mark with the arrows (Shift: its size) and press Enter. Esc leaves it as it was."


class MarkingHand(Viewer):
    """The viewer with tools for marks.

    Signals:
        marked(Shape): a shape was drawn, in pixels of version B.
        tool_changed(str): a tool was taken up, by name, or put down: “”.
    """

    marked = Signal(object)
    tool_changed = Signal(str)

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        super().__init__(session, frames, thumbnails)
        self._tool: Tool | None = None
        self._by_keys = False
        self._change: Callable[[Point], Shape] | None = None
        session.current_changed.connect(self._leave_marking)
        session.around_changed.connect(self._on_session_around_changed)
        session.refused.connect(self._on_session_refused)

    def _leave_marking(self) -> None:
        """Another photo came: what was being drawn belonged to the one before."""
        self.draft = self.held = None
        self.set_tool(None)

    def _on_session_around_changed(self) -> None:
        self.let_go()

    def _on_session_refused(self, _: str) -> None:
        self.let_go()

    # --- the tools ---------------------------------------------------------------------------------------

    @property
    def tool_up(self) -> bool:
        """Whether a tool is in hand, or a mark by the keys."""
        return self._tool is not None or self._by_keys

    def set_tool(self, name: ToolName | None) -> None:
        """Take up a tool, with a proposal in the middle of what is seen; or put down what is in hand."""
        if name or self.tool_up:
            self._tool, self._by_keys = TOOLS[name]() if name else None, False
            self.draft = self.held = None
            self.hint = self._tool.hint if self._tool else ""
            if self._tool and (bounds := self._middle()):
                self._tool.propose(bounds)
                self._show_draft()
            self.setCursor(Qt.CursorShape.CrossCursor if self._tool else Qt.CursorShape.ArrowCursor)
            self.tool_changed.emit(name or "")
        self.update()

    def _middle(self) -> Bounds | None:
        """A quarter of what is seen of version B, around its middle, in image pixels."""
        plan, version = self.drawn(), self._session.version("b")
        if plan is None or version is None:
            return None
        size, pane = Size(version.width, version.height), plan.panes[-1]
        middle = view_steps.settled_centre(plan, {"a": size, "b": size})
        x, y = middle[0] * version.width, middle[1] * version.height
        width = min(version.width, pane.pane.width / pane.scale) / 8
        height = min(version.height, pane.pane.height / pane.scale) / 8
        return x - width, y - height, x + width, y + height

    def press_tool(self, point: QPointF) -> None:
        """The button went down at a logical point."""
        if self._tool and (at := self._image_point(point)):
            self._tool.near = self._near()
            closed = self._tool.press(at)
            self._show_draft()
            if closed:
                self._finish()

    def drag_tool(self, point: QPointF) -> None:
        """The hand moved with the button down."""
        if self._tool and (at := self._image_point(point)):
            self._tool.drag(at)
            self._show_draft()

    def hover_tool(self, point: QPointF) -> None:
        """The hand moved with the button up."""
        if self._tool and (at := self._image_point(point)):
            self._tool.hover(at)
            self._show_draft()

    def release_tool(self, *, moved: bool) -> None:
        """The button went up."""
        ends = self._tool.ends if self._tool else "closing"
        if ends == "release" or (ends == "drag" and moved):
            self._finish()

    def close_tool(self) -> bool:
        """Close what is drawn point by point. Returns whether there is such a thing."""
        if self._tool is None or self._tool.ends != "closing":
            return False
        self._finish()
        return True

    def _show_draft(self) -> None:
        version = self._session.version("b")
        if self._tool and version:
            shape = self._tool.draft
            self.draft = Annotation("", "", version.number, shape) if shape else None
            self.update()

    def _finish(self) -> None:
        """Ask what is wrong there; the shape stays in view until that is answered."""
        shape = self._tool.whole() if self._tool else None
        if shape is None:
            return
        draft = self.draft
        self.set_tool(None)
        if draft is not None:
            self.draft = replace(draft, shape=shape)
            self.marked.emit(shape)

    def drop_draft(self) -> None:
        """The shape was stored, or left."""
        self.draft = None
        self.update()

    def draft_on_right(self) -> bool:
        """Whether the shape lies in the right half of the canvas."""
        plan = self.drawn()
        if plan is None or self.draft is None:
            return False
        box = painting.box(self.draft.shape, self._scene.transform(self.draft, plan.panes[-1]))
        return bool(box.center().x() > self.viewport().width / 2)

    # --- marks in hand -----------------------------------------------------------------------------------

    def take_hold(self, point: QPointF) -> bool:
        """Take hold of the selected mark at a logical point: of a grip, or of its line. Returns whether."""
        mark, pane = self._selected(), self._pane_at(point)
        if mark is None or mark.locked or pane is None or self._bare:
            return False
        transform, spot = self._scene.transform(mark, pane), self.device(point)
        near, shape = _NEAR * self.ratio, mark.shape
        far = [(transform.map(QPointF(*grip)) - spot).manhattanLength() for grip in shape.grips()]
        number = min(range(len(far)), key=far.__getitem__)
        if far[number] <= 1.5 * near:
            self._change = lambda to: shape.with_grip(number, to)
        elif painting.touches(shape, transform, spot, near):
            start = self._image_point(point, mark)
            assert start is not None
            self._change = lambda to: shape.moved(to[0] - start[0], to[1] - start[1])
        else:
            return False
        self.held = mark
        return True

    def drag_held(self, press: QPointF, point: QPointF) -> None:
        """Bring what is held to a logical point, once the hand left the place of the press."""
        if self.held and self._change and point != press and (at := self._image_point(point, self.held)):
            self.held = replace(self.held, shape=self._change(at))
            self.update()

    def keep_held(self) -> None:
        """Store the mark as the hand has it; it stays in view so until that is done."""
        if self.held:
            self._session.reshape_mark(self.held.id, self.held.shape)

    def let_go(self) -> None:
        """Show the marks as they are stored."""
        if not self._by_keys:
            self.held = self._change = None
        self.update()

    def hold_selected(self) -> None:
        """Take the selected mark in hand, for the arrow keys."""
        mark = self._selected()
        if mark and not mark.locked:
            self.set_tool(None)
            self.held, self._by_keys, self.hint = mark, True, _HELD_HINT
            self.update()

    def _selected(self) -> Annotation | None:
        chosen = self._session.selected_mark
        return next((mark for mark in self._session.annotations if mark.id == chosen), None)

    # --- places ------------------------------------------------------------------------------------------

    def _near(self) -> float:
        """`_NEAR` in image pixels of version B."""
        plan = self.drawn()
        return _NEAR * self.ratio / plan.zoom if plan else float(_NEAR)

    def _pane_at(self, point: QPointF) -> Pane | None:
        plan, spot = self.drawn(), self.device(point)
        return (plan.pane_at(spot.x(), spot.y()) or plan.panes[-1]) if plan else None

    def _image_point(
        self, point: QPointF, mark: Annotation | None = None, *, beside: bool = False
    ) -> Point | None:
        """`point_img` of a logical point, on the version of a mark or on B: in the photo, or `beside` it."""
        pane, photo, judged = self._pane_at(point), self._session.current, self._session.version("b")
        if pane is None or photo is None or judged is None:
            return None
        own, shown = photo.version(mark.version) if mark else judged, self._session.version(pane.side)
        assert shown is not None
        inverse, _ = painting.transform_to(pane, own=own, shown=shown).inverted()
        at = inverse.map(self.device(point))
        if beside:
            return at.x(), at.y()
        return min(max(at.x(), 0.0), float(own.width)), min(max(at.y(), 0.0), float(own.height))

    # --- keys --------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """While a tool is up, the arrows and Enter belong to it and not to the shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and self.tool_up and isinstance(event, QKeyEvent) and event.key() in _TOOL_KEYS:
            event.accept()
            return True
        return super().event(event)

    def tool_key(self, event: QKeyEvent) -> bool:
        """A key for what is in hand. Returns whether it was."""
        if not self.tool_up or event.key() not in _TOOL_KEYS:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Backspace:
            self._step_back()
        else:
            across, down = ARROWS[event.key()]  # type: ignore[index]
            self._nudge(across, down, resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def _enter(self) -> None:
        if self._by_keys:
            self._by_keys, self.hint = False, ""
            self.keep_held()
        else:
            self._finish()

    def _step_back(self) -> None:
        if self._tool:
            self._tool.back()
            self._show_draft()

    def _nudge(self, across: int, down: int, *, resize: bool) -> None:
        plan, mark = self.drawn(), self.held if self._by_keys else self.draft
        if plan is None or mark is None:
            return
        step = max(1.0, STEP * self.ratio / plan.zoom)
        shape = mark.shape.stretched if resize else mark.shape.moved
        self._put(replace(mark, shape=shape(across * step, down * step)))

    def _put(self, mark: Annotation) -> None:
        if self._by_keys:
            self.held = mark
        elif self._tool:
            self.draft, self._tool.draft = mark, mark.shape
        self.update()


ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOOL_KEYS = {*ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace}
