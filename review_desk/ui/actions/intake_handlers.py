"""What the actions of the intake room do."""

from review_desk.ui.actions.window import Window
from review_desk.ui.intake.bar import NOBODY


def level(number: int, window: Window) -> None:
    window.intake.asking.level(number, window.chosen())


def alike(window: Window) -> None:
    window.intake.select_photos(window.intake.asking.like(window.chosen()))


def field(window: Window) -> None:
    window.intake.asking.field(window.chosen())


def questions(window: Window) -> None:
    window.intake.asking.questions(window.chosen())


def rules(window: Window) -> None:
    window.intake.asking.rules()


def sort(window: Window) -> None:
    window.intake.sorting.sort_or_stop()


def nobody(window: Window) -> None:
    window.intake.bar.show_only(*NOBODY)


def next_group(window: Window) -> None:
    window.intake.mixing.next()


def next_way(window: Window) -> None:
    window.intake.mixing.next_way()


def merge(window: Window) -> None:
    window.intake.mixing.merge()


def split_off(window: Window) -> None:
    window.intake.mixing.split_off()


def keep(window: Window) -> None:
    window.intake.mixing.keep()


def watch(window: Window) -> None:
    window.intake.ask_watched()


def find(window: Window) -> None:
    window.intake.bar.search.setFocus()
    window.intake.bar.search.selectAll()
