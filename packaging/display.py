"""Exit 0 when Qt can open a window on a screen; Qt ends the program by itself when it cannot."""

import sys

from PySide6.QtGui import QGuiApplication

SCREENS = ("xcb", "wayland")

sys.exit(QGuiApplication(sys.argv).platformName() not in SCREENS)
