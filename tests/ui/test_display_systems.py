"""Windows, macOS and Wayland: what follows from the answers of the system, by stand-ins for it."""

import ctypes
from collections.abc import Mapping
from ctypes import sizeof
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColorSpace, QSurfaceFormat

from review_desk.domain.profile_facts import Panel
from review_desk.ui.display import gdi, macos, windows
from review_desk.ui.display.choose import driver, provider_for
from review_desk.ui.display.profile import FixedProvider, Screen
from review_desk.ui.display.wayland import WaylandProvider
from review_desk.ui.display.windows import Monitor, WindowsProvider, advanced_color, colour_mode
from review_desk.ui.display.x11 import X11Provider
from tests.imaging import icc_builder as icc

PROFILE = icc.profile()
SCREEN = Screen("CG2420", window_id=77, point=(10, 20), panel=Panel("EIZO", "CG2420", "1"))
STRAIGHT = tuple(n / 255 for n in range(256))


class FakeGdi:
    def __init__(self, monitor: Monitor | OSError) -> None:
        self.monitor_told, self.asked = monitor, []

    def monitor(self, window_id: int, point: tuple[int, int]) -> Monitor:
        self.asked.append((window_id, point))
        if isinstance(self.monitor_told, OSError):
            raise self.monitor_told
        return self.monitor_told


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "CG2420.icm").write_bytes(PROFILE)
    return str(tmp_path / "CG2420.icm")


def test_windows_names_a_file_and_the_program_converts_to_it(file: str) -> None:
    asked = FakeGdi(Monitor("sdr", file, (STRAIGHT,) * 3))
    found = WindowsProvider(asked).profile_of(SCREEN)
    assert asked.asked == [(77, (10, 20))]
    assert (found.source, found.icc, found.managed_by) == ("Windows", PROFILE, "application")
    assert (found.verifiable, found.video_table, found.note) == (True, "linear", "")
    assert found.panel == SCREEN.panel


def test_windows_without_a_profile_means_srgb() -> None:
    found = WindowsProvider(FakeGdi(Monitor("sdr"))).profile_of(SCREEN)
    assert (found.icc, found.managed_by) == (None, "application")
    assert found.note == "Windows has no profile for this monitor."


@pytest.mark.parametrize(("mode", "hdr"), [("managed", False), ("hdr", True)])
def test_where_windows_manages_colour_the_program_does_not_convert_again(
    file: str, mode: windows.Mode, hdr: bool
) -> None:
    found = WindowsProvider(FakeGdi(Monitor(mode, file))).profile_of(SCREEN)
    assert (found.icc, found.managed_by, found.verifiable, found.hdr) == (None, "system", False, hdr)


def test_where_hdr_cannot_be_asked_the_profile_is_used_and_doubted(file: str) -> None:
    found = WindowsProvider(FakeGdi(Monitor("unknown", file))).profile_of(SCREEN)
    assert (found.icc, found.verifiable) == (PROFILE, False)
    assert found.note == "Whether HDR is on could not be asked."


@pytest.mark.parametrize("content", [None, b"garbage"])
def test_a_file_that_windows_names_and_that_is_no_profile_is_told(
    tmp_path: Path, content: bytes | None
) -> None:
    named = tmp_path / "lost.icm"
    if content is not None:
        named.write_bytes(content)
    found = WindowsProvider(FakeGdi(Monitor("sdr", str(named)))).profile_of(SCREEN)
    assert found.icc is None
    assert found.note.endswith("sRGB is assumed.")


def test_a_window_on_no_monitor_is_told() -> None:
    found = WindowsProvider(FakeGdi(OSError("no monitor is known for this window"))).profile_of(SCREEN)
    assert not found.verifiable
    assert "no monitor is known" in found.note


@pytest.mark.parametrize(
    ("flags", "mode"),
    [(0b0000, "sdr"), (0b0001, "sdr"), (0b0011, "managed"), (0b0111, "managed"), (0b1001, "sdr")],
)
def test_the_bits_of_advanced_color(flags: int, mode: str) -> None:
    assert advanced_color(flags) == mode


@pytest.mark.parametrize(("active", "mode"), [(0, "sdr"), (1, "managed"), (2, "hdr"), (9, "unknown")])
def test_the_colour_mode_of_newer_windows(active: int, mode: str) -> None:
    assert colour_mode(active) == mode


