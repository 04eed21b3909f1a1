"""Screens of a Wayland compositor: it converts sRGB to the screen, and tells nobody how."""

from review_desk.ui.display.profile import DisplayProfile, Screen

NOTE = "Compositor-managed: photos are given as sRGB, and what the compositor makes of them is its own."


class WaylandProvider:
    """Convert to sRGB and leave the window untagged: an untagged window is taken as sRGB.

    Under XWayland, too: a profile on its root window is the compositor's business, and using it would
    convert twice.
    """

    def profile_of(self, screen: Screen) -> DisplayProfile:
        """Always the same answer."""
        return DisplayProfile(
            screen.name,
            name="sRGB, converted by the compositor",
            managed_by="system",
            verifiable=False,
            note=NOTE,
            panel=screen.panel,
        )
