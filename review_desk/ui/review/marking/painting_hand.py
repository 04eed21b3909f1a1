"""The hand that paints: the brush by mouse, pen and keys."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPointingDevice, QTabletEvent

from review_desk.domain import view_steps
from review_desk.domain.annotation import Annotation
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Point
from review_desk.domain.tip import Tip
from review_desk.domain.viewplan import Size
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.marking.hand import ARROWS, STEP, MarkingHand
from review_desk.ui.review.marking.tools import ToolName
from review_desk.ui.review.marking.washes import InHand
from review_desk.ui.review.scene import Look
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from review_desk.ui.review.marking.brushwork import Brushwork

_HINT = "[ ] size   Shift+[ ] hardness   B or Alt erases   Shift+arrows paint   Enter when done"


class PaintingHand(MarkingHand):
    """The viewer with the brush beside the tools for shapes.

    Attributes:
        modifiers: the keys that were held when the button went down: a stroke ends as it began.

    Signals:
        painted(str): the brush was put down, and the mark of this id says nothing yet.
    """

    painted = Signal(str)

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        super().__init__(session, frames, thumbnails)
        self._brush: Brushwork | None = None
        self._tip: Tip | None = None
        self._tip_at: Point | None = None
        self._pressure, self._eraser = 1.0, False
        self.modifiers = Qt.KeyboardModifier.NoModifier
        session.view_changed.connect(self._on_session_view_changed)

    def _on_session_view_changed(self) -> None:
        """Another version came to be judged: what was being painted belongs to the one before."""
        if self._brush and self._session.version("b") != self._brush.version:
            self.set_tool(None)

    # --- taking it up ------------------------------------------------------------------------------------

    @property
    def tool_up(self) -> bool:
        return self.brush_up or super().tool_up

    @property
    def brush_up(self) -> bool:
        """Whether the brush is in hand."""
        return self._brush is not None

    def set_tool(self, name: ToolName | None) -> None:
        """The brush too; taken up once more it erases, and then paints again."""
        if name == "brush" and self._brush and self._tip:
            self._wield(replace(self._tip, erases=not self._tip.erases))
            return
        super().set_tool(None if name == "brush" else name)
        self._brush, self._tip_at = None, None
        if name == "brush":
            self._take_brush()

    def _take_brush(self) -> None:
        """Paint on the selected mark, where it was painted; or else a new one."""
        if self._session.only_tried():
            return
        version, mark = self._session.version("b"), self._session.mark
        if version is None or self._session.current is None or version.photo != self._session.current.id:
            return
        painted = mark is not None and isinstance(mark.shape, Brush) and mark.version == version.number
        if mark and painted and mark.locked:
            self._session.refused.emit("This mark is locked. Unlock it first.")
            return
        from review_desk.ui.review.marking.brushwork import Brushwork  # arrays: not before they are needed

        self._brush = Brushwork(self._session, version, mark if painted else None)
        self._brush.changed.connect(self._on_brush_changed)
        self._wield(replace(self._tip or Tip.for_photo(version.width, version.height), erases=False))
        cursor = self._cursor()
        self._move_tip(self._brush_point(cursor / self.ratio) if cursor is not None else None)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.tool_changed.emit("brush")

    def _wield(self, tip: Tip) -> None:
        self._tip, self.hint = tip, f"{tip.in_words}   {_HINT}"
        self.update()

    def resize_tip(self, *, larger: bool) -> None:
        """A step larger or smaller."""
        if self._brush and self._tip:
            self._wield(self._tip.resized(larger=larger))

    def harden_tip(self, *, harder: bool) -> None:
        """A step harder or softer."""
        if self._brush and self._tip:
            self._wield(self._tip.hardened(harder=harder))

    def _now(self) -> Tip:
        """The tip as it is held this moment."""
        assert self._tip is not None
        turned = self._eraser or bool(self.modifiers & Qt.KeyboardModifier.AltModifier)
        return replace(self._tip, erases=self._tip.erases != turned).pressed(self._pressure)

    # --- by mouse and pen --------------------------------------------------------------------------------

    def press_tool(self, point: QPointF) -> None:
        if self._brush is None:
            super().press_tool(point)
        elif at := self._brush_point(point):
            self._brush.press(at, self._now())
            self._move_tip(at)

    def drag_tool(self, point: QPointF) -> None:
        if self._brush is None:
            super().drag_tool(point)
        elif at := self._brush_point(point):
            self._brush.drag(at, self._now())
            self._move_tip(at)

    def hover_tool(self, point: QPointF) -> None:
        if self._brush is None:
            super().hover_tool(point)
        else:
            self._move_tip(self._brush_point(point))

    def release_tool(self, *, moved: bool) -> None:
        if self._brush is None:
            super().release_tool(moved=moved)
        else:
            self._brush.release()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen presses harder or lighter; its other end erases."""
        if self._brush is None:
            event.ignore()  # Qt makes a mouse of it
            return
        self._pressure = event.pressure()
        self._eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
        if event.type() == QTabletEvent.Type.TabletPress:
            self.modifiers = event.modifiers()
            self.press_tool(event.position())
        elif event.type() == QTabletEvent.Type.TabletMove:
            (self.drag_tool if event.buttons() else self.hover_tool)(event.position())
        else:
            self._brush.release()
            self._pressure, self._eraser = 1.0, False
        event.accept()

    def _brush_point(self, point: QPointF) -> Point | None:
        """`point_img` on the version painted on, beside the photo too: the tip is wider than its middle."""
        return self._image_point(point, beside=True)

    # --- by keys -----------------------------------------------------------------------------------------

    def tool_key(self, event: QKeyEvent) -> bool:
        if self._brush is None or event.key() not in ARROWS:
            if self._brush is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._brush.when_settled(self._put_down)
                return True
            return super().tool_key(event)
        across, down = ARROWS[event.key()]  # type: ignore[index]
        self._step_tip(across, down, paint=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def tool_key_up(self, event: QKeyEvent) -> bool:
        """A key was let go: a stroke by the arrows ends. Returns whether it was one's."""
        if self._brush is None or event.key() not in ARROWS or event.isAutoRepeat():
            return False
        self._brush.release()
        return True

    def _step_tip(self, across: int, down: int, *, paint: bool) -> None:
        plan, brush = self.drawn(), self._brush
        if plan is None or brush is None:
            return
        step = max(1.0, STEP * self.ratio / plan.zoom)
        here = self._tip_at or self._seen_middle()
        size = brush.version
        there = (
            min(max(here[0] + across * step, 0.0), float(size.width)),
            min(max(here[1] + down * step, 0.0), float(size.height)),
        )
        if paint:
            brush.press(here, self._now())
            brush.drag(there, self._now())
        self._move_tip(there)
        x, y = plan.panes[-1].point_at(
            (there[0] / size.width, there[1] / size.height), Size(size.width, size.height)
        )
        if not plan.panes[-1].clip.contains(x, y):
            self.go_to_place((there[0] / size.width, there[1] / size.height))

    def _seen_middle(self) -> Point:
        """The middle of what is seen of the version painted on."""
        plan, brush = self.drawn(), self._brush
        assert plan is not None
        assert brush is not None
        size = Size(brush.version.width, brush.version.height)
        across, down = view_steps.settled_centre(plan, {"a": size, "b": size})
        return across * size.width, down * size.height

    def _put_down(self) -> None:
        """Ask what is wrong there where the mark does not say so yet; it stays in view until then."""
        mark = self._brush.annotation if self._brush else None
        self.set_tool(None)
        if mark and not mark.tags and not mark.note:
            self.draft = mark
            self.painted.emit(mark.id)

    # --- what is seen ------------------------------------------------------------------------------------

    def _look(self) -> Look:
        look = super()._look()
        if self._brush is None or self._tip is None:
            return look
        hand = InHand(
            self._brush.mark, self._brush.version.number, self._brush.image, self._tip, self._tip_at
        )
        return replace(look, in_hand=hand)

    def _move_tip(self, at: Point | None) -> None:
        before, self._tip_at = self._tip_at, at
        for point in filter(None, (before, at)):
            assert self._tip is not None
            far = self._tip.radius + 1
            self._on_brush_changed((point[0] - far, point[1] - far, point[0] + far, point[1] + far))

    def _on_brush_changed(self, box: tuple[float, float, float, float]) -> None:
        """Paint again what lies over a box of the version, and no more of the canvas than that."""
        plan, brush = self.drawn(), self._brush
        if plan is None or brush is None:
            return
        part = QRectF(QPointF(*box[:2]), QPointF(*box[2:]))
        own = Annotation("", brush.version.photo, brush.version.number, Brush.within((0, 0, 1, 1)))
        for pane in plan.panes:
            seen = self._scene.transform(own, pane).mapRect(part)
            rim = 4 + 12 * self.ratio
            logical = QRectF(seen.topLeft() / self.ratio, seen.size() / self.ratio)
            self.update(logical.adjusted(-rim, -rim, rim, rim).toAlignedRect())
