"""What a person can do with failure modes."""

from functools import partial

from review_desk.ui.actions.action import JUDGING, Action
from review_desk.ui.actions.window import Window


def _tag(number: int, window: Window) -> None:
    """Note a failure mode; among photos side by side, the keys choose which one is on screen."""
    modes, in_grid = window.session.family.modes, window.workspace == "grid"
    if window.session.view.mode == "nup" and not in_grid:
        window.session.choose_of_lineup(number)
    elif number <= len(modes) and in_grid:
        window.grid.judging.tag(modes[number - 1].id)
    elif number <= len(modes):
        window.session.toggle_tag(modes[number - 1].id)


def _next_family(window: Window) -> None:
    if window.session.view.mode == "nup" and window.workspace != "grid":
        window.session.choose_of_lineup(0)
        return
    window.session.next_family()


def _search_tag(window: Window) -> None:
    (window.grid.judging if window.workspace == "grid" else window.review).ask_tag()


def _ask_mode_file(window: Window) -> None:
    window.questions.mode_file()


FAILURE_MODES = (
    *(
        Action(
            f"tag.{n}",
            f"Failure mode {n} of the open family; in N-up: photo {n} alone",
            (str(n),),
            partial(_tag, n),
            where=JUDGING,
        )
        for n in range(1, 10)
    ),
    Action("tag.family", "Next family of failure modes; in N-up: all", ("0",), _next_family, where=JUDGING),
    Action("tag.search", "Search a failure mode", ("`",), _search_tag, where=JUDGING),
    Action("tag.file", "Lay failure modes of the studio's on top…", (), _ask_mode_file),
)
