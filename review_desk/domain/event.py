"""Events: the append-only, hash-chained truth of a desk.

Every row a person sees is a projection of events. An event that sets a row carries the row `before` and
`after`, so that its inverse is the same event with the two swapped.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""The hash before the first event of a desk."""


def canonical_json(value: Any) -> str:
    """JSON with one spelling for one value: sorted keys, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class Event:
    """One fact. `at` is ISO 8601 UTC; `hash` covers every other field and the hash before it."""

    desk_id: str
    desk_seq: int
    event_id: str
    at: str
    actor: str
    kind: str
    photo: str | None
    step: str | None
    payload: dict[str, Any]
    prev_hash: str
    hash: str = ""

    def sealed(self) -> "Event":
        """The same event with its hash worked out."""
        return Event(**{**self.__dict__, "hash": self.expected_hash()})

    def expected_hash(self) -> str:
        """SHA-256 over the previous hash and the canonical JSON of all other fields, as hex."""
        body = {name: value for name, value in self.__dict__.items() if name not in {"hash", "prev_hash"}}
        return hashlib.sha256((self.prev_hash + canonical_json(body)).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The event as others may rely on it (`review-desk log --json`, `events.jsonl`)."""
        names = ("desk_id", "desk_seq", "event_id", "at", "actor", "kind", "photo", "step", "payload")
        return {
            **{name: getattr(self, name) for name in names},
            "prev_hash": self.prev_hash,
            "hash": self.hash,
        }


def chain_problems(events: Iterable[Event]) -> Iterator[str]:
    """A sentence for each event that breaks the chain; nothing for a whole one. Events come in order."""
    previous, expected_seq = GENESIS, 1
    for event in events:
        if event.desk_seq != expected_seq:
            yield f"Event {expected_seq} is missing: the log goes on with event {event.desk_seq}."
        if event.prev_hash != previous:
            yield f"Event {event.desk_seq} does not follow the event before it."
        if event.hash != event.expected_hash():
            yield f"Event {event.desk_seq} ({event.kind}) was changed after it was written."
        previous, expected_seq = event.hash, event.desk_seq + 1
