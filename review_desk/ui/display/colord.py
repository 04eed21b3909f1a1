"""What colord, the colour service of Linux desktops, has assigned to a screen: asked over D-Bus.

The interface is colord's own: org.freedesktop.ColorManager, .Device and .Profile on the system bus.
"""

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review_desk.imaging.icc_tags import MAX_BYTES

_SERVICE, _ROOT = "org.freedesktop.ColorManager", "/org/freedesktop/ColorManager"
_ABSENT = ("ServiceUnknown", "NameHasNoOwner", "AccessDenied", "NoReply")
_KEYS = ("OutputName", "XRANDR_name")
"""Where a device keeps its connector differs between gnome-settings-daemon, colord-kde and xiccd."""
TIMEOUT_S = 2.0
_PAUSE_S = 60.0
"""After an answer that there is no colord, the bus is left in peace for so long."""


class NoColordError(Exception):
    """colord cannot be asked. The text says why."""


@dataclass(frozen=True)
class Assigned:
    """The profile that colord has assigned: the file it names, and its bytes."""

    file: str
    icc: bytes


class Colord:
    """Asks the service anew each time; after a silence, not before a minute has gone."""

    def __init__(
        self,
        bus: str = "SYSTEM",
        *,
        clock: Callable[[], float] = time.monotonic,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """`bus`: "SYSTEM", "SESSION", or the address of a bus."""
        self._bus, self._clock, self._timeout_s = bus, clock, timeout_s
        self._silent = ""
        self._ask_after = 0.0

    def assigned(self, connector: str) -> Assigned | None:
        """The profile of the screen on a connector ("DP-1"); None where colord has none for it.

        Raises NoColordError where it is not there, is silent for too long, or names a file that cannot be
        read.
        """
        if self._silent and self._clock() < self._ask_after:
            raise NoColordError(self._silent)
        try:
            answer = self._ask(connector)
        except NoColordError as error:
            self._silent, self._ask_after = str(error), self._clock() + _PAUSE_S
            raise
        self._silent = ""
        return answer

    def _ask(self, connector: str) -> Assigned | None:
        try:
            from jeepney.io.blocking import open_dbus_connection
        except ImportError as error:
            raise NoColordError("colord cannot be asked: the package jeepney is not installed.") from error
        try:
            with closing(open_dbus_connection(self._bus)) as connection:
                file = _Conversation(connection, self._timeout_s).file_for(connector)
        except TimeoutError as error:
            raise NoColordError(f"colord did not answer within {self._timeout_s:g} seconds.") from error
        except (OSError, KeyError, ValueError, EOFError) as error:
            raise NoColordError("There is no D-Bus to ask colord on.") from error
        return _read(file) if file else None


class _Conversation:
    """One connection's questions."""

    def __init__(self, connection: Any, timeout_s: float) -> None:
        self._connection, self._timeout_s = connection, timeout_s

    def file_for(self, connector: str) -> str:
        """The file of the first profile of the device on a connector; "" where there is none."""
        found = (self._device(key, connector) for key in _KEYS)
        device = next(filter(None, found), "")
        profiles = self._property(device, "Device", "Profiles") if device else []
        return str(self._property(profiles[0], "Profile", "Filename")) if profiles else ""

    def _device(self, key: str, connector: str) -> str:
        return str(self._call(_ROOT, _SERVICE, "FindDeviceByProperty", key, connector))

    def _property(self, path: str, kind: str, name: str) -> Any:
        answer = self._call(path, "org.freedesktop.DBus.Properties", "Get", f"{_SERVICE}.{kind}", name)
        return answer[1] if answer else ""

    def _call(self, path: str, interface: str, method: str, *words: str) -> Any:
        """What the service answers; "" where it knows no such thing."""
        from jeepney import DBusAddress, MessageType, new_method_call

        address = DBusAddress(path, bus_name=_SERVICE, interface=interface)
        message = new_method_call(address, method, "s" * len(words), words)
        reply = self._connection.send_and_get_reply(message, timeout=self._timeout_s)
        if reply.header.message_type is not MessageType.error:
            return reply.body[0]
        name = next((str(v) for k, v in reply.header.fields.items() if k.name == "error_name"), "")
        if name.startswith("org.freedesktop.DBus.Error.") and name.endswith(_ABSENT):
            raise NoColordError("colord is not running.")
        return ""


def _read(file: str) -> Assigned:
    """Raises NoColordError where the file cannot be read, or is too large."""
    name = Path(file).name
    try:
        with Path(file).open("rb") as opened:
            icc = opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
        raise NoColordError(f"colord names {name}, which cannot be read: {reason}.") from error
    if len(icc) > MAX_BYTES:
        raise NoColordError(f"colord names {name}, which is larger than {MAX_BYTES / 1e6:.0f} MB.")
    return Assigned(file, icc)
