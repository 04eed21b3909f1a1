"""Events: the append-only, hash-chained truth of a desk.

Every row a person sees is a projection of events. An event that sets a row carries the row `before` and
`after`, so that its inverse is the same event with the two swapped.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

GENESIS = "0" * 64
"""The hash before the first event of a desk."""

_AHEAD_OF_PAYLOAD = ("actor", "at", "desk_id", "desk_seq", "event_id", "kind")
_BEHIND_PAYLOAD = ("photo", "step")


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: Any) -> str:
    """JSON with one spelling for one value: sorted keys, no spaces, no NaN."""
    return _CANONICAL.encode(value)


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
        return replace(self, hash=self.expected_hash())

    def expected_hash(self) -> str:
        """SHA-256 over the previous hash and the canonical JSON of all other fields, as hex."""
        return hash_of(vars(self), canonical_json(self.payload))

    def to_json(self) -> dict[str, Any]:
        """The event as others may rely on it (`review-desk log --json`, `events.jsonl`)."""
        names = ("desk_id", "desk_seq", "event_id", "at", "actor", "kind", "photo", "step", "payload")
        return {
            **{name: getattr(self, name) for name in names},
            "prev_hash": self.prev_hash,
            "hash": self.hash,
        }


def hash_of(fields: Mapping[str, Any], payload: str) -> str:
    """The hash of an event with these fields, whose payload is spelt so: it is the longest part by far.

    The hash covers `prev_hash` and the canonical JSON of the other fields, keys sorted, `hash` left out.
    """
    ahead = canonical_json({name: fields[name] for name in _AHEAD_OF_PAYLOAD})
    behind = canonical_json({name: fields[name] for name in _BEHIND_PAYLOAD})
    body = f'{ahead[:-1]},"payload":{payload},{behind[1:]}'
    return hashlib.sha256((fields["prev_hash"] + body).encode()).hexdigest()


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
