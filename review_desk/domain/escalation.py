"""Who an escalated photo goes to: a role, which is one of the queues, or a person by name."""

from review_desk.domain.gate.hold import QUEUES, Queue

ROLES: tuple[Queue, ...] = ("lead", "retouch", "review", "peer")
"""The roles that can be asked; the lead answers what nobody is named for."""

_NAMES = {word.casefold(): queue for queue in ROLES for word in (queue, QUEUES[queue])}


def addressee(text: str) -> str:
    """Somebody's name, trimmed; a role, however it is written, by its queue's name."""
    name = " ".join(text.split())
    return _NAMES.get(name.casefold(), name)


def queue_for(escalated_to: str) -> Queue:
    """The queue that an escalated photo waits in; a person finds theirs among the lead's."""
    return _NAMES.get(escalated_to.casefold(), "lead")


def person_in(escalated_to: str) -> str:
    """The person it is for; nothing where it is for a role or for nobody in particular."""
    return "" if escalated_to.casefold() in _NAMES else escalated_to


def named(escalated_to: str) -> str:
    """As people read it: “Lead”, “Ada”."""
    return QUEUES[_NAMES[escalated_to]] if escalated_to in _NAMES else escalated_to
