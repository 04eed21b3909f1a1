"""Undo and redo: new events with the inverse, never a deletion."""

from review_desk.domain.changes import Changes
from review_desk.domain.event import Event
from review_desk.errors import Refused
from review_desk.store import log
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import PROJECTIONS, Row


def undo(store: Store, *, actor: str, at: str) -> tuple[Changes, list[Event]]:
    """Take back the newest step, whoever made it. Raises Refused when there is none."""
    target = table.last_step(store.db, "done")
    if target is None:
        raise Refused("There is nothing to undo.")
    with store.step(f"Undo {target[1]}", actor=actor, at=at, undoes=target[0]) as step:
        for event in reversed(list(log.read_events(store.db, step=target[0]))):
            _reverse(step, event)
    return step.changes, step.events


def redo(store: Store, *, actor: str, at: str) -> tuple[Changes, list[Event]]:
    """Do again what was undone last. Raises Refused when there is none."""
    target = table.last_step(store.db, "undone")
    if target is None:
        raise Refused("There is nothing to redo.")
    with store.step(f"Redo {target[1]}", actor=actor, at=at, redoes=target[0]) as step:
        for event in list(log.read_events(store.db, step=target[0])):
            _repeat(step, event)
    return step.changes, step.events


def _reverse(step: Step, event: Event) -> None:
    _require_unchanged(step, event, "after")
    step.reverse(event)


def _repeat(step: Step, event: Event) -> None:
    _require_unchanged(step, event, "before")
    step.repeat(event)


def _require_unchanged(step: Step, event: Event, expected: str) -> None:
    """The row must be as the step left it; else something else was written meanwhile."""
    row = event.payload["after"] or event.payload["before"]
    kind = event.kind
    key = {name: row[name] for name in PROJECTIONS[kind].key}  # type: ignore[index]
    if not _agree(step.get(kind, **key), event.payload[expected]):  # type: ignore[arg-type]
        raise Refused("This cannot be undone: it was changed since.")


def _agree(row: Row | None, told: Row | None) -> bool:
    """Whether a row is as an event says. An older event does not know the columns that came later."""
    if row is None or told is None:
        return row is told
    return {name: row.get(name) for name in told} == told
