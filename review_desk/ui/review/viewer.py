"""The viewer: the photo, compared, at the pixel. It shows what the session wants seen.

Everything inside is in device pixels; Qt's logical points are converted at the edge (`device`).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from review_desk.domain import view_steps, viewplan
from review_desk.domain.annotation import Annotation
from review_desk.domain.photo import Version
from review_desk.domain.sampler import Spot
from review_desk.domain.view_steps import Place
from review_desk.domain.viewplan import NUMBERED, DrawPlan, Pane, Side, Size, Slot, View
from review_desk.ui import tokens
from review_desk.ui.review import loupe
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.heats import Heats
from review_desk.ui.review.loupe import Glass
from review_desk.ui.review.scene import Look, Scene
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails

_ALONE = 1.1
"""What a notch of the wheel zooms a pane by that is moved by itself: finer than the steps of all."""


class Viewer(QWidget):
    """Shows the photo of the session by its view; how it is looked at can be changed by its verbs.

    Attributes:
        information: what stands in the corners: 0 nothing, 1 short, 2 full.
        draft: a mark being drawn. held: one being changed, as the hand has it. hint: what the tool asks for.
    """

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session, self._frames = session, frames
        self._scene = Scene(session, frames, thumbnails)
        self._surround = 0
        self._bare = self._held_before = False
        self._power = 0
        self.area: Spot | None = None
        self.information = 1
        self.draft: Annotation | None = None
        self.held: Annotation | None = None
        self.hint = ""
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
        self._session.findings_changed.connect(self.update)
        self._frames.arrived.connect(self._on_frames_arrived)
        self._scene.figures.arrived.connect(self.update)
        self._scene.live.arrived.connect(self.update)
        self._scene.masks.arrived.connect(self.update)
        self._scene.heats.arrived.connect(self.update)
        self._scene.washes.arrived.connect(self.update)
        self._idle.timeout.connect(self._prepare)

    @property
    def heats(self) -> Heats:
        """Where a model thinks that a pass did harm."""
        return self._scene.heats

    # --- what there is -----------------------------------------------------------------------------------

    @property
    def ratio(self) -> float:
        """Device pixels to a logical one."""
        return self.devicePixelRatioF()

    def viewport(self) -> Size:
        """The canvas in device pixels."""
        return Size(max(1, round(self.width() * self.ratio)), max(1, round(self.height() * self.ratio)))

    def sizes(self) -> dict[Slot, Size] | None:
        """The pixel sizes of both sides and of the line-up; nothing without a photo."""
        if self._session.current is None:
            return None
        slots: list[Slot] = ["a", "b"]
        if self._session.view.mode == "nup":
            slots += NUMBERED[: len(self._session.lineup)]
        found = {slot: version for slot in slots if (version := self._session.version(slot))}
        return {slot: Size(version.width, version.height) for slot, version in found.items()}

    def drawn(self) -> DrawPlan | None:
        """The plan in force now."""
        sizes = self.sizes()
        if sizes is None:
            return None
        view = self._session.view
        if self._held_before and view.mode not in ("side", "nup"):
            view = replace(view, mode="toggle", showing="a")
        return self._plan(view, sizes)

    def _plan(self, view: View, sizes: Mapping[Slot, Size]) -> DrawPlan:
        session = self._session
        match = session.beside.match(session.version("a"), session.version("b"))
        others = {slot: size for slot, size in sizes.items() if slot in NUMBERED}
        return viewplan.plan(
            view, a=sizes["a"], b=sizes["b"], viewport=self.viewport(), others=others, match=match
        )

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
            self.viewport(),
            self.ratio,
            self.surround,
            self.information,
            self._bare,
            self.draft,
            self.held,
            self.hint,
            self._power,
            self._glasses(),
            self.area,
        )

    def _glasses(self) -> tuple[Glass, ...]:
        """The loupes, where they are wanted and the cursor is over a photo."""
        plan, at = self.drawn(), self._cursor()
        if not self._power or plan is None or at is None:
            return ()
        places, edge = self.places_at(at), round(loupe.EDGE * self.ratio)
        return tuple(loupe.glasses(plan, places, (at.x(), at.y()), edge)) if places else ()

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
        soon = [version for photo in self._session.ahead(2) for version in photo.versions]
        self._frames.keep_only(self._beside(), soon)
        self.update()

    def _beside(self) -> list[Version]:
        """All that may be on screen before one goes on: versions of this photo, line-up, reference, try."""
        current = self._session.current
        sides = [version for side in self._session.sides if (version := self._session.version(side))]
        seats = [seat.version for seat in self._session.lineup]
        return [*(current.versions if current else ()), *seats, *sides]

    def _on_frames_arrived(self, sha256: str) -> None:
        if sha256 in {version.sha256 for version in self._beside()}:
            self.update()

    def _prepare(self) -> None:
        """In a quiet moment: the other side of this photo, then the next photos at the level in use."""
        plan = self.drawn()
        if plan is None:
            return
        if plan.view.mode == "nup":
            whole = self._plan(replace(plan.view, chosen=1), self.sizes() or {}).panes[0]
            panes: list[Pane] = [replace(whole, side=slot) for slot in NUMBERED[: len(self._session.lineup)]]
        else:
            panes = [self._pane_of(plan, side) for side in self._session.sides]
        shown = [(self._session.version(pane.side), pane) for pane in panes]
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
        return self._plan(replace(plan.view, mode="single", showing=side), sizes).panes[0]

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
        self._session.set_view(view_steps.zoomed_at(self._session.view, plan, zoom, point, sizes))

    def toggle_zoom(self, at: QPointF | None = None) -> None:
        """Fit to 100 % at a point and back."""
        self.zoom_to(1.0 if self._session.view.zoom is None else None, at if at else self._cursor())

    def zoom_step(self, *, closer: bool, at: QPointF | None = None) -> None:
        """One step in or out."""
        if plan := self.drawn():
            self.zoom_to(view_steps.next_zoom(plan.zoom, closer=closer), at)

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
            self._session.set_view(view_steps.panned(self._session.view, plan, dx, dy, sizes))

    def places_at(self, point: QPointF) -> dict[Slot, Place]:
        """What each photo shows at a point in device pixels; nothing beside the photo on screen there."""
        plan, sizes = self.drawn(), self.sizes()
        if plan is None or sizes is None:
            return {}
        spot = (point.x(), point.y())
        both = self._plan(replace(plan.view, mode="onion", zoom=plan.zoom), sizes)
        places, under = view_steps.places_at(plan, both, spot, sizes), plan.pane_at(*spot)
        return places if under and all(0 <= share < 1 for share in places[under.side]) else {}

    def next_loupe(self) -> None:
        """The loupe at the next power; after the strongest, off."""
        self._power = loupe.POWERS[(loupe.POWERS.index(self._power) + 1) % len(loupe.POWERS)]
        self.update()

    def move_alone(self, at: QPointF, dx: float, dy: float) -> None:
        """Move the pane under a point (device pixels) by itself; the others stay."""
        self._alone(at, lambda pane, size: view_steps.nudged(self._session.view, pane, size, dx, dy))

    def zoom_alone(self, at: QPointF, *, closer: bool) -> None:
        """Zoom the pane under a point by itself, the place there staying where it is."""
        factor = _ALONE if closer else 1 / _ALONE
        point = (at.x(), at.y())
        self._alone(at, lambda pane, size: view_steps.grown(self._session.view, pane, size, factor, point))

    def _alone(self, at: QPointF, step: Callable[[Pane, Size], View]) -> None:
        plan, sizes = self.drawn(), self.sizes()
        pane = plan.pane_at(at.x(), at.y()) if plan else None
        if pane and sizes:
            self._session.set_view(step(pane, sizes[pane.side]))

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