def test_the_structures_have_the_sizes_that_windows_expects() -> None:
    """After wingdi.h and winuser.h, for 64 bits: a wrong size is refused by Windows without a word."""
    structures = (
        gdi.MonitorInfo,
        gdi.Header,
        gdi.Path,
        gdi.PathMode,
        gdi.SourceName,
        gdi.AdvancedColor,
        gdi.AdvancedColor2,
    )
    assert [sizeof(s) for s in structures] == [104, 20, 72, 64, 84, 32, 36]


def test_windows_calls_are_refused_anywhere_else() -> None:
    with pytest.raises(OSError, match="this is not Windows"):
        gdi.WindowsGdi(load=None)


class Calls:
    """A library whose functions are those given; every other one answers 0."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self._functions = functions
        self._made: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return self._made.setdefault(name, Call(self._functions.get(name, lambda *_: 0)))


class Call:
    def __init__(self, function: Any) -> None:
        self._function = function
        self.argtypes: list[Any] = []
        self.restype: Any = None

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)


def told(reference: Any) -> Any:
    """What a byref points to."""
    return reference._obj


def write(field: Any, text: str) -> None:
    for n, unit in enumerate(text):
        field[n] = ord(unit)


class FakeWindows:
    """One monitor, DISPLAY2, second of two paths."""

    def __init__(self, file: str, *, newer: bool, active: int = 0, flags: int = 0) -> None:
        self.file, self.newer, self.active, self.flags = file, newer, active, flags
        self.libraries = {
            "user32": Calls(
                {
                    "MonitorFromWindow": lambda window, _: window + 1,
                    "GetMonitorInfoW": self.describe,
                    "GetDisplayConfigBufferSizes": self.sizes,
                    "QueryDisplayConfig": self.paths,
                    "DisplayConfigGetDeviceInfo": self.device,
                }
            ),
            "gdi32": Calls(
                {
                    "CreateDCW": lambda _, device, *__: 5 if device == r"\\.\DISPLAY2" else 0,
                    "GetICMProfileW": self.profile,
                    "GetDeviceGammaRamp": self.ramp,
                }
            ),
        }

    def describe(self, monitor: int, reference: Any) -> int:
        assert (monitor, told(reference).size) == (78, 104)
        write(told(reference).device, r"\\.\DISPLAY2")
        return 1

    def sizes(self, _: int, paths: Any, modes: Any) -> int:
        told(paths).value, told(modes).value = 2, 2
        return 0

    def paths(self, _: int, __: Any, paths: Any, ___: Any, ____: Any, _____: Any) -> int:
        for n in range(2):
            paths[n].source_id, paths[n].target_id = n, 100 + n
        return 0

    def device(self, reference: Any) -> int:
        asked = told(reference)
        assert asked.header.size == sizeof(type(asked))
        if isinstance(asked, gdi.SourceName):
            write(asked.device, rf"\\.\DISPLAY{asked.header.id + 1}")
            return 0
        assert asked.header.id == 101
        if isinstance(asked, gdi.AdvancedColor2):
            asked.active = self.active
            return 0 if self.newer else 87
        asked.flags = self.flags
        return 0

    def profile(self, context: int, _: Any, path: Any) -> int:
        assert context == 5
        path.value = self.file
        return bool(self.file)

    def ramp(self, _: int, reference: Any) -> int:
        for n in range(768):
            told(reference)[n] = n % 256 * 257
        return 1


@pytest.mark.parametrize(
    ("newer", "active", "flags", "mode"),
    [(True, 0, 0, "sdr"), (True, 2, 0, "hdr"), (False, 0, 0b11, "managed"), (False, 0, 0b01, "sdr")],
)
def test_the_calls_into_windows_are_made_for_the_monitor_of_the_window(
    file: str, newer: bool, active: int, flags: int, mode: str
) -> None:
    system = FakeWindows(file, newer=newer, active=active, flags=flags)
    monitor = gdi.WindowsGdi(load=lambda name: system.libraries[name]).monitor(77, (0, 0))
    assert (monitor.mode, monitor.profile) == (mode, file)
    assert monitor.curves[0] == pytest.approx(STRAIGHT)


DESCRIBED = macos.Described(PROFILE, (STRAIGHT,) * 3)


class FakeGraphics:
    def __init__(self, display: macos.Described | OSError) -> None:
        self.told = display

    def display(self, point: tuple[int, int]) -> macos.Described:
        if isinstance(self.told, OSError):
            raise self.told
        return self.told


def mac(display: macos.Described | OSError, *, declares: bool = True) -> Any:
    return macos.MacProvider(FakeGraphics(display)).profile_of(Screen("Studio", declares_srgb=declares))


def test_on_macos_photos_go_to_srgb_and_the_displays_profile_is_only_read() -> None:
    found = mac(DESCRIBED)
    assert (found.icc, found.described, found.managed_by) == (None, PROFILE, "system")
    assert (found.verifiable, found.note, found.video_table) == (True, "", "linear")


def test_a_window_that_declares_nothing_is_shown_raw_and_told_so() -> None:
    found = mac(DESCRIBED, declares=False)
    assert not found.verifiable
    assert "does not declare sRGB" in found.note


@pytest.mark.parametrize("display", [OSError("no display shows this window"), macos.Described(b"garbage")])
def test_a_display_that_macos_cannot_describe_is_in_doubt(display: macos.Described | OSError) -> None:
    found = mac(display)
    assert (found.described, found.verifiable) == (None, False)
    assert found.note


class FakeQuartz:
    """One display, 42, at every point."""

    def __init__(self) -> None:
        self.held = ctypes.create_string_buffer(PROFILE, len(PROFILE))
        self.released: list[int] = []
        self.graphics = Calls(
            {
                "CGGetDisplaysWithPoint": self.find,
                "CGDisplayCopyColorSpace": lambda display: 7 if display == 42 else 0,
                "CGColorSpaceCopyICCData": lambda space: 8 if space == 7 else 0,
                "CGGetDisplayTransferByTable": self.tables,
            }
        )
        self.foundation = Calls(
            {
                "CFDataGetLength": lambda _: len(PROFILE),
                "CFDataGetBytePtr": lambda _: ctypes.addressof(self.held),
                "CFRelease": self.released.append,
            }
        )

    def load(self, path: str) -> Calls:
        return self.graphics if path.endswith("CoreGraphics") else self.foundation

    def find(self, _: Any, __: int, display: Any, count: Any) -> int:
        told(display).value, told(count).value = 42, 1
        return 0

    def tables(self, _: int, entries: int, red: Any, green: Any, blue: Any, count: Any) -> int:
        for table in (red, green, blue):
            for n in range(entries):
                table[n] = n / (entries - 1)
        told(count).value = entries
        return 0


def test_the_calls_into_macos_copy_the_profile_and_let_go_of_everything() -> None:
    system = FakeQuartz()
    found = macos.Quartz(system.load).display((0, 0))
    assert found.icc == PROFILE
    assert found.curves[2] == pytest.approx(STRAIGHT)
    assert sorted(system.released) == [7, 8]


def test_declaring_srgb_does_nothing_but_on_macos() -> None:
    macos.declare_srgb()
    assert QSurfaceFormat.defaultFormat().colorSpace() == QColorSpace()


def test_a_wayland_screen_gets_srgb_and_nothing_is_promised() -> None:
    found = WaylandProvider().profile_of(SCREEN)
    assert (found.icc, found.managed_by, found.verifiable) == (None, "system", False)
    assert found.note.startswith("Compositor-managed")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("xcb", {}, "x11"),
        ("xcb", {"XDG_SESSION_TYPE": "x11"}, "x11"),
        ("xcb", {"XDG_SESSION_TYPE": "wayland"}, "wayland"),
        ("xcb", {"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ("wayland", {}, "wayland"),
        ("wayland-egl", {}, "wayland"),
        ("windows", {}, "windows"),
        ("cocoa", {}, "macos"),
        ("offscreen", {"WAYLAND_DISPLAY": "wayland-0"}, "none"),
    ],
)
def test_who_drives_the_screens(platform: str, environment: dict[str, str], expected: str) -> None:
    assert driver(platform=platform, environment=environment) == expected


def test_each_driver_of_linux_has_its_provider() -> None:
    assert isinstance(provider_for("x11"), X11Provider)
    assert isinstance(provider_for("wayland"), WaylandProvider)
    assert isinstance(provider_for("none"), FixedProvider)


@pytest.mark.parametrize("elsewhere", ["windows", "macos"])
def test_a_driver_of_another_system_is_refused(elsewhere: Any) -> None:
    with pytest.raises(OSError, match=r"not Windows|CoreGraphics"):
        provider_for(elsewhere)
