"""The keys as Markdown, made from the action table: `python -m review_desk.ui.actions.manual`."""

import sys
from itertools import groupby

from review_desk.ui.actions.action import Action
from review_desk.ui.actions.table import ACTIONS

_HEAD = """# Keys

Made from the action table (`make docs`). Every action is in the command palette (Ctrl+K) too.
"""


def manual() -> str:
    """All actions with their keys, a table a group."""
    parts = [_HEAD]
    for group, actions in groupby(ACTIONS, lambda action: action.group):
        rows = "\n".join(_row(action) for action in actions)
        parts.append(f"## {group}\n\n| action | keys |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


def _row(action: Action) -> str:
    keys = " or ".join(f"`{key}`" if "`" not in key else f"`` {key} ``" for key in action.keys) or "palette"
    return f"| {action.title} | {keys} |"


if __name__ == "__main__":
    sys.stdout.write(manual())
