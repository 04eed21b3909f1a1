"""Which system drives the screens, and so who is asked for their profiles."""

from collections.abc import Mapping
from typing import Literal

from review_desk.ui.display.profile import DisplayProvider, FixedProvider
from review_desk.ui.display.x11 import Prefer, X11Provider

Driver = Literal["windows", "macos", "wayland", "x11", "none"]


def driver(*, platform: str, environment: Mapping[str, str]) -> Driver:
    """Who drives the screens. `platform`: the name of Qt's plugin ("xcb", "cocoa").

    A Wayland session is one even where Qt speaks X11 to it (XWayland): its compositor converts.
    """
    if platform.startswith("wayland"):
        return "wayland"
    if platform == "xcb":
        wayland = environment.get("XDG_SESSION_TYPE") == "wayland" or bool(environment.get("WAYLAND_DISPLAY"))
        return "wayland" if wayland else "x11"
    named: dict[str, Driver] = {"windows": "windows", "cocoa": "macos"}
    return named.get(platform, "none")


def provider_for(driver: Driver, *, prefer: Prefer = "colord") -> DisplayProvider:
    """The provider of a driver. Raises OSError where the system's own libraries are not there."""
    if driver == "windows":
        from review_desk.ui.display.gdi import WindowsGdi
        from review_desk.ui.display.windows import WindowsProvider

        return WindowsProvider(WindowsGdi())
    if driver == "macos":
        from review_desk.ui.display.macos import MacProvider, Quartz

        return MacProvider(Quartz())
    if driver == "wayland":
        from review_desk.ui.display.wayland import WaylandProvider

        return WaylandProvider()
    return X11Provider(prefer=prefer) if driver == "x11" else FixedProvider()
