"""The seat: one window's display, with its profile and its calibration, kept up to date."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QScreen, QWindow
from PySide6.QtWidgets import QWidget

from review_desk.domain.calibration import Calibration, judge
from review_desk.domain.evidence import Measured
from review_desk.domain.profile_facts import ProfileFacts
from review_desk.ui.display import settings as stored
from review_desk.ui.display.attach import attach
from review_desk.ui.display.profile import DisplayProfile, DisplayProvider, screen_of
from review_desk.ui.display.settings import DisplaySettings
from review_desk.ui.display.watch import DisplayWatch, Seen
from review_desk.ui.display.x11 import Prefer

_AGAIN_MS = 10 * 60 * 1000
"""A profile ages while nobody looks: judged anew this often."""


class DisplaySeat(QObject):
    """What the canvas, the badge, the page and the record of decisions ask about the display.

    Attributes:
        profile: what to convert photos to now; None until the first answer, some milliseconds after `follow`.
        facts: what that profile says of itself, where there is one.
        calibration: whether it may be judged on.
        settings: limits, policy, reports.

    Signals:
        profile_changed(DisplayProfile): convert anew.
        calibration_changed(Calibration): show anew.
    """

    profile_changed = Signal(object)
    calibration_changed = Signal(object)

    def __init__(
        self,
        desk: Path,
        provider: Callable[[Prefer], DisplayProvider],
        *,
        today: Callable[[], date] = date.today,
        every_s: float = 2.0,
    ) -> None:
        """`provider` makes the one to ask, by whom it is to believe. Raises OSError as that does."""
        super().__init__()
        self._provider = provider
        self._desk, self._today = desk, today
        self.settings = stored.load(desk)
        self.profile: DisplayProfile | None = None
        self.facts: ProfileFacts | None = None
        self._watch = DisplayWatch(provider(self.settings.prefer), every_s=every_s)
        self._watch.changed.connect(self._on_watch_changed)
        self._window: QWindow | None = None
        self.calibration = self._judged()
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self._refresh)
        self._again.start()

    def another(self) -> "DisplaySeat":
        """A seat at the same desk for another window, which may be on another screen."""
        return DisplaySeat(self._desk, self._provider, today=self._today)

    def follow(self, widget: QWidget) -> None:
        """Look at the screen that a window is on, wherever it goes. Makes its native window."""
        if self._window is not None:
            self._window.screenChanged.disconnect(self._on_screen_changed)
        widget.window().winId()
        self._window = widget.window().windowHandle()
        self._window.screenChanged.connect(self._on_screen_changed)
        self._watch.follow(screen_of(self._window))

    def settle(self, settings: DisplaySettings) -> None:
        """Store other settings and judge by them. Raises Refused, BadInput: the old ones hold."""
        stored.checked(settings.limits)
        stored.save(self._desk, settings)
        self._set_settings(settings)

    def attach(self, report: Path, measured: Measured | None = None) -> None:
        """Attach a report for this screen; `measured` where a person typed its figures. Raises DeskError."""
        made = attach(
            report,
            desk=self._desk,
            screen=self.calibration.screen,
            profile=self.facts.sha256 if self.facts else "",
            today=self._today(),
            measured=measured,
        )
        self.settle(stored.with_evidence(self.settings, made))

    def record(self, *, intent: str = "relative", bpc: bool = True) -> str:
        """The line that goes into every decision."""
        self._refresh()
        return self.calibration.to_record(intent=intent, bpc=bpc)

    def close(self) -> None:
        """End the watching thread."""
        self._again.stop()
        self._watch.close()

    def _on_screen_changed(self, _: QScreen) -> None:
        if self._window is not None:
            self._watch.follow(screen_of(self._window))

    def _on_watch_changed(self, seen: Seen) -> None:
        before = self.profile
        self.profile, self.facts = seen.profile, seen.facts
        if before is None or (before.screen, before.icc) != (seen.profile.screen, seen.profile.icc):
            self.profile_changed.emit(seen.profile)
        self._refresh(always=True)

    def _set_settings(self, settings: DisplaySettings) -> None:
        if settings.prefer != self.settings.prefer:
            self._watch.ask(self._provider(settings.prefer))
        self.settings = settings
        self._refresh(always=True)

    def _refresh(self, *_: Any, always: bool = False) -> None:
        judged = self._judged()
        if always or judged != self.calibration:
            self.calibration = judged
            self.calibration_changed.emit(judged)

    def _judged(self) -> Calibration:
        viewing = self.profile.viewing if self.profile else None
        return judge(
            self.facts,
            today=self._today(),
            limits=self.settings.limits,
            policy=self.settings.policy,
            viewing=viewing,
            evidence=self.settings.newest(viewing.screen) if viewing else None,
        )
