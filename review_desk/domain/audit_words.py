"""What became of a row, in plain words: “verdict from approve to reject, failure mode halo added”."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from review_desk.domain.event import Event

_NOUNS = {
    "decision": "verdict",
    "second_look": "wish for a second look",
    "annotation": "mark",
    "assignment": "level",
    "rule_file": "rules of the studio",
    "tolerance_file": "tolerances of the studio",
    "gate_file": "gate or checklist of the studio",
    "mode_file": "failure modes of the studio",
    "kept_group": "group that stays in its batch",
    "preset_note": "note on a preset",
    "quarantine": "file in quarantine",
    "lot": "sample",
}
"""What people call a row of a kind, where it is not the kind's own name."""

_QUIET = {
    "at", "reviewer", "display", "author", "person", "until", "photos", "recipe", "points", "position",
    "head", "holds", "confirmed", "reasons", "rule", "counts", "plan", "seed", "strata", "closed_by",
    "closed_at", "drawn_by", "drawn_at", "overrule_reason", "carried_from", "sha256", "size", "checklist",
    "head_seq", "head_hash", "id", "thread", "profile_state",
}  # fmt: skip
"""Columns whose change goes without saying, is told under “why”, or is too long to say."""

_CALLED = {
    "tags": "failure mode",
    "escalated_to": "asked",
    "overruled_by": "overruled by",
    "defect": "worst defect",
    "kind": "",
    "state": "sample",
    "batch_id": "batch",
    "drawn": "sample",
}
"""What people call a column, where it is not its own name."""

_FIRST = ("verdict", "level", "route", "state", "tags")
"""Columns whose change is told before that of others; the log keeps no order."""


def change_told(event: Event) -> str:
    """What an event changed, as words; nothing for an event that sets no row."""
    if "before" not in event.payload:
        return ""
    before, after = event.payload["before"], event.payload.get("after")
    if before is None or after is None:
        return _came_or_went(event.kind, after or before or {}, came=before is None)
    return ", ".join(dict.fromkeys(filter(None, _told(event.kind, before, after))))


def _came_or_went(kind: str, row: Mapping[str, Any], *, came: bool) -> str:
    noun = _NOUNS.get(kind, kind.replace("_", " "))
    if kind == "decision" and not row.get("verdict"):
        noun = "draft"
    known = ("verdict", "kind", "level", "role", "severity", "digest")
    named = next((str(row[name]) for name in known if row.get(name)), "")
    return f"{noun} {'added' if came else 'removed'}{f': {named}' if named else ''}"


def _told(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(after, key=lambda name: (_rank(name), name)):
        old, new = before.get(name), after[name]
        if old == new or name in _QUIET:
            continue
        if kind.endswith("_file") and name == "text":
            yield "text changed"
        elif name in _WORDS:
            yield _WORDS[name](old, new)
        elif isinstance(new, Mapping) or isinstance(old, Mapping):
            yield from _told(kind, old or {}, {**dict.fromkeys(old or {}), **(new or {})})
        elif isinstance(new, list):
            yield from _list_told(_named(name), old or [], new)
        else:
            yield _value_told(_named(name), old, new)


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _named(name: str) -> str:
    return _CALLED.get(name, name.replace("_", " "))


def _list_told(name: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    yield from (f"{name} {each} added" for each in new if each not in old)
    yield from (f"{name} {each} taken off" for each in old if each not in new)


def _value_told(name: str, old: Any, new: Any) -> str:
    if new in (None, ""):
        return f"{name} taken back".strip()
    if old in (None, ""):
        return f"{name} {_quoted(new)}".strip()
    return f"{name} from {_quoted(old)} to {_quoted(new)}".strip()


def _quoted(value: Any) -> str:
    """Somebody's own words in quotation marks."""
    text = str(value)
    return f"“{text}”" if " " in text else text


_WORDS: Mapping[str, Callable[[Any, Any], str]] = {
    "locked": lambda _, now: "locked" if now else "unlocked",
    "resolved": lambda _, now: "resolved" if now else "opened again",
    "height": lambda was, now: "brought over others" if now > (was or 0) else "put under others",
    "shape": lambda *_: "moved or redrawn",
    "x": lambda *_: "moved",
    "y": lambda *_: "moved",
    "version": lambda _, now: f"on version {now}",
    "file": lambda *_: "file found in another place",
    "digest": lambda *_: "sealed anew",
    "mask": lambda _, now: "mask given" if now else "mask taken off",
}
"""Columns whose change has words of its own."""
