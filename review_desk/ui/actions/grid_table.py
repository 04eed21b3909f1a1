"""Everything a person can do in the grid alone."""

from functools import partial

from review_desk.domain.grid.walk import Step
from review_desk.ui.actions import grid_handlers as do
from review_desk.ui.actions.action import Action

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
        partial(do.step, step, ranging),
        where=_GRID,
        repeats=True,
    )


GRID = (
    *(_step(*each, ranging=False) for each in _STEPS),
    *(_step(*each, ranging=True) for each in _STEPS),
    Action("grid.open", "Compare this photo in Review", ("Return", "Enter"), do.open_photo, where=_GRID),
    Action("grid.note_preset", "Note on preset…", ("Shift+N",), do.note_preset, where=_GRID),
    Action("grid.all", "Choose all photos shown", ("Ctrl+A",), do.choose_all, where=_GRID),
    Action("grid.find", "Search photos", ("Ctrl+F",), do.find, where=_GRID),
    Action("grid.next_panel", "To the next panel: facets, page, drift", ("F6",), do.next_panel, where=_GRID),
    Action(
        "grid.to_do", "Facet: only photos without a verdict, or all", ("Ctrl+Shift+F",), do.to_do, where=_GRID
    ),
    Action("grid.channel", "As the page of the next channel", ("Alt+C",), do.next_channel, where=_GRID),
    Action("grid.order", "Next order of the page", ("Alt+O",), do.next_order, where=_GRID),
    Action(
        "grid.rows", "Listing page, colourway strips, SKU sheets", ("Alt+S",), do.next_grouping, where=_GRID
    ),
    Action(
        "grid.version",
        "Next version on all cards: newest, before, AI, human",
        ("Alt+B",),
        do.next_version,
        where=_GRID,
    ),
    Action(
        "grid.fewer", "Fewer, larger cards", ("Ctrl+=", "Ctrl++"), partial(do.more_columns, -1), where=_GRID
    ),
    Action("grid.more", "More, smaller cards", ("Ctrl+-",), partial(do.more_columns, 1), where=_GRID),
    Action(
        "grid.columns",
        "As many cards in a row as the page has",
        ("Ctrl+0",),
        partial(do.more_columns, 0),
        where=_GRID,
    ),
    Action("grid.squint", "Squint", ("V",), do.squint, where=_GRID),
    Action("grid.luminance", "Luminance only", ("Shift+V",), do.luminance, where=_GRID),
    Action("grid.guides", "Margins, baseline and centre of the template", ("M",), do.guides, where=_GRID),
    Action(
        "grid.captions", "Captions and marks on the cards, or as the shop", ("I",), do.captions, where=_GRID
    ),
    Action("grid.second", "Grid in a second window, or close it", ("Ctrl+Alt+W",), do.second_window),
    Action("grid.save", "Save the page as a contact sheet…", ("Ctrl+Shift+S",), do.save_page, where=_GRID),
    Action("grid.print", "Print the page…", ("Ctrl+P",), do.print_page, where=_GRID),
)
