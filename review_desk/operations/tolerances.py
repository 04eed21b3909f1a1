"""The studio's own tolerances, kept in the desk as events: undone, backed up and audited like a verdict.

A text with a slip is refused with its place and reason, and what held before goes on holding.
"""

from review_desk.domain.changes import Changes
from review_desk.domain.check.table import BY_ID
from review_desk.domain.check.tolerance import Tolerance
from review_desk.domain.check.tolerance_file import (
    Overrides,
    parse_overrides,
    together,
    with_tolerance,
    without_tolerance,
    written,
)
from review_desk.domain.decision import require_reviewer
from review_desk.domain.toml_table import did_you_mean
from review_desk.errors import BadInput
from review_desk.operations.standards import standards
from review_desk.operations.studio_file import put_in_force, require_in_force
from review_desk.store.desk import Reader, Store
from review_desk.store.log import Step
from review_desk.store.studio_files import studio_files

OWN = "tolerances.toml"
"""The name a studio's tolerances have where nobody gives another."""


def overrides_in_force(reader: Reader) -> Overrides:
    """All of the studio's files together; the later by name speaks where two name the same check."""
    return together(
        parse_overrides(text, name=name) for name, text in studio_files(reader.db, "tolerance_file").items()
    )


def use_tolerances(store: Store, *, text: str, actor: str, at: str, name: str = OWN) -> Changes:
    """Put a studio's file in force, in place of the one of that name.

    Raises BadInput for a slip, or for a channel that nobody knows, and nothing changes.
    """
    who = require_reviewer(actor)
    _require_channels(parse_overrides(text, name=name), name)
    with store.step(f"Tolerances of {name}", actor=who, at=at) as step:
        put_in_force(step, "tolerance_file", name=name, text=text, author=who, at=at)
    return step.changes


def set_tolerance(
    store: Store, *, check: str, tolerance: Tolerance | None, actor: str, at: str, channel: str = ""
) -> Changes:
    """Give one check another tolerance, for every photo or for those of a channel, in the studio's own file.

    None takes the studio's out: the channel's standard or the desk's own limit holds again. Raises BadInput
    for a check or channel that nobody knows.
    """
    if check not in BY_ID:
        raise BadInput(f"There is no check “{check}”{did_you_mean(check, BY_ID)}.")
    who = require_reviewer(actor)
    with store.step(f"Tolerance of {BY_ID[check].title}", actor=who, at=at) as step:
        before = step.get("tolerance_file", name=OWN)
        held = parse_overrides(before["text"], name=OWN) if before else Overrides()
        changed = (
            with_tolerance(held, check, tolerance, channel)
            if tolerance
            else without_tolerance(held, check, channel)
        )
        _require_channels(changed, OWN)
        _write(step, changed, before=held, who=who, at=at)
    return step.changes


def _write(step: Step, changed: Overrides, *, before: Overrides, who: str, at: str) -> None:
    """Keep the studio's own file; one without any tolerance is none."""
    text = written(changed)
    if not text and written(before):
        step.remove("tolerance_file", name=OWN)
    elif text != written(before):
        step.put("tolerance_file", {"name": OWN, "text": text, "author": who, "at": at})


def drop_tolerances(store: Store, *, actor: str, at: str, name: str = OWN) -> Changes:
    """Take a studio's file out of force. Raises BadInput where there is none of that name."""
    require_in_force(store, "tolerance_file", name, called="file of tolerances")
    with store.step(f"Without the tolerances of {name}", actor=require_reviewer(actor), at=at) as step:
        step.remove("tolerance_file", name=name)
    return step.changes


def _require_channels(overrides: Overrides, name: str) -> None:
    known = [each.id for each in standards()]
    for channel in overrides.channels:
        if channel not in known:
            raise BadInput(f"{name}: there is no channel '{channel}'{did_you_mean(channel, known)}.")
