"""The audit: every event as people read it. Who, when, what, why, on which display."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from review_desk.domain.audit_words import change_told
from review_desk.domain.day import EVER, Days
from review_desk.domain.event import Event
from review_desk.errors import BadInput

NOT_RECORDED = "not recorded"
"""The display of an event that does not tell it: older ones, and those of the command line."""

GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "verdicts": ("Verdicts, tags, notes", ("decision", "second_look")),
    "marks": ("Marks and samplers", ("annotation", "sampler")),
    "threads": ("Comments", ("comment",)),
    "versions": ("Versions", ("version",)),
    "intake": ("Intake", ("batch", "photo", "quarantine", "kept_group")),
    "routes": ("Levels and routes", ("assignment", "rule_file")),
    "gates": ("Gates and samples", ("signature", "lot", "inspection", "release")),
    "settings": ("Settings of the studio", ("tolerance_file", "gate_file", "mode_file", "preset_note")),
    "seals": ("Seals", ("seal",)),
    "claims": ("Who took which photo", ("claim",)),
    "desk": ("The desk itself", ("desk.created",)),
}
"""What people ask for by one word: its title, and the kinds of event it stands for."""

_WHY = ("note", "reason", "overrule_reason", "text", "question")
"""Where an event's row says why, in words."""


@dataclass(frozen=True)
class Wanted:
    """What an audit is asked for; nothing asks for nothing.

    `photo` and `batch` are ids, `who` is a person's name in any case, `kinds` are kinds of event, `words` all
    have to stand in what is shown. `days` are those on which it happened.
    """

    photo: str = ""
    batch: str = ""
    who: str = ""
    kinds: tuple[str, ...] = ()
    days: Days = EVER
    words: str = ""


@dataclass(frozen=True)
class Entry:
    """One event. `change` says what became of it in words: “verdict from approve to reject”."""

    seq: int
    at: str
    who: str
    kind: str
    photo: str
    title: str
    batch: str
    what: str
    change: str
    why: str
    display: str
    hash: str

    def to_json(self) -> dict[str, Any]:
        """As the command line and the export say it."""
        return asdict(self)


FIELDS = tuple(Entry.__dataclass_fields__)


def entry(event: Event, *, title: str, batch: str) -> Entry:
    """An event as people read it; `title` and `batch` are what its photo and batch are called."""
    row = event.payload.get("after") or event.payload.get("before") or {}
    return Entry(
        event.desk_seq, event.at, event.actor, event.kind, event.photo or "", title, batch,
        str(event.payload.get("label", event.kind)), change_told(event), _why(row),
        str(event.payload.get("display") or row.get("display") or NOT_RECORDED), event.hash,
    )  # fmt: skip


def kinds_named(words: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of event that words stand for: a group's name or a kind itself. Raises BadInput."""
    every = {kind for _, kinds in GROUPS.values() for kind in kinds}
    found: dict[str, None] = {}
    for word in words:
        if word not in GROUPS and word not in every:
            raise BadInput(f"“{word}” is not a kind of event: say {', '.join(GROUPS)}.")
        found |= dict.fromkeys(GROUPS[word][1] if word in GROUPS else (word,))
    return tuple(found)


def kind_title(kind: str) -> str:
    """The group of a kind of event, as people read it."""
    return next((title for title, kinds in GROUPS.values() if kind in kinds), kind)


def _why(row: Mapping[str, Any]) -> str:
    """Failure modes first, then words; what held a batch that was let through all the same."""
    tags = [str(tag) for tag in row.get("tags") or ()]
    words = [str(row[name]) for name in _WHY if row.get(name)]
    held = [str(hold) for hold in row.get("holds") or ()]
    return "; ".join([*tags, *words, *held])
