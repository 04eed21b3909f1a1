"""Displays of an X server: read from a real one (Xvfb), and from a stand-in for colord on its own bus."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from Xlib import X
from Xlib import display as xlib

from review_desk.imaging.icc_tags import MAX_BYTES
from review_desk.ui.display.colord import Assigned, Colord, NoColordError
from review_desk.ui.display.profile import Screen, video_table
from review_desk.ui.display.watch import look
from review_desk.ui.display.x11 import X11Provider, resolve
from review_desk.ui.display.x_server import NoServerError, Reading, XServer
from tests.imaging import icc_builder as icc

ONE, TWO = icc.profile(description="Left"), icc.profile(description="Right")
SCREEN = Screen("screen")


class NoColord:
    def assigned(self, connector: str) -> Assigned | None:
        raise NoColordError("colord is not running.")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The name of an X server of our own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb, which is not installed")
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "640x480x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    running = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    running.terminate()
    running.wait(10)


@pytest.fixture
def root(server: str) -> Iterator["Root"]:
    opened = Root(server)
    yield opened
    opened.clear()


class Root:
    """The root window of the X server, as profile loaders write on it."""

    def __init__(self, server: str) -> None:
        self._display = xlib.Display(server)
        self._window = self._display.screen().root
        self._known: set[str] = set()

    def put(self, number: int, icc: bytes) -> None:
        name = "_ICC_PROFILE" + (f"_{number}" if number else "")
        self._known.add(name)
        atom, cardinal = self._display.intern_atom(name), self._display.intern_atom("CARDINAL")
        self._window.delete_property(atom)
        for start in range(0, max(1, len(icc)), 200_000):
            part = icc[start : start + 200_000]
            self._window.change_property(atom, cardinal, 8, part, mode=X.PropModeAppend)
        self._display.sync()

    def gamma(self, exponent: float) -> None:
        table = [round(65535 * (n / 255) ** exponent) for n in range(256)]
        resources = self._window.xrandr_get_screen_resources()
        self._display.xrandr_set_crtc_gamma(resources.crtcs[0], 256, table, table, table)
        self._display.sync()

    def clear(self) -> None:
        for name in self._known:
            self._window.delete_property(self._display.intern_atom(name))
        self._display.sync()
        self._display.close()


@pytest.mark.display
def test_the_profiles_of_two_screens_come_back_byte_for_byte(root: Root, server: str, samples: Path) -> None:
    """37 kB and 122 kB: the second is more than Qt itself would read."""
    small, large = ((samples / "icc" / "displays" / n).read_bytes() for n in ("disps.icc", "dispx.icc"))
    root.put(0, small)
    root.put(1, large)
    assert XServer(server).read("screen").atoms == {0: small, 1: large}


@pytest.mark.display
def test_each_screen_takes_the_profile_of_its_number(root: Root, server: str) -> None:
    root.put(0, ONE)
    root.put(1, TWO)
    provider = X11Provider(XServer(server), NoColord())
    found = [provider.profile_of(Screen("screen", index=n, count=2)) for n in (0, 1)]
    assert [profile.icc for profile in found] == [ONE, TWO]
    assert [profile.source for profile in found] == ["X11 atom", "X11 atom"]
    assert not found[0].verifiable
    assert "may be that of another one" in found[0].note


@pytest.mark.display
def test_a_server_without_profiles_has_none(root: Root, server: str) -> None:
    found = X11Provider(XServer(server), NoColord()).profile_of(SCREEN)
    assert (found.icc, found.source) == (None, "none")
    assert found.note == "The X server carries no profile for this screen. colord is not running."


@pytest.mark.display
def test_a_screen_without_a_profile_beside_one_that_has_one_is_told_so(root: Root, server: str) -> None:
    root.put(1, TWO)
    found = X11Provider(XServer(server), NoColord()).profile_of(SCREEN)
    assert found.icc is None
    assert "It has one for another screen." in found.note


@pytest.mark.display
def test_garbage_is_no_profile(root: Root, server: str) -> None:
    root.put(0, b"this is no profile" * 50)
    found = X11Provider(XServer(server), NoColord()).profile_of(SCREEN)
    assert found.icc is None
    assert found.note.startswith("This is not an ICC profile. sRGB is assumed.")


@pytest.mark.display
def test_a_profile_that_does_not_convert_is_taken_away_before_it_is_used(root: Root, server: str) -> None:
    root.put(0, icc.profile({"rTRC": b"zero"}))
    seen = look(X11Provider(XServer(server), NoColord()), SCREEN)
    assert (seen.profile.icc, seen.facts) == (None, None)
    assert "Little CMS cannot convert with it. sRGB is assumed." in seen.profile.note


@pytest.mark.display
def test_a_property_that_is_too_large_is_not_read(root: Root, server: str) -> None:
    root.put(0, ONE + b"\0" * (MAX_BYTES + 4))
    found = X11Provider(XServer(server), NoColord()).profile_of(SCREEN)
    assert found.icc is None
    assert "too large" in found.note


@pytest.mark.display
def test_the_video_cards_table_is_read_for_the_screen_of_that_name(root: Root, server: str) -> None:
    provider = X11Provider(XServer(server), NoColord())
    root.gamma(1.0)
    assert provider.profile_of(SCREEN).video_table == "linear"
    root.gamma(1.2)
    assert provider.profile_of(SCREEN).video_table == "loaded"
    assert provider.profile_of(Screen("DP-9")).video_table == "unknown"


def test_a_table_that_was_never_set_says_nothing() -> None:
    assert video_table([[0.0] * 256] * 3) == "unknown"
    assert video_table([]) == "unknown"


def test_without_an_x_server_it_says_so() -> None:
    with pytest.raises(NoServerError, match="does not answer"):
        XServer(":4711").read("screen")
    found = X11Provider(XServer(":4711"), NoColord()).profile_of(SCREEN)
    assert "The X server does not answer." in found.note


WHOLE = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget
from review_desk.app import application
from review_desk.ui.display.choose import driver, provider_for
from review_desk.ui.display.seat import DisplaySeat
qt = application()
window = QWidget()
window.show()
named = driver(platform=qt.platformName(), environment={})
seat = DisplaySeat(Path(sys.argv[1]), lambda prefer: provider_for(named, prefer=prefer))
loop = QEventLoop()
seat.profile_changed.connect(loop.quit)
QTimer.singleShot(20000, loop.quit)
seat.follow(window)
loop.exec()
seat.close()
print(named, seat.profile.source, seat.record(), sep="|")
"""


