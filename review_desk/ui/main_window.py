"""The main window places the rooms and keeps to that."""

import base64
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from review_desk.domain.viewplan import Size
from review_desk.ui import theme, tokens
from review_desk.ui.actions.dispatch import Dispatch
from review_desk.ui.display.colours import Colours
from review_desk.ui.display.seat import DisplaySeat
from review_desk.ui.editing.outside import Outside
from review_desk.ui.errands import Errands
from review_desk.ui.gates.watch import GateWatch
from review_desk.ui.intake.workspace import IntakeWorkspace
from review_desk.ui.pages import Pages
from review_desk.ui.palette import CommandPalette
from review_desk.ui.questions import Questions
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.workspace import ReviewWorkspace
from review_desk.ui.saved_state import SavedState
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.top_bar import TopBar
from review_desk.ui.whereabouts import intake_saved, review_saved, session_saved
from review_desk.ui.widgets.notice import Notice
from review_desk.ui.widgets.pieces import column, line

if TYPE_CHECKING:
    from review_desk.ui.grid.second import SecondWindow
    from review_desk.ui.grid.workspace import GridWorkspace

_THEMES = ("dark", "light", "system")


class MainWindow(QMainWindow):
    """Top bar, workspaces, notices.

    Signals:
        closing(): the window is about to go; what it says of itself can still be asked.
    """

    closing = Signal()

    def __init__(self, session: Session, saved: SavedState, seat: DisplaySeat, colours: Colours) -> None:
        super().__init__()
        self.session, self.seat, self.colours, self._saved = session, seat, colours, saved
        self._from_grid = False
        self.second: SecondWindow | None = None
        self._theme = saved.theme if saved.theme in _THEMES else "dark"
        self.workspace = ""
        self.setWindowTitle(f"Review Desk · {session.folder.name}")
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self.dispatch = Dispatch(self, self)
        self.errands = Errands(session, self)
        self.questions = Questions(self)
        self.pages = Pages(self)
        self.outside = Outside(session, self, saved.editor)
        self.frames = Frames(session.tasks, self.session.resolve, colours)
        self._ask_first(saved)
        self._build()
        self._connect()
        GateWatch(session, self)
        self._restore(saved)

    def _ask_first(self, saved: SavedState) -> None:
        """Have the photo read while the window is being made."""
        a, b = self.session.version("a"), self.session.version("b")
        if a and b and saved.workspace != "intake":
            canvas = Size(saved.canvas_width, saved.canvas_height)
            self.frames.ask(self.session.view, {"a": a, "b": b}, canvas)

    def _build(self) -> None:
        session = self.session
        self.thumbnails = Thumbnails(session.tasks, self.session.resolve, self.colours)
        self.top_bar = TopBar(session, self.dispatch.run)
        self.intake = IntakeWorkspace(session, self.thumbnails, self.dispatch.run)
        self.review = ReviewWorkspace(session, self.frames, self.thumbnails, self.dispatch.run)
        self.review.canvas.installEventFilter(self.dispatch)
        self._rooms: dict[str, QWidget] = {"intake": self.intake, "review": self.review}
        self._stack = QStackedWidget()
        for room in self._rooms.values():
            self._stack.addWidget(room)
        whole = QWidget()
        whole.setObjectName("desk")
        layout = column(self.top_bar, line(), self._stack, gap=0)
        layout.setStretch(2, 1)
        whole.setLayout(layout)
        self.setCentralWidget(whole)
        self.notice = Notice(whole)
        self.palette_box = CommandPalette(whole, self._on_typing_ended, self.dispatch.run)

    @cached_property
    def grid(self) -> "GridWorkspace":
        """The grid room, made when somebody first goes there: opening the app does not wait for it."""
        from review_desk.ui.gates.facet import GateFacet
        from review_desk.ui.grid.page import Page
        from review_desk.ui.grid.workspace import GridWorkspace

        page = Page(self.session, self)
        made = GridWorkspace(page, self.thumbnails, self.dispatch.run, self._saved.drift_limits)
        page.restore(self._saved)
        GateFacet(page)
        made.judging.typing.connect(self._on_room_typing)
        made.sheet.opened.connect(self.compare)
        made.sheet.installEventFilter(self.dispatch)
        made.dress(self.scheme)
        self._rooms["grid"] = made
        self._stack.addWidget(made)
        return made

    def _connect(self) -> None:
        self.session.told.connect(self.notice.remark)
        self.outside.wants_editor.connect(self.questions.editor)
        self.frames.colours.changed.connect(self.review.canvas.update)
        self.seat.calibration_changed.connect(self.top_bar.badge.show_calibration)
        self.top_bar.badge.show_calibration(self.seat.calibration)
        self.session.refused.connect(self.notice.trouble)
        self.session.list_changed.connect(self.frames.forget_trouble)
        self.session.list_changed.connect(self.thumbnails.forget_trouble)
        self.intake.bringing.asked.connect(self._on_bringing_asked)
        self.review.typing.connect(self._on_room_typing)

    def _restore(self, saved: SavedState) -> None:
        self.dress(self._theme)
        self.review.canvas.set_surround(saved.surround)
        self.review.show_panels(saved.panels)
        self.intake.watching.watch(saved.watched)
        if saved.geometry:
            self.restoreGeometry(base64.b64decode(saved.geometry))
        known = saved.workspace if saved.workspace in (*self._rooms, "grid") else "review"
        self.show_workspace(known if self.session.photos else "intake")

    def state(self) -> SavedState:
        """Where the person is, to come back to."""
        state = replace(
            self._saved,
            workspace=self.workspace,
            theme=self._theme,
            editor=self.outside.command,
            geometry=base64.b64encode(self.saveGeometry().data()).decode(),
        )
        state = intake_saved(review_saved(session_saved(state, self.session), self.review), self.intake)
        return self.grid.saved(state) if "grid" in self._rooms else state

    # --- rooms -------------------------------------------------------------------------------------------

    def show_workspace(self, name: str) -> None:
        """Go into a room."""
        self._from_grid = False
        if name == "grid" and self.workspace == "review" and self.session.current:
            self.grid.page.select_one(self.session.current.id)
        self._enter(name)

    def _enter(self, name: str) -> None:
        self.workspace = name
        room: QWidget = self.grid if name == "grid" else self._rooms[name]
        self._stack.setCurrentWidget(room)
        self.top_bar.enter(name)
        self.dispatch.enter(name, typing=False)
        self._take_focus()
        if name == "intake" and self.session.current:
            self.intake.select_photo(self.session.current.id)

    def _take_focus(self) -> None:
        """What the keys go to in this room."""
        if self.workspace == "grid":
            self.grid.sheet.setFocus()
        elif self.workspace == "review":
            self.review.canvas.setFocus()
        elif self.session.current:
            self.intake.table.setFocus()

    def compare(self, photo: str) -> None:
        """Open a photo of the grid in Review; Esc comes back to the same place."""
        if photo:
            self.session.go_to(photo)
            self._enter("review")
            self._from_grid = True

    def chosen(self) -> list[str]:
        """The photos that are chosen in this room, or the one on screen."""
        current = [self.session.current.id] if self.session.current else []
        if self.workspace == "grid":
            return self.grid.page.selected_in_order
        return (self.intake.selected() or current) if self.workspace == "intake" else current

    @property
    def scheme(self) -> tokens.Scheme:
        """The colours of the theme that is on."""
        return theme.scheme_named(self._theme)

    def dress(self, name: str) -> None:
        """Put on a theme."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._theme = name
        scheme: tokens.Scheme = theme.apply(application, name)
        self.review.dress(scheme)
        self.intake.dress(scheme)
        if "grid" in self._rooms:
            self.grid.dress(scheme)
        self.top_bar.badge.dress(scheme)

    def next_theme(self) -> None:
        """Dark, light, as the system; then again."""
        self.dress(_THEMES[(_THEMES.index(self._theme) + 1) % len(_THEMES)])
        self.session.told.emit(f"Theme: {self._theme}.")

    # --- what opens over the rooms -----------------------------------------------------------------------

    def widget(self) -> QWidget:
        """What a dialog opens over."""
        return self

    def toggle_second(self) -> None:
        """Show the grid in a window of its own, or close that."""
        from review_desk.ui.grid.second import SecondWindow

        if self.second is not None:
            self.second.close()
            return
        self.second = SecondWindow(self, self.grid.page, self.seat.another())
        self.second.closed.connect(self._on_second_closed)
        self.second.open_beside(self)

    def open_palette(self) -> None:
        """Offer every action that works here."""
        offered = self.dispatch.runnable()
        self.dispatch.enter(self.workspace, typing=True)
        self.palette_box.open(offered)

    def go_back(self) -> None:
        """Leave the nearest thing: a question, the tool, the selection, hidden panels, full screen."""
        if self.palette_box.isVisible():
            self.palette_box.leave()
        elif self._step_back_in_room():
            pass
        elif self._from_grid:
            self._from_grid = False
            self._enter("grid")
        elif self.isFullScreen():
            self.showNormal()

    def _step_back_in_room(self) -> bool:
        """Whether there was anything in this room to leave."""
        return self.grid.step_back() if self.workspace == "grid" else self.review.step_back()

    def _on_second_closed(self) -> None:
        if self.second is not None:
            self.second.deleteLater()
            self.second = None

    def _on_bringing_asked(self) -> None:
        """Its progress and its cancel are there."""
        self.show_workspace("intake")

    def _on_room_typing(self, typing: bool) -> None:
        self.notice.hide()
        self.dispatch.enter(self.workspace, typing=typing)

    def _on_typing_ended(self) -> None:
        self.dispatch.enter(self.workspace, typing=False)
        self._rooms[self.workspace].setFocus()
        self._take_focus()

    # --- Qt ----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.thumbnails.look_again()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(Path(url.toLocalFile()).is_dir() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        folders = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        for folder in folders:
            if folder.is_dir():
                self.intake.bringing.bring_in(folder)
                break

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.notice.isVisible():
            self.notice.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.intake.bringing.cancel()
        if self.second is not None:
            self.second.close()
        self.outside.close()
        self.closing.emit()
        super().closeEvent(event)
