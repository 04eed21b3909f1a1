"""The viewer: the photo, compared, at the pixel. It shows what the session wants seen.

Everything inside is in device pixels; Qt's logical points are converted at the edge (`device`).
"""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from review_desk.domain import viewplan
from review_desk.domain.annotation import Rectangle
from review_desk.domain.photo import Version
from review_desk.domain.viewplan import DrawPlan, Pane, Side, Size
from review_desk.ui import tokens
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.scene import Look, Scene
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails


class Viewer(QWidget):
    """Shows the photo of the session by its view; how it is looked at can be changed by its verbs.

    Attributes:
        information: what stands in the corners: 0 nothing, 1 short, 2 full.
        draft: a rectangle being drawn, in pixels of version B. drawing: whether the tool is in hand.
    """

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session, self._frames = session, frames
        self._scene = Scene(session, frames, thumbnails)
        self._surround = 0
        self._bare = self._held_before = False
        self.information = 1
        self.draft: Rectangle | None = None
        self.drawing = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName("Photo")
        self._idle = QTimer(self, singleShot=True, interval=30)
        self._listen()

    def _listen(self) -> None:
        self._session.current_changed.connect(self._on_session_current_changed)
        self._session.view_changed.connect(self.update)
        self._session.around_changed.connect(self.update)
        self._session.list_changed.connect(self.update)
        self._frames.arrived.connect(self._on_frames_arrived)
        self._scene.figures.arrived.connect(self.update)
        self._scene.live.arrived.connect(self.update)
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

    def first_pixels(self) -> tuple[str, int]:
        """The file of the photo on screen, and the level it is drawn from."""
        plan = self.drawn()
        if plan is None or (version := self._session.version(plan.panes[-1].side)) is None:
            return "", 0
        return version.file, self._frames.level_of(version, plan.panes[-1].level)

    # --- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(1 / self.ratio, 1 / self.ratio)
        self._scene.paint(painter, self.drawn(), self._look())
        painter.end()
        self._idle.start()

    def _look(self) -> Look:
        return Look(
            self.viewport(), self.ratio, self.surround, self.information, self._bare, self.draft, self.drawing
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
        current, ahead = self._session.current, self._session.ahead(2)
        soon = [version for photo in ahead for version in photo.versions]
        self._frames.keep_only(current.versions if current else (), soon)
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
        panes = {side: self._pane_of(plan, side) for side in self._session.sides}
        shown = [(self._session.version(side), pane) for side, pane in panes.items()]
        wishes = [(version, pane.level) for version, pane in shown if version]
        for photo in self._session.ahead(2):
            wishes += [(version, self._level(version)) for version in (photo.latest, photo.original)]
        self._frames.have_ready(wishes, plain=self._scene.measures)
        if plan.view.mode in ("single", "toggle"):  # so that a toggle is one copy
            for version, pane in shown:
                if version:
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

    def set_wipe(self, share: float) -> None:
        """Move the wipe's edge to a share of the way across."""
        self._session.set_view(replace(self._session.view, wipe=min(0.98, max(0.02, share))))

    def pan_step(self, across: int, down: int) -> None:
        """Pan by an eighth of the canvas."""
        size = self.viewport()
        self.pan(-across * size.width / 8, -down * size.height / 8)

    def pan(self, dx: float, dy: float) -> None:
        """Move the photo by so many device pixels."""
        plan, sizes = self.drawn(), self.sizes()
        if plan and sizes and self._session.view.zoom is not None:
            self._session.set_view(viewplan.panned(self._session.view, plan, dx, dy, sizes))

    def navigator(self) -> QRectF | None:
        """Where the navigator stands, in device pixels, if it is shown."""
        plan = self.drawn()
        return self._scene.navigator(plan, self._look()) if plan else None

    def go_to_place(self, place: tuple[float, float]) -> None:
        """Bring a place of the photo into the middle."""
        self._session.set_view(replace(self._session.view, centre=place))

    def device(self, point: QPointF) -> QPointF:
        """A logical point in device pixels."""
        return point * self.ratio

    def _cursor(self) -> QPointF | None:
        """Where the mouse is, in device pixels, if it is over the canvas."""
        point = self.mapFromGlobal(self.cursor().pos())
        return self.device(QPointF(point)) if self.rect().contains(point) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._session.view_changed.emit()
