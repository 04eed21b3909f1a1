"""The look of the chrome, made from the tokens."""

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from review_desk.paths import asset
from review_desk.ui import tokens
from review_desk.ui.tokens import Scheme

_FAMILIES = ("Inter", "Segoe UI Variable", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "DejaVu Sans")


def scheme_named(name: str) -> Scheme:
    """The scheme of that name; “system” asks the desktop."""
    if name == "system":
        light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
        name = "light" if light else "dark"
    return tokens.SCHEMES.get(name, tokens.DARK)


def apply(application: QApplication, name: str) -> Scheme:
    """Dress the application in a scheme. Returns the scheme in force."""
    scheme = scheme_named(name)
    sheet = _sheet(scheme)
    if application.styleSheet() != sheet:  # to dress every widget anew takes as long as to make them
        application.setStyle("Fusion")
        application.setFont(interface_font())
        application.setPalette(_palette(scheme))
        application.setStyleSheet(sheet)
    return scheme


def _sheet(scheme: Scheme) -> str:
    sizes = {"font": tokens.FONT_PX, "small": tokens.SMALL_PX, "radius": tokens.RADIUS}
    template = Template(asset("theme", "desk.qss").read_text("utf-8"))
    return template.substitute(sizes, **vars(scheme))


def interface_font() -> QFont:
    """The system's font where it has a good one, with figures of one width for measures."""
    known = set(QFontDatabase.families())
    family = next(
        (f for f in _FAMILIES if f in known),
        QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(),
    )
    font = QFont(family)
    font.setPixelSize(tokens.FONT_PX)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _palette(scheme: Scheme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: scheme.window,
        QPalette.ColorRole.Base: scheme.window,
        QPalette.ColorRole.AlternateBase: scheme.panel,
        QPalette.ColorRole.Button: scheme.raised,
        QPalette.ColorRole.WindowText: scheme.text,
        QPalette.ColorRole.Text: scheme.text,
        QPalette.ColorRole.ButtonText: scheme.text,
        QPalette.ColorRole.PlaceholderText: scheme.second,
        QPalette.ColorRole.Highlight: scheme.selection,
        QPalette.ColorRole.HighlightedText: scheme.on_selection,
        QPalette.ColorRole.Link: scheme.text,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
