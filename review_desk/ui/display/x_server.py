"""What an X server holds about its screens: profiles on the root window, and the video card's tables.

Profiles after “ICC Profiles in X”, version 0.4: `_ICC_PROFILE` for the first screen, `_ICC_PROFILE_1` and so
on for the others, the whole file in each.
"""

import ctypes
import ctypes.util
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_ushort, c_void_p
from dataclasses import dataclass, field
from typing import Any

from review_desk.imaging.icc_tags import MAX_BYTES

MAX_SCREENS = 16
_WORDS = MAX_BYTES // 4 + 1
_SUCCESS, _ANY_TYPE = 0, 0


class NoServerError(Exception):
    """There is no X server to be asked, or no library to ask it with. The text says which."""


@dataclass(frozen=True)
class Reading:
    """What the server holds: profile by screen number, and the tables of one screen's video card.

    A profile that is too large to be read stands as `None`.
    """

    atoms: Mapping[int, bytes | None] = field(default_factory=dict)
    curves: list[list[float]] = field(default_factory=list)


class _Output(ctypes.Structure):
    """XRROutputInfo, as far as it is needed."""

    _fields_ = (("timestamp", c_ulong), ("crtc", c_ulong), ("name", c_char_p), ("name_length", c_int))


class _Resources(ctypes.Structure):
    """XRRScreenResources."""

    _fields_ = (
        ("timestamp", c_ulong),
        ("config_timestamp", c_ulong),
        ("crtc_count", c_int),
        ("crtcs", POINTER(c_ulong)),
        ("output_count", c_int),
        ("outputs", POINTER(c_ulong)),
    )


class _Gamma(ctypes.Structure):
    """XRRCrtcGamma."""

    _fields_ = (
        ("size", c_int),
        ("red", POINTER(c_ushort)),
        ("green", POINTER(c_ushort)),
        ("blue", POINTER(c_ushort)),
    )


class XServer:
    """Asks over a connection of its own, opened each time: a server that goes away takes nothing with it."""

    def __init__(self, display: str | None = None) -> None:
        """`display` as in ":0"; the one of the environment for None."""
        self._display = display
        self._x11: Any = None
        self._randr: Any = None

    def read(self, connector: str) -> Reading:
        """Every profile, and the video table of the screen on `connector`. Raises NoServerError."""
        self._load()
        with self._connection() as connection:
            atoms = dict(self._atoms(connection))
            return Reading(atoms, self._curves(connection, connector) if self._randr else [])

    def _load(self) -> None:
        if self._x11 is None:
            self._x11 = _library("X11")
            _declare_x11(self._x11)
            try:
                self._randr = _library("Xrandr")
            except NoServerError:
                return
            _declare_randr(self._randr)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        name = self._display.encode() if self._display is not None else None
        connection = self._x11.XOpenDisplay(name)
        if not connection:
            raise NoServerError("The X server does not answer.")
        try:
            yield connection
        finally:
            self._x11.XCloseDisplay(connection)

    def _atoms(self, connection: Any) -> Iterator[tuple[int, bytes | None]]:
        root = self._x11.XDefaultRootWindow(connection)
        for number in range(MAX_SCREENS):
            name = b"_ICC_PROFILE" + (f"_{number}".encode() if number else b"")
            if atom := self._x11.XInternAtom(connection, name, True):
                found = self._property(connection, root, atom)
                if found != b"":
                    yield number, found

    def _property(self, connection: Any, root: int, atom: int) -> bytes | None:
        """The bytes of a property; none where it is not set or not of bytes, None where it is too large."""
        kind, width, count, left = c_ulong(), c_int(), c_ulong(), c_ulong()
        value = c_void_p()
        answer = self._x11.XGetWindowProperty(
            connection, root, atom, 0, _WORDS, False, _ANY_TYPE,
            byref(kind), byref(width), byref(count), byref(left), byref(value),
        )  # fmt: skip
        try:
            if answer != _SUCCESS or not value.value or width.value != 8:
                return b""
            return None if left.value else ctypes.string_at(value.value, count.value)
        finally:
            if value.value:
                self._x11.XFree(value)

    def _curves(self, connection: Any, connector: str) -> list[list[float]]:
        root = self._x11.XDefaultRootWindow(connection)
        resources = self._randr.XRRGetScreenResourcesCurrent(connection, root)
        if not resources:
            return []
        try:
            outputs = resources.contents.outputs[: resources.contents.output_count]
            crtcs = (self._crtc(connection, resources, output, connector) for output in outputs)
            crtc = next(filter(None, crtcs), 0)
            return self._gamma(connection, crtc) if crtc else []
        finally:
            self._randr.XRRFreeScreenResources(resources)

    def _crtc(self, connection: Any, resources: Any, output: int, connector: str) -> int:
        """The part of the card that drives an output, if that is the one on `connector`."""
        found = self._randr.XRRGetOutputInfo(connection, resources, output)
        if not found:
            return 0
        try:
            name = ctypes.string_at(found.contents.name, found.contents.name_length)
            return int(found.contents.crtc) if name.decode("latin-1") == connector else 0
        finally:
            self._randr.XRRFreeOutputInfo(found)

    def _gamma(self, connection: Any, crtc: int) -> list[list[float]]:
        gamma = self._randr.XRRGetCrtcGamma(connection, crtc)
        if not gamma:
            return []
        try:
            held = gamma.contents
            return [[code / 65535 for code in c[: held.size]] for c in (held.red, held.green, held.blue)]
        finally:
            self._randr.XRRFreeGamma(gamma)


def _library(name: str) -> Any:
    file = ctypes.util.find_library(name)
    if file is None:
        raise NoServerError(f"lib{name} is not installed.")
    return ctypes.CDLL(file)


def _declare_x11(x11: Any) -> None:
    x11.XOpenDisplay.argtypes, x11.XOpenDisplay.restype = [c_char_p], c_void_p
    x11.XCloseDisplay.argtypes = [c_void_p]
    x11.XDefaultRootWindow.argtypes, x11.XDefaultRootWindow.restype = [c_void_p], c_ulong
    x11.XInternAtom.argtypes, x11.XInternAtom.restype = [c_void_p, c_char_p, c_int], c_ulong
    x11.XFree.argtypes = [c_void_p]
    x11.XGetWindowProperty.argtypes = [
        c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong,
        POINTER(c_ulong), POINTER(c_int), POINTER(c_ulong), POINTER(c_ulong), POINTER(c_void_p),
    ]  # fmt: skip


def _declare_randr(randr: Any) -> None:
    resources, output, gamma = POINTER(_Resources), POINTER(_Output), POINTER(_Gamma)
    randr.XRRGetScreenResourcesCurrent.argtypes = [c_void_p, c_ulong]
    randr.XRRGetScreenResourcesCurrent.restype = resources
    randr.XRRFreeScreenResources.argtypes = [resources]
    randr.XRRGetOutputInfo.argtypes = [c_void_p, resources, c_ulong]
    randr.XRRGetOutputInfo.restype = output
    randr.XRRFreeOutputInfo.argtypes = [output]
    randr.XRRGetCrtcGamma.argtypes, randr.XRRGetCrtcGamma.restype = [c_void_p, c_ulong], gamma
    randr.XRRFreeGamma.argtypes = [gamma]
