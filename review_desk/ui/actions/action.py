"""What an action is: one row of the table from which menus, keys, palette, sheet and docs are made."""

from collections.abc import Callable
from dataclasses import dataclass

from review_desk.ui.actions.window import Window

Handler = Callable[[Window], None]
Held = Callable[[Window, bool], None]

REVIEW, JUDGING = ("review",), ("review", "grid")
"""The rooms in which most actions work."""


@dataclass(frozen=True)
class Action:
    """Something a person can do. `keys` in Qt's portable spelling, the first one shown.

    `held` is called with True on press and False on release instead of `run`; such actions work while the
    canvas has the focus. `where` names the workspaces it works in; nothing means everywhere. `repeats` is for
    steps that go on while the key is down; a heavy hand on a verdict must not judge the photos that follow.
    """

    id: str
    title: str
    keys: tuple[str, ...] = ()
    run: Handler | None = None
    held: Held | None = None
    where: tuple[str, ...] = ()
    group: str = ""
    repeats: bool = False
