"""The look of the chrome, made from the tokens."""

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from review_desk.ui import tokens
from review_desk.ui.tokens import Scheme

_FAMILIES = ("Inter", "Segoe UI Variable", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "DejaVu Sans")

_SHEET = """
* {{ font-size: {font}px; color: {text}; outline: none; }}
QMainWindow, QWidget#desk {{ background: {window}; }}
QWidget[surface="panel"] {{ background: {panel}; }}
QWidget[surface="window"] {{ background: {window}; }}
QLabel {{ background: transparent; }}
QLabel[role="second"], QToolButton[role="second"] {{ color: {second}; }}
QLabel[role="small"] {{ color: {second}; font-size: {small}px; }}
QLabel[role="heading"] {{ color: {second}; font-size: {small}px; font-weight: 600; letter-spacing: 0.6px; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="large"] {{ font-size: 20px; font-weight: 600; }}
QLabel[role="key"] {{ border: 1px solid {line}; border-radius: 3px; color: {second}; font-size: {small}px;
  padding: 0px 5px; min-width: 8px; }}
QLabel[role="chip"] {{ border: 1px solid {line}; border-radius: {radius}px; padding: 2px 8px; }}
QFrame[role="line"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="upright"] {{ background: {line}; border: none; max-width: 1px; min-width: 1px; }}
QPushButton, QToolButton {{ background: {raised}; border: 1px solid {line}; border-radius: {radius}px;
  padding: 5px 12px; }}
QPushButton:hover, QToolButton:hover {{ background: {pressed}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {line}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {second}; background: {panel}; }}
QPushButton:focus, QToolButton:focus, QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus
  {{ border: 1px solid {selection}; }}
QPushButton[role="main"] {{ background: {selection}; color: {on_selection}; border: 1px solid {selection}; }}
QPushButton[role="main"]:hover {{ background: {text}; }}
QPushButton[role="main"]:disabled {{ background: {raised}; color: {second}; border: 1px solid {line}; }}
QPushButton[role="row"] {{ background: transparent; border: 1px solid transparent; text-align: left; padding: 0px; }}
QPushButton[role="row"]:hover {{ background: {raised}; }}
QPushButton[role="row"]:checked {{ background: {pressed}; }}
QPushButton[role="row"]:focus {{ border: 1px solid {second}; }}
QToolButton[role="flat"], QPushButton[role="flat"] {{ background: transparent; border: 1px solid transparent; }}
QToolButton[role="flat"]:hover, QPushButton[role="flat"]:hover {{ background: {raised}; }}
QToolButton[role="flat"]:focus, QPushButton[role="flat"]:focus {{ border: 1px solid {second}; }}
QToolButton[role="rail"] {{ background: transparent; border: 1px solid transparent; padding: 5px 14px; color: {second}; }}
QToolButton[role="rail"]:hover {{ color: {text}; }}
QToolButton[role="rail"]:checked {{ background: {pressed}; color: {text}; }}
QToolButton[role="rail"]:focus {{ border: 1px solid {second}; }}
QToolButton[role="segment"] {{ background: transparent; border: 1px solid {line}; border-radius: 0px; padding: 4px 11px;
  margin-left: -1px; color: {second}; }}
QToolButton[role="segment"]:hover {{ color: {text}; }}
QToolButton[role="segment"]:checked {{ background: {pressed}; color: {text}; }}
QToolButton[role="segment"]:focus {{ border: 1px solid {second}; }}
QToolButton[menu="true"] {{ padding-right: 20px; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit, QPlainTextEdit, QComboBox {{ background: {window}; border: 1px solid {line}; border-radius: {radius}px;
  padding: 5px 8px; selection-background-color: {selection}; selection-color: {on_selection}; }}
QComboBox {{ background: {raised}; padding: 4px 10px; }}
QComboBox::drop-down {{ border: none; width: 18px; }}
QComboBox QAbstractItemView, QMenu {{ background: {panel}; border: 1px solid {line}; padding: 4px;
  selection-background-color: {pressed}; selection-color: {text}; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 3px; }}
QMenu::item:selected {{ background: {pressed}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QListView, QTableView, QTreeView {{ background: {panel}; border: none; selection-background-color: {pressed};
  selection-color: {text}; }}
QTableView {{ gridline-color: {line}; background: {window}; }}
QTableView::item {{ border-bottom: 1px solid {line}; padding: 0px 8px; }}
QTableView::item:selected {{ background: {pressed}; color: {text}; }}
QHeaderView {{ background: {window}; border: none; }}
QHeaderView::section {{ background: {window}; color: {second}; font-size: {small}px; font-weight: 600; border: none;
  border-bottom: 1px solid {line}; padding: 8px 11px; text-transform: uppercase; }}
QProgressBar {{ background: {pressed}; border: none; border-radius: 2px; max-height: 5px; min-height: 5px; }}
QProgressBar::chunk {{ background: {second}; border-radius: 2px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0px; }}
QScrollBar::handle {{ background: {line}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {second}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: none;
  width: 0px; height: 0px; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px 6px; }}
QDialog, QWidget[surface="popup"] {{ background: {panel}; }}
QFrame[surface="popup"] {{ background: {panel}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[surface="notice"] {{ background: {raised}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[surface="trouble"] {{ background: {raised}; border: 1px solid {reject}; border-radius: 6px; }}
"""


def scheme_named(name: str) -> Scheme:
    """The scheme of that name; “system” asks the desktop."""
    if name == "system":
        light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
        name = "light" if light else "dark"
    return tokens.SCHEMES.get(name, tokens.DARK)


def apply(application: QApplication, name: str) -> Scheme:
    """Dress the application in a scheme. Returns the scheme in force."""
    scheme = scheme_named(name)
    application.setStyle("Fusion")
    application.setFont(interface_font())
    application.setPalette(_palette(scheme))
    sizes = {"font": tokens.FONT_PX, "small": tokens.SMALL_PX, "radius": tokens.RADIUS}
    application.setStyleSheet(_SHEET.format(**sizes, **vars(scheme)))
    return scheme


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
