"""Everything a person can do in the intake room alone."""

from functools import partial

from review_desk.ui.actions.action import Action
from review_desk.ui.actions.window import Window
from review_desk.ui.intake.bar import NOBODY


def _level(number: int, window: Window) -> None:
    window.intake.asking.level(number, window.chosen())


def _alike(window: Window) -> None:
    window.intake.select_photos(window.intake.asking.like(window.chosen()))


def _field(window: Window) -> None:
    window.intake.asking.field(window.chosen())


def _questions(window: Window) -> None:
    window.intake.asking.questions(window.chosen())


def _rules(window: Window) -> None:
    window.intake.asking.rules()


def _sort(window: Window) -> None:
    window.intake.sorting.sort_or_stop()


def _nobody(window: Window) -> None:
    window.intake.bar.show_only(*NOBODY)


def _next_group(window: Window) -> None:
    window.intake.mixing.next()


def _next_way(window: Window) -> None:
    window.intake.mixing.next_way()


def _merge(window: Window) -> None:
    window.intake.mixing.merge()


def _split_off(window: Window) -> None:
    window.intake.mixing.split_off()


def _keep(window: Window) -> None:
    window.intake.mixing.keep()


def _watch(window: Window) -> None:
    window.intake.ask_watched()


def _find(window: Window) -> None:
    window.intake.bar.search.setFocus()
    window.intake.bar.search.selectAll()


_INTAKE = ("intake",)


INTAKE = (
    *(
        Action(
            f"intake.level_{n}",
            f"Level {n} for the selected photos…",
            (str(n),),
            partial(_level, n),
            where=_INTAKE,
        )
        for n in (1, 2, 3)
    ),
    Action(
        "intake.alike",
        "All photos like this: select them, or give them its level",
        ("A",),
        _alike,
        where=_INTAKE,
    ),
    Action("intake.field", "Correct a field of the selected photos…", ("F2",), _field, where=_INTAKE),
    Action("intake.questions", "The guided questions…", ("Q",), _questions, where=_INTAKE),
    Action("intake.nobody", "Only photos no rule covers, or all", ("Shift+Q",), _nobody, where=_INTAKE),
    Action("intake.rules", "The studio's rules…", ("R",), _rules, where=_INTAKE),
    Action(
        "intake.sort",
        "Look at the pixels and route the batch, or stop looking",
        ("Ctrl+R",),
        _sort,
        where=_INTAKE,
    ),
    Action("intake.mixed", "Mixed in here: next group", ("M",), _next_group, where=_INTAKE),
    Action("intake.mixed_way", "Mixed by light, surface or channel", ("Shift+G",), _next_way, where=_INTAKE),
    Action("intake.split_off", "Split the chosen group off", ("Shift+M",), _split_off, where=_INTAKE),
    Action("intake.merge", "Merge the chosen group with the next", ("Alt+M",), _merge, where=_INTAKE),
    Action("intake.keep", "Keep the chosen group in the batch", ("Ctrl+M",), _keep, where=_INTAKE),
    Action("intake.watch", "Watch a folder…, or stop watching", ("Ctrl+Shift+W",), _watch),
    Action("intake.find", "Search the photos of this batch", ("Ctrl+F",), _find, where=_INTAKE),
)
