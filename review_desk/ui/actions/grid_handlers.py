"""What the actions of the grid do."""

from collections.abc import Sequence
from typing import TypeVar

from review_desk.domain.channel.page import MOST_COLUMNS
from review_desk.domain.grid.arrangement import GROUPINGS, ORDERS
from review_desk.domain.grid.walk import Step
from review_desk.ui.actions.window import Window
from review_desk.ui.grid.look import SHOWN

_Choice = TypeVar("_Choice")


def step(step: Step, ranging: bool, window: Window) -> None:
    grid = window.grid
    grid.page.step(step, page=grid.sheet.rows_in_view, ranging=ranging)


def open_photo(window: Window) -> None:
    window.compare(window.grid.page.current)


def note_preset(window: Window) -> None:
    """Note on the preset of the chosen photos what is to change in it."""
    window.questions.preset_note()


def choose_all(window: Window) -> None:
    window.grid.page.select_all()


def find(window: Window) -> None:
    window.grid.ask_search()


def next_panel(window: Window) -> None:
    window.grid.next_panel()


def to_do(window: Window) -> None:
    window.grid.page.choose("verdict", "to do")


def _next(choices: Sequence[_Choice], here: _Choice) -> _Choice:
    return choices[(choices.index(here) + 1) % len(choices)]


def next_channel(window: Window) -> None:
    page = window.grid.page
    page.show_channel(_next(list(page.templates), page.template.id))


def next_order(window: Window) -> None:
    page = window.grid.page
    page.set_order(_next(list(ORDERS), page.order))


def next_grouping(window: Window) -> None:
    page = window.grid.page
    page.set_grouping(_next(list(GROUPINGS), page.grouping))


def next_version(window: Window) -> None:
    page = window.grid.page
    page.show_version(_next(list(SHOWN), page.look.shown))


def more_columns(step: int, window: Window) -> None:
    """So many columns more; 0 goes back to what the template says."""
    page = window.grid.page
    page.want_columns(min(MOST_COLUMNS, max(1, page.columns + step)) if step else 0)


def squint(window: Window) -> None:
    page = window.grid.page
    page.look_with(squint=not page.look.squint)


def luminance(window: Window) -> None:
    page = window.grid.page
    page.look_with(luminance=not page.look.luminance)


def guides(window: Window) -> None:
    page = window.grid.page
    page.look_with(guides=not page.look.guides)


def captions(window: Window) -> None:
    page = window.grid.page
    page.look_with(captions=not page.look.captions)


def second_window(window: Window) -> None:
    window.toggle_second()


def save_page(window: Window) -> None:
    window.grid.printing.ask_file()


def print_page(window: Window) -> None:
    window.grid.printing.ask_printer()
