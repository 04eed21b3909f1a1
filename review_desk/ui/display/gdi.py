"""The calls into Windows behind `windows.py`: GDI for the monitor and its profile, DisplayConfig for HDR.

Structures and constants after wingdi.h and winuser.h. Not yet run on Windows; their sizes are tested.
"""

import ctypes
from collections.abc import Callable, Iterator
from ctypes import POINTER, byref, c_int, c_int32, c_long, c_uint16, c_uint32, c_void_p, c_wchar, sizeof
from typing import Any

from review_desk.ui.display.windows import Mode, Monitor, advanced_color, colour_mode

_NEAREST = 2  # MONITOR_DEFAULTTONEAREST
_ONLY_ACTIVE = 2  # QDC_ONLY_ACTIVE_PATHS
_SOURCE_NAME, _ADVANCED_COLOR, _ADVANCED_COLOR_2 = 1, 9, 15  # DISPLAYCONFIG_DEVICE_INFO_TYPE
_MAX_PATH = 1024
_LOAD: Callable[[str], Any] | None = getattr(ctypes, "WinDLL", None)


class Rect(ctypes.Structure):
    """RECT."""

    _fields_ = (("left", c_long), ("top", c_long), ("right", c_long), ("bottom", c_long))


class Point(ctypes.Structure):
    """POINT."""

    _fields_ = (("x", c_long), ("y", c_long))


class MonitorInfo(ctypes.Structure):
    """MONITORINFOEXW: 104 bytes on Windows, where a long has four."""

    _fields_ = (
        ("size", c_uint32),
        ("monitor", c_int32 * 4),
        ("work", c_int32 * 4),
        ("flags", c_uint32),
        ("device", c_uint16 * 32),
    )

    @property
    def name(self) -> str:
        """The device, as in "\\\\.\\DISPLAY1"."""
        return bytes(self.device).decode("utf-16-le").partition("\0")[0]


class Luid(ctypes.Structure):
    """LUID."""

    _fields_ = (("low", c_uint32), ("high", c_int32))


class Header(ctypes.Structure):
    """DISPLAYCONFIG_DEVICE_INFO_HEADER: 20 bytes."""

    _fields_ = (("type", c_uint32), ("size", c_uint32), ("adapter", Luid), ("id", c_uint32))


class Path(ctypes.Structure):
    """DISPLAYCONFIG_PATH_INFO: 72 bytes, source, target and flags."""

    _fields_ = (
        ("source_adapter", Luid),
        ("source_id", c_uint32),
        ("source_rest", c_uint32 * 2),
        ("target_adapter", Luid),
        ("target_id", c_uint32),
        ("target_rest", c_uint32 * 9),
        ("flags", c_uint32),
    )


class PathMode(ctypes.Structure):
    """DISPLAYCONFIG_MODE_INFO: 64 bytes, of which none is read."""

    _fields_ = (("bytes", c_uint32 * 16),)


class SourceName(ctypes.Structure):
    """DISPLAYCONFIG_SOURCE_DEVICE_NAME: 84 bytes."""

    _fields_ = (("header", Header), ("device", c_uint16 * 32))

    @property
    def name(self) -> str:
        """The device, as in `MonitorInfo.name`."""
        return bytes(self.device).decode("utf-16-le").partition("\0")[0]


class AdvancedColor(ctypes.Structure):
    """DISPLAYCONFIG_GET_ADVANCED_COLOR_INFO: 32 bytes."""

    _fields_ = (("header", Header), ("flags", c_uint32), ("encoding", c_uint32), ("bits", c_uint32))


class AdvancedColor2(ctypes.Structure):
    """DISPLAYCONFIG_GET_ADVANCED_COLOR_INFO_2: 36 bytes."""

    _fields_ = (
        ("header", Header),
        ("flags", c_uint32),
        ("encoding", c_uint32),
        ("bits", c_uint32),
        ("active", c_uint32),
    )


