"""Everything a person can do about gates, samples and queues."""

from functools import partial

from review_desk.ui.actions import gate_handlers as do
from review_desk.ui.actions.action import Action

_JUDGING = ("review", "grid")

GATES = (
    Action("gate.page", "Gates of this batch…", ("Ctrl+Shift+G",), do.open_page),
    Action("gate.tick", "Tick the next point of the checklist", (".",), do.tick, where=("review",)),
    Action("gate.sign", "Sign the checklist whole", ("Ctrl+.",), do.sign, where=_JUDGING),
    Action("gate.sample", "Inspect the sample, or leave it", ("Ctrl+Alt+S",), do.inspect_or_leave),
    Action("gate.release", "Release this batch at its gate", (), do.release),
    Action("gate.override", "Override what holds this batch…", (), partial(do.ask_reason, "override")),
    Action("gate.hold", "Hold this batch by hand…", (), partial(do.ask_reason, "hold")),
    Action("gate.file", "Lay a gate or checklist of the studio's on top…", (), do.ask_file),
    Action(
        "queue.next", "Mine next: take the photo that is next for me", ("Q",), do.take_next, where=_JUDGING
    ),
    Action(
        "queue.give_back", "Give this photo back to the others", ("Shift+Q",), do.give_back, where=_JUDGING
    ),
)
