"""Everything a person can do in the intake room alone."""

from functools import partial

from review_desk.ui.actions import intake_handlers as do
from review_desk.ui.actions.action import Action

_INTAKE = ("intake",)

INTAKE = (
    *(
        Action(
            f"intake.level_{n}",
            f"Level {n} for the selected photos…",
            (str(n),),
            partial(do.level, n),
            where=_INTAKE,
        )
        for n in (1, 2, 3)
    ),
    Action(
        "intake.alike",
        "All photos like this: select them, or give them its level",
        ("A",),
        do.alike,
        where=_INTAKE,
    ),
    Action("intake.field", "Correct a field of the selected photos…", ("F2",), do.field, where=_INTAKE),
    Action("intake.questions", "The guided questions…", ("Q",), do.questions, where=_INTAKE),
    Action("intake.nobody", "Only photos no rule covers, or all", ("Shift+Q",), do.nobody, where=_INTAKE),
    Action("intake.rules", "The studio's rules…", ("R",), do.rules, where=_INTAKE),
    Action(
        "intake.sort",
        "Look at the pixels and route the batch, or stop looking",
        ("Ctrl+R",),
        do.sort,
        where=_INTAKE,
    ),
    Action("intake.mixed", "Mixed in here: next group", ("M",), do.next_group, where=_INTAKE),
    Action(
        "intake.mixed_way", "Mixed by light, surface or channel", ("Shift+G",), do.next_way, where=_INTAKE
    ),
    Action("intake.split_off", "Split the chosen group off", ("Shift+M",), do.split_off, where=_INTAKE),
    Action("intake.merge", "Merge the chosen group with the next", ("Alt+M",), do.merge, where=_INTAKE),
    Action("intake.keep", "Keep the chosen group in the batch", ("Ctrl+M",), do.keep, where=_INTAKE),
    Action("intake.watch", "Watch a folder…, or stop watching", ("Ctrl+Shift+W",), do.watch),
    Action("intake.find", "Search the photos of this batch", ("Ctrl+F",), do.find, where=_INTAKE),
)