@pytest.mark.display
def test_a_window_of_the_program_finds_the_profile_of_the_screen_it_is_on(
    root: Root, server: str, tmp_path: Path
) -> None:
    root.put(0, ONE)
    here = {"DISPLAY": server, "QT_QPA_PLATFORM": "xcb", "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/none"}
    environment = {**os.environ, **here}
    command = [sys.executable, "-c", WHOLE, str(tmp_path)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90, check=True)
    driver, source, record = told.stdout.strip().split("|")
    assert (driver, source) == ("x11", "X11 atom")
    assert record.startswith("screen · Left 2026-11-17 · ")


# colord, by a stand-in.

ROOT = "/org/freedesktop/ColorManager"


class StandIn:
    """Answers as colord does, for one device on DP-1; on a thread of its own."""

    def __init__(self, bus: str, file: str, *, key: str = "OutputName", silent: bool = False) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._file, self._key, self._silent = file, key, silent
        self._connection = open_dbus_connection(bus)
        self._stop = threading.Event()
        self._take_name()
        self._thread = threading.Thread(target=self._serve, name="stand-in")
        self._thread.start()

    def _take_name(self) -> None:
        from jeepney.bus_messages import message_bus

        self._connection.send_and_get_reply(
            message_bus.RequestName("org.freedesktop.ColorManager"), timeout=5
        )

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type.name == "method_call" and not self._silent:
                self._connection.send(self._answer(message))

    def _answer(self, message: "object") -> "object":
        from jeepney import HeaderFields, new_error, new_method_return

        path = message.header.fields[HeaderFields.path]  # type: ignore[attr-defined]
        body = message.body  # type: ignore[attr-defined]
        if path == ROOT:
            if body == (self._key, "DP-1"):
                return new_method_return(message, "o", (f"{ROOT}/devices/one",))
            return new_error(message, "org.freedesktop.ColorManager.NotFound", "s", ("no such device",))
        if body[1] == "Profiles":
            profiles = [f"{ROOT}/profiles/one"] if self._file else []
            return new_method_return(message, "v", (("ao", profiles),))
        return new_method_return(message, "v", (("s", self._file),))

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._connection.close()


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """The address of a D-Bus of our own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon, which is not installed")
    pytest.importorskip("jeepney", reason="needs jeepney, which is not installed")
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert running.stdout is not None
    yield running.stdout.readline().strip()
    running.terminate()
    running.wait(10)
    running.stdout.close()


@contextmanager
def colord(bus: str, file: str, **options: object) -> Iterator[Colord]:
    stand_in = StandIn(bus, file, **options)  # type: ignore[arg-type]
    try:
        yield Colord(bus)
    finally:
        stand_in.close()


@pytest.fixture
def left(tmp_path: Path) -> Path:
    file = tmp_path / "left.icc"
    file.write_bytes(ONE)
    return file


@pytest.mark.parametrize("key", ["OutputName", "XRANDR_name"])
def test_colord_names_the_profile_of_a_connector(bus: str, left: Path, key: str) -> None:
    with colord(bus, str(left), key=key) as asked:
        assert asked.assigned("DP-1") == Assigned(str(left), ONE)
        assert asked.assigned("HDMI-7") is None


def test_a_device_without_a_profile_has_none(bus: str) -> None:
    with colord(bus, "") as asked:
        assert asked.assigned("DP-1") is None


def test_a_file_that_colord_names_and_that_is_gone_is_told(bus: str, tmp_path: Path) -> None:
    with colord(bus, str(tmp_path / "gone.icc")) as asked, pytest.raises(NoColordError) as told:
        asked.assigned("DP-1")
    assert str(told.value) == "colord names gone.icc, which cannot be read: No such file or directory."


def test_a_file_that_is_too_large_is_not_read(bus: str, tmp_path: Path) -> None:
    (tmp_path / "big.icc").write_bytes(b"\0" * (MAX_BYTES + 1))
    with (
        colord(bus, str(tmp_path / "big.icc")) as asked,
        pytest.raises(NoColordError, match="larger than 4 MB"),
    ):
        asked.assigned("DP-1")


def test_a_colord_that_says_nothing_is_given_up_and_then_left_in_peace_for_a_minute(
    bus: str, left: Path
) -> None:
    now = [0.0]
    stand_in = StandIn(bus, str(left), silent=True)
    asked = Colord(bus, clock=lambda: now[0], timeout_s=0.2)
    try:
        for _ in range(2):
            with pytest.raises(NoColordError, match="did not answer"):
                asked.assigned("DP-1")
    finally:
        stand_in.close()
    with colord(bus, str(left)):
        with pytest.raises(NoColordError, match="did not answer"):
            asked.assigned("DP-1")
        now[0] = 61
        assert asked.assigned("DP-1") == Assigned(str(left), ONE)


def test_a_bus_without_colord_says_so(bus: str) -> None:
    with pytest.raises(NoColordError, match="colord is not running"):
        Colord(bus).assigned("DP-1")


@pytest.mark.parametrize("address", ["unix:path=/nowhere/at/all", "nonsense"])
def test_a_machine_without_a_bus_says_so(address: str) -> None:
    with pytest.raises(NoColordError, match="no D-Bus"):
        Colord(address).assigned("DP-1")


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jeepney.io.blocking", None)
    with pytest.raises(NoColordError, match="jeepney is not installed"):
        Colord().assigned("DP-1")


@pytest.mark.display
def test_colord_and_the_x_server_agree(root: Root, server: str, bus: str, left: Path) -> None:
    root.put(0, ONE)
    with colord(bus, str(left)) as asked:
        found = X11Provider(XServer(server), asked).profile_of(Screen("DP-1"))
    assert (found.source, found.icc, found.verifiable) == ("colord", ONE, True)
    assert found.note == "colord and the X server name the same profile."


LEFT = Assigned("/left.icc", ONE)


def test_colord_alone_is_believed() -> None:
    found = resolve(Screen("DP-1"), Reading(), LEFT)
    assert (found.source, found.icc, found.verifiable) == ("colord", ONE, True)
    assert "the X server carries none" in found.note


def test_a_number_that_is_not_the_screens_own_is_told_and_colord_believed() -> None:
    found = resolve(Screen("DP-1", index=0, count=2), Reading({0: TWO, 1: ONE}), LEFT)
    assert (found.icc, found.verifiable) == (ONE, True)
    assert found.note == "colord names this profile for DP-1; the X server has it as number 1."


def test_where_they_disagree_colord_is_believed_and_the_doubt_is_told() -> None:
    found = resolve(Screen("DP-1"), Reading({0: TWO}), LEFT)
    assert (found.source, found.icc, found.verifiable) == ("colord", ONE, False)
    assert found.note == "colord and the X server name different profiles; colord is believed."


def test_where_they_disagree_a_person_may_believe_the_x_server() -> None:
    found = resolve(Screen("DP-1"), Reading({0: TWO}), LEFT, prefer="X11 atom")
    assert (found.source, found.icc, found.verifiable) == ("X11 atom", TWO, False)
    assert found.note == "colord and the X server name different profiles; the X server is believed."
