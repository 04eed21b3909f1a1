"""Queues: who takes which photo next. By risk level, then by what is promised, then by age.

A claim keeps a photo for one person for a while (its lease); then it is free again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from review_desk.domain.gate.hold import Queue

LEASE_MINUTES = 20
"""Long enough for a photo of high risk, short enough that a forgotten one comes back the same hour."""

FOR_PEOPLE: tuple[Queue, ...] = ("review", "retouch", "peer", "lead")
"""What is given out where nobody names a queue: not what only the AI can mend, and not a sample, which is
inspected as a whole, and blind."""

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Claim:
    """One person has a photo until then."""

    photo: str
    person: str
    at: datetime
    until: datetime


Claims = Mapping[str, Claim]


@dataclass(frozen=True)
class Waiting:
    """A photo that waits in a queue, and why. `barred` may not take it: they judged or signed it before.

    `only` is the person it was escalated to, who alone is given it; `question` is what is asked.
    """

    photo: str
    title: str
    batch: str
    queue: Queue
    why: str
    level: int
    due: datetime | None
    since: datetime
    position: int = 0
    barred: frozenset[str] = frozenset()
    only: str = ""
    question: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "photo": self.photo, "title": self.title, "queue": self.queue, "why": self.why,
            "level": self.level, "due": self.due.isoformat() if self.due else None,
            "since": self.since.isoformat(), "only": self.only, "question": self.question,
        }  # fmt: skip


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The highest level first, then what is due first, then what waits longest, then as in the batch."""
    return sorted(waiting, key=_turn)


def _turn(each: Waiting) -> tuple[int, datetime, datetime, int, str]:
    return -each.level, each.due or _NEVER, each.since, each.position, each.photo


def for_person(
    waiting: Iterable[Waiting],
    claims: Claims,
    person: str,
    now: datetime,
    *,
    queues: Collection[Queue] = FOR_PEOPLE,
) -> list[Waiting]:
    """What a person may take, in order: first what they hold already, then what they are asked by name.

    What others hold, or are asked, is left out.
    """
    free = [
        each
        for each in in_order(waiting)
        if each.queue in queues
        and person.casefold() not in each.barred
        and each.only.casefold() in ("", person.casefold())
        and holder(claims, each.photo, now) in (None, person)
    ]
    return sorted(free, key=lambda each: (holder(claims, each.photo, now) != person, not each.only))


def holder(claims: Claims, photo: str, now: datetime) -> str | None:
    """Who has a photo now, its lease not over."""
    claim = claims.get(photo)
    return claim.person if claim and claim.until > now else None


def following(free: Sequence[Waiting], photo: str) -> list[Waiting]:
    """The same from the one after `photo` on, around to it: who asks for the next does not want that one."""
    places = [place for place, each in enumerate(free) if each.photo == photo]
    cut = places[0] + 1 if places else 0
    return [*free[cut:], *free[:cut]]
