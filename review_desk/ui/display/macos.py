"""Screens of macOS: the window declares sRGB, and ColorSync converts it to the screen. Not yet run on macOS.

Photos are converted to sRGB and no further: with the screen's own profile they would be converted twice. That
profile is still read, so that its facts can be shown.
"""

import ctypes
import sys
from ctypes import POINTER, byref, c_double, c_float, c_int, c_long, c_uint32, c_void_p
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtGui import QColorSpace, QSurfaceFormat

from review_desk.errors import BadInput
from review_desk.imaging.icc_tags import Tags
from review_desk.ui.display.profile import DisplayProfile, Screen, video_table

_ENTRIES = 256


@dataclass(frozen=True)
class Described:
    """What macOS says of a display: the profile ColorSync converts to, and the card's tables."""

    icc: bytes
    curves: tuple[tuple[float, ...], ...] = ()


class CoreGraphics(Protocol):
    """The calls into macOS."""

    def display(self, point: tuple[int, int]) -> Described:
        """The display that shows a point of the desktop. Raises OSError."""


class MacProvider:
    """The system converts. That the window has declared its colours is checked, not taken for granted."""

    def __init__(self, graphics: CoreGraphics) -> None:
        self._graphics = graphics

    def profile_of(self, screen: Screen) -> DisplayProfile:
        """Ask macOS about the display at the screen's corner."""
        try:
            described = self._graphics.display(screen.point)
        except OSError as error:
            return resolve(screen, None, f"macOS does not say which profile holds: {error}.")
        return resolve(screen, described, "")


def resolve(screen: Screen, described: Described | None, trouble: str) -> DisplayProfile:
    """What follows from the window's declaration and from the display's profile."""
    icc = described.icc if described else None
    if icc is not None:
        try:
            Tags(icc)
        except BadInput as error:
            icc, trouble = None, str(error)
    undeclared = (
        ""
        if screen.declares_srgb
        else "The window does not declare sRGB: macOS shows its colours raw, too strong on a wide display."
    )
    return DisplayProfile(
        screen.name,
        "macOS",
        name="sRGB, converted by ColorSync",
        managed_by="system",
        verifiable=screen.declares_srgb and icc is not None,
        note=" ".join(filter(None, (undeclared, trouble))),
        described=icc,
        video_table=video_table([list(c) for c in described.curves]) if described else "unknown",
        panel=screen.panel,
    )


def declare_srgb() -> None:
    """Have every window declare that its colours are sRGB. Before the QApplication is made; macOS only."""
    if sys.platform == "darwin":
        wanted = QSurfaceFormat.defaultFormat()
        wanted.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        QSurfaceFormat.setDefaultFormat(wanted)


class _CGPoint(ctypes.Structure):
    _fields_ = (("x", c_double), ("y", c_double))


class Quartz:
    """The real calls, by ctypes on CoreGraphics and CoreFoundation."""

    def __init__(self, load: Any = ctypes.CDLL) -> None:
        """Raises OSError where the frameworks are not there."""
        at = "/System/Library/Frameworks/{0}.framework/{0}".format
        self._graphics: Any = load(at("CoreGraphics"))
        self._foundation: Any = load(at("CoreFoundation"))
        _declare(self._graphics, self._foundation)

    def display(self, point: tuple[int, int]) -> Described:
        """As `CoreGraphics` says."""
        found, count = c_uint32(), c_uint32()
        error = self._graphics.CGGetDisplaysWithPoint(_CGPoint(*point), 1, byref(found), byref(count))
        if error or not count.value:
            raise OSError("no display shows this window")
        return Described(self._profile(found.value), self._curves(found.value))

    def _profile(self, display: int) -> bytes:
        space = self._graphics.CGDisplayCopyColorSpace(display)
        if not space:
            raise OSError("the display has no colour space")
        try:
            return self._bytes(self._graphics.CGColorSpaceCopyICCData(space))
        finally:
            self._foundation.CFRelease(space)

    def _bytes(self, copied: int | None) -> bytes:
        """Take the bytes of a CFData, and let it go."""
        if not copied:
            raise OSError("the display's colour space has no profile")
        try:
            length = self._foundation.CFDataGetLength(copied)
            return ctypes.string_at(self._foundation.CFDataGetBytePtr(copied), length)
        finally:
            self._foundation.CFRelease(copied)

    def _curves(self, display: int) -> tuple[tuple[float, ...], ...]:
        tables = [(c_float * _ENTRIES)() for _ in range(3)]
        held = c_uint32()
        if self._graphics.CGGetDisplayTransferByTable(display, _ENTRIES, *tables, byref(held)):
            return ()
        return tuple(tuple(table[: held.value]) for table in tables)


def _declare(graphics: Any, foundation: Any) -> None:
    """Argument types: without them a 64-bit reference is cut to 32 bits."""
    graphics.CGGetDisplaysWithPoint.argtypes = [_CGPoint, c_uint32, POINTER(c_uint32), POINTER(c_uint32)]
    graphics.CGGetDisplaysWithPoint.restype = c_int
    graphics.CGDisplayCopyColorSpace.argtypes, graphics.CGDisplayCopyColorSpace.restype = [c_uint32], c_void_p
    graphics.CGColorSpaceCopyICCData.argtypes, graphics.CGColorSpaceCopyICCData.restype = [c_void_p], c_void_p
    table = POINTER(c_float)
    count = POINTER(c_uint32)
    graphics.CGGetDisplayTransferByTable.argtypes = [c_uint32, c_uint32, table, table, table, count]
    graphics.CGGetDisplayTransferByTable.restype = c_int
    foundation.CFDataGetLength.argtypes, foundation.CFDataGetLength.restype = [c_void_p], c_long
    foundation.CFDataGetBytePtr.argtypes, foundation.CFDataGetBytePtr.restype = [c_void_p], c_void_p
    foundation.CFRelease.argtypes = [c_void_p]
