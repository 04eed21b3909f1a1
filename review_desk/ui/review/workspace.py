"""The review room: filmstrip, canvas with its bars, inspector."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from review_desk.domain.decision import Verdict
from review_desk.domain.shapes.shape import Shape
from review_desk.ui import tokens
from review_desk.ui.passing.bar import TrialBar
from review_desk.ui.passing.gauge import SkinGauge
from review_desk.ui.passing.trial import Trial
from review_desk.ui.review.canvas import Canvas
from review_desk.ui.review.filmstrip import Filmstrip
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.inspector import Inspector
from review_desk.ui.review.marking.strip import ToolStrip
from review_desk.ui.review.probe_bar import ProbeBar
from review_desk.ui.review.prompt import ReasonPrompt
from review_desk.ui.review.tuning import TuningStrip
from review_desk.ui.review.verdict_bar import VerdictBar
from review_desk.ui.review.view_bar import ViewBar
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.pieces import Run, column, line, upright


class ReviewWorkspace(QWidget):
    """Puts the room together and asks for reasons.

    Signals:
        typing(bool): a prompt is open, so that letters are letters.
    """

    typing = Signal(bool)

    def __init__(
        self,
        session: Session,
        frames: Frames,
        thumbnails: Thumbnails,
        run: Run,
    ) -> None:
        super().__init__()
        self._session = session
        self._asked_about = ""
        self.panels_shown = True
        self.canvas = Canvas(session, frames, thumbnails)
        self.filmstrip = Filmstrip(session, thumbnails)
        self.inspector = Inspector(session, frames, run)
        self.tools = ToolStrip(run)
        self.view_bar = ViewBar(session, self.canvas, run)
        self.tuning = TuningStrip(session)
        self.probe_bar = ProbeBar(session, frames)
        self.verdict_bar = VerdictBar(session, run)
        self.trial = Trial(session, self)
        self.skin = SkinGauge(session, self)
        self.trial_bar = TrialBar(self.trial, run)
        self.prompt = ReasonPrompt(self.canvas, session, self._on_prompt_closed)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._edges = (upright(), upright(), upright())
        middle = column(self.view_bar, self.tuning, line(), self.canvas, line(), self.probe_bar, gap=0)
        middle.setStretch(3, 1)
        room = QHBoxLayout()
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.filmstrip)
        room.addWidget(self._edges[0])
        room.addWidget(self.tools)
        room.addWidget(self._edges[1])
        room.addLayout(middle, 1)
        room.addWidget(self._edges[2])
        room.addWidget(self.inspector)
        whole = column(room, line(), self.verdict_bar, self.trial_bar, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._session.wants_reason.connect(self._on_session_wants_reason)
        self._session.current_changed.connect(self._on_session_current_changed)
        self.trial.changed.connect(self._on_trial_changed)
        self.canvas.marked.connect(self._on_canvas_marked)
        self.canvas.painted.connect(self._on_canvas_painted)
        self.canvas.tool_changed.connect(self.tools.show_tool)
        self.canvas.pointed.connect(self.probe_bar.point)
        self.canvas.measured.connect(self.probe_bar.read_area)

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colours that no style sheet can set."""
        self.verdict_bar.dress(scheme)
        self.filmstrip.card.scheme = scheme
        self.tools.dress(scheme)

    def show_panels(self, shown: bool) -> None:
        """Show the photo with its panels, or alone."""
        self.panels_shown = shown
        for part in (self.filmstrip, self.tools, self.inspector, *self._edges):
            part.setVisible(shown)

    def step_back(self) -> bool:
        """Leave the nearest thing: prompt, tool, measured area, chosen mark. Whether there was one."""
        if self.prompt.isVisible():
            self.prompt.leave()
        elif self.trial.drop():
            pass
        elif self.canvas.tool_up:
            self.canvas.set_tool(None)
        elif self.canvas.averaging or self.canvas.area:
            self.canvas.set_averaging(False)
            self.canvas.set_area(None)
        elif self._session.selected_mark:
            self._session.select_mark(None)
        elif not self.panels_shown:
            self.show_panels(True)
        else:
            return False
        return True

    def step_analysis(self, step: int) -> None:
        """Go so many analysis views on; 0 goes back to the photo."""
        from review_desk.ui.review.analysing import offered

        names = [kind.id for kind in offered()]
        here = names.index(self._session.view.analysis)
        self.set_analysis(names[(here + step) % len(names)] if step else names[0])

    def set_analysis(self, name: str) -> None:
        """Look at the photo through an analysis view."""
        self._session.set_view(replace(self._session.view, analysis=name))

    def step_spot(self, step: int) -> None:
        """Go to the next or previous place where a model thinks that a pass did harm, at 100 % or closer."""
        heats = self.canvas.heats
        self.set_analysis("artefacts")
        if spot := heats.step(step):
            view = self._session.view
            self._session.set_view(replace(view, zoom=max(1.0, view.zoom or 1.0), centre=spot.centre))
        self._session.told.emit(f"{heats.words()}.")

    def ask_tag(self) -> None:
        """Search a failure mode and note it."""
        if self._session.current:
            self._ask("Note a failure mode", self._noted, needs_answer=False, searching=True)

    def _noted(self, tags: list[str], note: str) -> None:
        for tag in tags:
            self._session.toggle_tag(tag)
        if note:
            self._session.refused.emit(f"“{note}” is not a failure mode of this desk.")

    def _on_trial_changed(self) -> None:
        self.verdict_bar.setVisible(not self.trial.results)
        self.canvas.setFocus()

    def _on_session_current_changed(self) -> None:
        """What was asked about one photo is not answered for another."""
        if self.prompt.isVisible() and self._current_id() != self._asked_about:
            self.prompt.leave()

    def _current_id(self) -> str:
        return self._session.current.id if self._session.current else ""

    def _on_session_wants_reason(self, stay: bool) -> None:
        photo = self._session.current
        if photo is None:
            return
        reject = lambda tags, note: self._session.decide(Verdict.REJECT, stay=stay, tags=tags, note=note)  # noqa: E731
        self._ask(f"Why is {photo.title} rejected?", reject, needs_answer=True)

    def _on_canvas_marked(self, shape: Shape) -> None:
        store = lambda tags, note: self._session.add_mark(shape, tags=tags, note=note)  # noqa: E731
        self._ask("What is wrong here?", store, needs_answer=False)

    def _on_canvas_painted(self, mark: str) -> None:
        self._session.select_mark(mark)
        tell = lambda tags, note: self._session.change_mark(tags=tags, note=note)  # noqa: E731
        self._ask("What is wrong here?", tell, needs_answer=False)

    def _ask(
        self,
        title: str,
        answered: Callable[[list[str], str], None],
        *,
        needs_answer: bool,
        searching: bool = False,
    ) -> None:
        self.typing.emit(True)
        self._asked_about = self._current_id()
        usual, on_left = self._session.family.modes, self.canvas.draft_on_right()
        self.canvas.setFocusProxy(self.prompt.field)  # one may look closer meanwhile, and type on
        self.prompt.ask(
            title, usual, answered, needs_answer=needs_answer, searching=searching, on_left=on_left
        )

    def _on_prompt_closed(self) -> None:
        self.canvas.drop_draft()
        self.canvas.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none; the stub does not say so
        self.typing.emit(False)
        self.canvas.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.prompt.isVisible():
            self.prompt.place()
