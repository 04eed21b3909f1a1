"""What the actions of drift do: they work on the panels beside and below the page."""

from review_desk.ui.actions.window import Window


def go(way: int, window: Window) -> None:
    window.grid.drift.below.chart.go(way)


def measure(way: int, window: Window) -> None:
    window.grid.drift.view.step(way)


def show_map(window: Window) -> None:
    view = window.grid.drift.view
    view.show_map(not view.mapped)


def next_cause(window: Window) -> None:
    window.grid.drift.below.causes.step()


def choose_cause(window: Window) -> None:
    window.grid.drift.below.causes.select_photos()


def limits(window: Window) -> None:
    window.grid.drift.open_limits()


def measure_or_stop(window: Window) -> None:
    window.grid.drift.measure_or_stop()
