"""The profile of the screen a window is on, and the one interface behind which each system finds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtGui import QColorSpace, QGuiApplication, QScreen, QWindow

from review_desk.domain.calibration_rules import ManagedBy, VideoTable, Viewing
from review_desk.domain.profile_facts import NO_PANEL, Panel

Source = Literal["X11 atom", "colord", "Windows", "macOS", "none"]
_STRAIGHT = 1.5 / 255


@dataclass(frozen=True)
class Screen:
    """A screen as it is asked for: taken down on the main thread, so that any thread may ask.

    Attributes:
        name: what the system calls it; the connector ("DP-1") on X11.
        index: its place in Qt's list, of `count`.
        point: a point on it, in the coordinates of the system.
        window_id: the native handle of the window on it; 0 where there is none.
        declares_srgb: whether the window has told the system that its colours are sRGB.
    """

    name: str
    index: int = 0
    count: int = 1
    panel: Panel = NO_PANEL
    point: tuple[int, int] = (0, 0)
    window_id: int = 0
    declares_srgb: bool = False


@dataclass(frozen=True)
class DisplayProfile:
    """What is known of a screen's profile.

    Attributes:
        icc: convert photos to this profile; None means to sRGB, and nobody else may convert them again.
        described: the profile that the system itself converts to; only to be read, never to convert with.
        verifiable: whether it is certain that this profile holds for this screen.
        note: one sentence for the page; empty where there is nothing to say.
        hdr: the screen is in a mode in which brightness is not fixed.
        video_table: what the video card's table holds.
    """

    screen: str
    source: Source = "none"
    icc: bytes | None = None
    name: str = ""
    managed_by: ManagedBy = "application"
    verifiable: bool = True
    note: str = ""
    described: bytes | None = None
    hdr: bool = False
    video_table: VideoTable = "unknown"
    panel: Panel = NO_PANEL

    @property
    def viewing(self) -> Viewing:
        """The same for the rules."""
        return Viewing(
            screen=self.screen,
            profile=self.name,
            managed_by=self.managed_by,
            verifiable=self.verifiable,
            note=self.note,
            hdr=self.hdr,
            video_table=self.video_table,
            panel=self.panel,
        )


class DisplayProvider(Protocol):
    """Finds the profile of a screen. It is asked on a thread of its own, and may wait for other programs."""

    def profile_of(self, screen: Screen) -> DisplayProfile:
        """The profile now. Raises nothing: whatever stands in the way is told in the note."""


class FixedProvider:
    """Says what it was told: for tests, and where a window is on no screen."""

    def __init__(self, told: Mapping[str, DisplayProfile] | None = None) -> None:
        self.told = dict(told or {})

    def profile_of(self, screen: Screen) -> DisplayProfile:
        """What was told for the screen's name."""
        note = "The window is on no screen whose profile could be read."
        return self.told.get(screen.name, DisplayProfile(screen.name, note=note))


def screen_of(window: QWindow | QScreen) -> Screen:
    """Take down the screen of a window. Main thread only."""
    screen = window if isinstance(window, QScreen) else window.screen()
    screens = QGuiApplication.screens()
    corner = screen.geometry().topLeft()  # Qt scales sizes, not this corner: it is the system’s
    return Screen(
        name=screen.name(),
        index=screens.index(screen) if screen in screens else 0,
        count=len(screens),
        panel=Panel(screen.manufacturer(), screen.model(), screen.serialNumber()),
        point=(corner.x() + 1, corner.y() + 1),
        window_id=int(window.winId()) if isinstance(window, QWindow) else 0,
        declares_srgb=isinstance(window, QWindow)
        and window.format().colorSpace() == QColorSpace(QColorSpace.NamedColorSpace.SRgb),
    )


def video_table(curves: list[list[float]]) -> VideoTable:
    """Whether the tables of a video card (0 to 1, red, green and blue) are straight lines or something else.

    Tables that are all zero or too short were never set.
    """
    if not curves or any(len(curve) < 2 for curve in curves) or not any(max(curve) for curve in curves):
        return "unknown"
    straight = all(
        abs(value - n / (len(curve) - 1)) <= _STRAIGHT for curve in curves for n, value in enumerate(curve)
    )
    return "linear" if straight else "loaded"
