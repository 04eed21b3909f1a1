"""Everything a person can do in the grid alone."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from review_desk.domain.channel.page import MOST_COLUMNS
from review_desk.domain.grid.arrangement import GROUPINGS, ORDERS
from review_desk.domain.grid.walk import Step
from review_desk.ui.actions.action import Action
from review_desk.ui.actions.window import Window
from review_desk.ui.grid.look import SHOWN

_Choice = TypeVar("_Choice")


def _walk(step: Step, ranging: bool, window: Window) -> None:
    grid = window.grid
    grid.page.step(step, page=grid.sheet.rows_in_view, ranging=ranging)


def _open_photo(window: Window) -> None:
    window.compare(window.grid.page.current)


def _note_preset(window: Window) -> None:
    """Note on the preset of the chosen photos what is to change in it."""
    window.questions.preset_note()


def _choose_all(window: Window) -> None:
    window.grid.page.select_all()


def _find(window: Window) -> None:
    window.grid.ask_search()


def _next_panel(window: Window) -> None:
    window.grid.next_panel()


def _to_do(window: Window) -> None:
    window.grid.page.choose("verdict", "to do")


def _next(choices: Sequence[_Choice], here: _Choice) -> _Choice:
    return choices[(choices.index(here) + 1) % len(choices)]


def _next_channel(window: Window) -> None:
    page = window.grid.page
    page.show_channel(_next(list(page.templates), page.template.id))


def _next_order(window: Window) -> None:
    page = window.grid.page
    page.set_order(_next(list(ORDERS), page.order))


def _next_grouping(window: Window) -> None:
    page = window.grid.page
    page.set_grouping(_next(list(GROUPINGS), page.grouping))


def _next_version(window: Window) -> None:
    page = window.grid.page
    page.show_version(_next(list(SHOWN), page.look.shown))


def _more_columns(step: int, window: Window) -> None:
    """So many columns more; 0 goes back to what the template says."""
    page = window.grid.page
    page.want_columns(min(MOST_COLUMNS, max(1, page.columns + step)) if step else 0)


def _squint(window: Window) -> None:
    page = window.grid.page
    page.look_with(squint=not page.look.squint)


def _luminance(window: Window) -> None:
    page = window.grid.page
    page.look_with(luminance=not page.look.luminance)


def _guides(window: Window) -> None:
    page = window.grid.page
    page.look_with(guides=not page.look.guides)


def _captions(window: Window) -> None:
    page = window.grid.page
    page.look_with(captions=not page.look.captions)


def _second_window(window: Window) -> None:
    window.toggle_second()


def _save_page(window: Window) -> None:
    window.grid.printing.ask_file()


def _print_page(window: Window) -> None:
    window.grid.printing.ask_printer()


_GRID = ("grid",)


_STEPS: tuple[tuple[Step, str, str], ...] = (
    ("left", "Left", "Photo to the left"),
    ("right", "Right", "Photo to the right"),
    ("up", "Up", "Photo above"),
    ("down", "Down", "Photo below"),
    ("home", "Home", "First photo of the page"),
    ("end", "End", "Last photo of the page"),
    ("page up", "PgUp", "A screen up"),
    ("page down", "PgDown", "A screen down"),
)


def _step(step: Step, keys: str, title: str, *, ranging: bool) -> Action:
    name = step.replace(" ", "_")
    return Action(
        f"grid.to_{name}" if ranging else f"grid.{name}",
        f"Choose up to: {title[0].lower()}{title[1:]}" if ranging else title,
        (f"Shift+{keys}" if ranging else keys,),
        partial(_walk, step, ranging),
        where=_GRID,
        repeats=True,
    )


GRID = (
    *(_step(*each, ranging=False) for each in _STEPS),
    *(_step(*each, ranging=True) for each in _STEPS),
    Action("grid.open", "Compare this photo in Review", ("Return", "Enter"), _open_photo, where=_GRID),
    Action("grid.note_preset", "Note on preset…", ("Shift+N",), _note_preset, where=_GRID),
    Action("grid.all", "Choose all photos shown", ("Ctrl+A",), _choose_all, where=_GRID),
    Action("grid.find", "Search photos", ("Ctrl+F",), _find, where=_GRID),
    Action("grid.next_panel", "To the next panel: facets, page, drift", ("F6",), _next_panel, where=_GRID),
    Action(
        "grid.to_do", "Facet: only photos without a verdict, or all", ("Ctrl+Shift+F",), _to_do, where=_GRID
    ),
    Action("grid.channel", "As the page of the next channel", ("Alt+C",), _next_channel, where=_GRID),
    Action("grid.order", "Next order of the page", ("Alt+O",), _next_order, where=_GRID),
    Action(
        "grid.rows", "Listing page, colourway strips, SKU sheets", ("Alt+S",), _next_grouping, where=_GRID
    ),
    Action(
        "grid.version",
        "Next version on all cards: newest, before, AI, human",
        ("Alt+B",),
        _next_version,
        where=_GRID,
    ),
    Action(
        "grid.fewer", "Fewer, larger cards", ("Ctrl+=", "Ctrl++"), partial(_more_columns, -1), where=_GRID
    ),
    Action("grid.more", "More, smaller cards", ("Ctrl+-",), partial(_more_columns, 1), where=_GRID),
    Action(
        "grid.columns",
        "As many cards in a row as the page has",
        ("Ctrl+0",),
        partial(_more_columns, 0),
        where=_GRID,
    ),
    Action("grid.squint", "Squint", ("V",), _squint, where=_GRID),
    Action("grid.luminance", "Luminance only", ("Shift+V",), _luminance, where=_GRID),
    Action("grid.guides", "Margins, baseline and centre of the template", ("M",), _guides, where=_GRID),
    Action(
        "grid.captions", "Captions and marks on the cards, or as the shop", ("I",), _captions, where=_GRID
    ),
    Action("grid.second", "Grid in a second window, or close it", ("Ctrl+Alt+W",), _second_window),
    Action("grid.save", "Save the page as a contact sheet…", ("Ctrl+Shift+S",), _save_page, where=_GRID),
    Action("grid.print", "Print the page…", ("Ctrl+P",), _print_page, where=_GRID),
)