class WindowsGdi:
    """The real calls. Made on Windows only."""

    def __init__(self, load: Callable[[str], Any] | None = _LOAD) -> None:
        """Raises OSError anywhere but on Windows."""
        if load is None:
            raise OSError("this is not Windows")
        self._user, self._gdi = load("user32"), load("gdi32")
        declare(self._user, self._gdi)

    def monitor(self, window_id: int, point: tuple[int, int]) -> Monitor:
        """As `windows.Gdi` says."""
        device = self._device(window_id, point)
        context = self._gdi.CreateDCW("DISPLAY", device, None, None)
        if not context:
            raise OSError(f"no device context for {device}")
        try:
            return Monitor(self._mode(device), self._profile(context), self._curves(context))
        finally:
            self._gdi.DeleteDC(context)

    def _device(self, window_id: int, point: tuple[int, int]) -> str:
        found = (
            self._user.MonitorFromWindow(window_id, _NEAREST)
            if window_id
            else self._user.MonitorFromPoint(Point(*point), _NEAREST)
        )
        described = MonitorInfo(size=sizeof(MonitorInfo))
        if not self._user.GetMonitorInfoW(found, byref(described)):
            raise OSError("no monitor is known for this window")
        return described.name

    def _profile(self, context: Any) -> str:
        """The path of the monitor's profile; "" where it has none."""
        length, path = c_uint32(_MAX_PATH), (c_wchar * _MAX_PATH)()
        return path.value if self._gdi.GetICMProfileW(context, byref(length), path) else ""

    def _curves(self, context: Any) -> tuple[tuple[float, ...], ...]:
        ramp = (c_uint16 * (3 * 256))()
        if not self._gdi.GetDeviceGammaRamp(context, byref(ramp)):
            return ()
        return tuple(tuple(code / 65535 for code in ramp[start : start + 256]) for start in (0, 256, 512))

    def _mode(self, device: str) -> Mode:
        path = next((path for path in self._paths() if self._source(path) == device), None)
        if path is None:
            return "unknown"
        newer = AdvancedColor2(header=_header(_ADVANCED_COLOR_2, AdvancedColor2, path))
        if self._user.DisplayConfigGetDeviceInfo(byref(newer)) == 0:
            return colour_mode(newer.active)
        older = AdvancedColor(header=_header(_ADVANCED_COLOR, AdvancedColor, path))
        if self._user.DisplayConfigGetDeviceInfo(byref(older)) == 0:
            return advanced_color(older.flags)
        return "unknown"

    def _paths(self) -> Iterator[Path]:
        path_count, mode_count = c_uint32(), c_uint32()
        sizes = byref(path_count), byref(mode_count)
        if self._user.GetDisplayConfigBufferSizes(_ONLY_ACTIVE, *sizes) != 0:
            return
        paths, modes = (Path * path_count.value)(), (PathMode * mode_count.value)()
        if self._user.QueryDisplayConfig(_ONLY_ACTIVE, sizes[0], paths, sizes[1], modes, None) == 0:
            yield from paths[: path_count.value]

    def _source(self, path: Path) -> str:
        asked = SourceName(
            header=Header(_SOURCE_NAME, sizeof(SourceName), path.source_adapter, path.source_id)
        )
        return asked.name if self._user.DisplayConfigGetDeviceInfo(byref(asked)) == 0 else ""


def _header(kind: int, structure: type[ctypes.Structure], path: Path) -> Header:
    return Header(kind, sizeof(structure), path.target_adapter, path.target_id)


def declare(user: Any, gdi: Any) -> None:
    """Argument types: without them a 64-bit handle is cut to 32 bits."""
    user.MonitorFromWindow.argtypes, user.MonitorFromWindow.restype = [c_void_p, c_uint32], c_void_p
    user.MonitorFromPoint.argtypes, user.MonitorFromPoint.restype = [Point, c_uint32], c_void_p
    user.GetMonitorInfoW.argtypes = [c_void_p, c_void_p]
    user.GetDisplayConfigBufferSizes.argtypes = [c_uint32, POINTER(c_uint32), POINTER(c_uint32)]
    user.QueryDisplayConfig.argtypes = [
        c_uint32, POINTER(c_uint32), c_void_p, POINTER(c_uint32), c_void_p, c_void_p
    ]  # fmt: skip
    user.DisplayConfigGetDeviceInfo.argtypes, user.DisplayConfigGetDeviceInfo.restype = [c_void_p], c_int
    gdi.CreateDCW.restype = c_void_p
    gdi.CreateDCW.argtypes = [ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_wchar_p, c_void_p]
    gdi.DeleteDC.argtypes = [c_void_p]
    gdi.GetICMProfileW.argtypes = [c_void_p, POINTER(c_uint32), ctypes.c_wchar_p]
    gdi.GetDeviceGammaRamp.argtypes = [c_void_p, c_void_p]
