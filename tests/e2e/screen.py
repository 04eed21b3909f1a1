"""An X server of the test's own, with hands for its keys and eyes for its pixels."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display

from tests.builders import ROOT, environment

PATIENCE_S = 60.0
"""A machine that does other things too may be slow; none of this is measured."""

MIDDLE = (200, 150, 850, 500)
"""x, y, width and height of the part of a 1440 × 900 screen that is looked at."""

NEEDED = ("Xvfb", "xdotool")


def require_screen() -> None:
    """Skips where no X server can be started."""
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if missing:
        pytest.skip(
            f"needs an X server of its own: {' and '.join(missing)} not found (packaging/system.sh test)"
        )


class Screen:
    """Drives what is shown on an X display with the keyboard, and looks at it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._display = Display(name)

    def environment(self) -> dict[str, str]:
        """For programs that are to be shown here."""
        kept = {
            key: value
            for key, value in environment().items()
            if key not in ("WAYLAND_DISPLAY", "QT_SCALE_FACTOR")
        }
        return {**kept, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def keys(self, *names: str) -> None:
        """Press keys, in xdotool's spelling, with a moment between them as fingers need it."""
        self._xdotool("key", "--delay", "30", *names)

    def write(self, words: str) -> None:
        """Type words."""
        self._xdotool("type", "--delay", "30", words)

    def hold(self, name: str) -> None:
        """Press a key and keep it down."""
        self._xdotool("keydown", name)

    def let_go(self, name: str) -> None:
        """Let a held key go."""
        self._xdotool("keyup", name)

    def window(self, title: str) -> int:
        """Wait for a window with this in its title, and give it the keys. Returns its number."""
        found = until(lambda: self._search(title), f"a window called “{title}”")
        self._xdotool("windowfocus", str(found))
        return found

    def seen(self) -> str:
        """A fingerprint of the pixels in the middle of the screen, where the photo is and no clock ticks."""
        image = self._display.screen().root.get_image(*MIDDLE, X.ZPixmap, 0xFFFFFFFF)
        return hashlib.sha256(image.data).hexdigest()

    def settled(self) -> str:
        """The fingerprint once nothing moves any more."""
        before = self.seen()
        for _ in range(200):
            time.sleep(0.15)
            now = self.seen()
            if now == before:
                return now
            before = now
        raise AssertionError("the screen does not come to rest")

    def until_seen(self, expected: str) -> None:
        """Wait until the screen is pixel by pixel as it was once."""
        until(lambda: self.seen() == expected, "the picture there was before")

    def until_other(self, before: str) -> str:
        """Wait until the screen is not as it was, and at rest. Returns its fingerprint."""
        until(lambda: self.seen() != before, "another picture")
        return self.settled()

    def close(self) -> None:
        self._display.close()

    def _search(self, title: str) -> int:
        run = self._run("search", "--onlyvisible", "--name", title)
        return int(run.stdout.split()[0]) if run.stdout.split() else 0

    def _xdotool(self, *words: str) -> None:
        run = self._run(*words)
        assert run.returncode == 0, run.stderr

    def _run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["xdotool", *words], env={**os.environ, "DISPLAY": self.name}, capture_output=True, text=True,
            check=False, timeout=PATIENCE_S,
        )  # fmt: skip


def until(true: Callable[[], object], what: str) -> object:
    """Look again and again until something is so. Returns it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.03)
    raise AssertionError(f"waited {PATIENCE_S:g} s in vain for {what}")


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """An X server with a display number that it chose itself, and a window manager where there is one."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as pipe:
        name = f":{pipe.readline().strip()}"
    manager, opened = _manager(name), None
    try:
        opened = Screen(name)
        yield opened
    finally:
        if opened:
            opened.close()
        for process in filter(None, (manager, server)):
            process.terminate()
            process.wait()


def _manager(display: str) -> "subprocess.Popen[bytes] | None":
    if shutil.which("openbox") is None:
        return None
    return subprocess.Popen(
        ["openbox"],
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextlib.contextmanager
def program(shown: Screen, *arguments: str | Path) -> Iterator["subprocess.Popen[str]"]:
    """`review-desk` on a screen; killed if it is still there at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "review_desk", *map(str, arguments)],
        env=shown.environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
