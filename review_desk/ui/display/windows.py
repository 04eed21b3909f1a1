"""The profile of a screen under Windows. Written after Microsoft's documentation; not yet run on Windows.

With Advanced Color (HDR, or automatic colour management of SDR) Windows converts sRGB to the screen itself,
and says “no profile” whatever is installed: so that is asked for first.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from review_desk.errors import BadInput
from review_desk.imaging.icc_tags import MAX_BYTES, Tags
from review_desk.ui.display.profile import DisplayProfile, Screen, video_table

Mode = Literal["sdr", "managed", "hdr", "unknown"]
"""Classic SDR; SDR or HDR (not known which) that Windows manages; HDR; could not be asked."""

_ENABLED = 0b10
_MODES: dict[int, Mode] = {0: "sdr", 1: "managed", 2: "hdr"}


@dataclass(frozen=True)
class Monitor:
    """What Windows says of one monitor: its colour mode, the file of its profile, the card's tables."""

    mode: Mode
    profile: str = ""
    curves: tuple[tuple[float, ...], ...] = ()


class Gdi(Protocol):
    """The calls into Windows."""

    def monitor(self, window_id: int, point: tuple[int, int]) -> Monitor:
        """The monitor that a window is on, or, without a window, that a point is on. Raises OSError."""


class WindowsProvider:
    """The application converts, unless Windows does."""

    def __init__(self, gdi: Gdi) -> None:
        self._gdi = gdi

    def profile_of(self, screen: Screen) -> DisplayProfile:
        """Ask Windows about the monitor, then read the file that it names."""
        try:
            monitor = self._gdi.monitor(screen.window_id, screen.point)
        except OSError as error:
            return _plain(screen, f"Windows does not say which profile holds: {error}.", verifiable=False)
        return resolve(screen, monitor)


def resolve(screen: Screen, monitor: Monitor) -> DisplayProfile:
    """What follows from the answers of Windows; reads the profile's file."""
    if monitor.mode in {"managed", "hdr"}:
        return _managed(screen, hdr=monitor.mode == "hdr")
    doubt = "" if monitor.mode == "sdr" else "Whether HDR is on could not be asked."
    if not monitor.profile:
        note = f"Windows has no profile for this monitor. {doubt}".strip()
        return _plain(screen, note, verifiable=not doubt)
    table = video_table([list(curve) for curve in monitor.curves])
    try:
        icc = _read(Path(monitor.profile))
    except BadInput as error:
        return _plain(screen, f"{error} sRGB is assumed.", verifiable=True)
    return DisplayProfile(
        screen.name, "Windows", icc, verifiable=not doubt, note=doubt, video_table=table, panel=screen.panel
    )


def advanced_color(flags: int) -> Mode:
    """The bits of DISPLAYCONFIG_GET_ADVANCED_COLOR_INFO: bit 0 supported, bit 1 enabled.

    Enabled says that Windows converts, not whether it is HDR; `colour_mode` knows that, where Windows has it.
    """
    return "managed" if flags & _ENABLED else "sdr"


def colour_mode(active: int) -> Mode:
    """`activeColorMode` of DISPLAYCONFIG_GET_ADVANCED_COLOR_INFO_2 (Windows 11 24H2): 0 SDR, 1 WCG, 2 HDR."""
    return _MODES.get(active, "unknown")


def _managed(screen: Screen, *, hdr: bool) -> DisplayProfile:
    note = (
        "Windows is in HDR: it converts sRGB itself, and the slider “SDR content brightness” sets the white."
        if hdr
        else "Windows manages colour on this monitor (Advanced Color) and converts sRGB itself."
    )
    return DisplayProfile(
        screen.name,
        "Windows",
        name="sRGB, converted by Windows",
        managed_by="system",
        verifiable=False,
        note=note,
        hdr=hdr,
        panel=screen.panel,
    )


def _plain(screen: Screen, note: str, *, verifiable: bool) -> DisplayProfile:
    return DisplayProfile(screen.name, verifiable=verifiable, note=note, panel=screen.panel)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            icc = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"The profile {file.name}, which Windows names, cannot be read.") from error
    return Tags(icc).icc
