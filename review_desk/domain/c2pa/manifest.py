"""What the newest manifest of a C2PA store says: who made the claim, what was done, out of what.

Read after the C2PA specification 2.1, sections 8 (manifests), 10 (claims) and 18 (actions, ingredients).
Nothing is verified: no signature, no hash. It is told as somebody's word.
"""

import json
from collections.abc import Iterator
from typing import Any

from review_desk.domain.c2pa.cbor import NotCbor, decode
from review_desk.domain.c2pa.jumbf import Box, read_boxes

_LONGEST = 300
_MOST = 40

NOT_VERIFIED = "not verified"


def read_manifest(raw: bytes) -> dict[str, Any]:
    """`claim_generator`, `title`, `actions`, `ingredients`, `manifests` (how many) of a store, where told.

    {} where there is none to be read.
    """
    store = next((box for box in read_boxes(raw) if box.label == "c2pa"), None)
    if store is None or not store.inside:
        return {}
    active = store.inside[-1]
    claim = next((_content(box) for box in active.find("c2pa.claim")), {})
    assertions = [box for found in active.find("c2pa.assertions") for box in found.inside]
    told = {
        "claim_generator": _generator(claim),
        "title": _word(claim.get("dc:title")),
        "actions": [_action(each) for each in _actions(assertions)][:_MOST],
        "ingredients": [_ingredient(_content(box)) for box in _named(assertions, "c2pa.ingredient")][:_MOST],
        "manifests": len(store.inside),
    }
    return {name: value for name, value in told.items() if value}


def _named(boxes: list[Box], start: str) -> Iterator[Box]:
    return (box for box in boxes if box.label.startswith(start))


def _content(box: Box) -> dict[str, Any]:
    """What a box holds, as a map; {} where it cannot be read."""
    for kind, body in box.content:
        try:
            found = decode(body) if kind == b"cbor" else json.loads(body) if kind == b"json" else None
        except (NotCbor, ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return {}


def _generator(claim: dict[str, Any]) -> str:
    """The program that made the claim: by its own sentence, else by name and version."""
    info = claim.get("claim_generator_info")
    first = info[0] if isinstance(info, list) and info else info
    if isinstance(first, dict):
        return _word(" ".join(_word(first.get(name)) for name in ("name", "version")).strip())
    return _word(claim.get("claim_generator"))


def _actions(assertions: list[Box]) -> Iterator[dict[str, Any]]:
    for box in _named(assertions, "c2pa.actions"):
        found = _content(box).get("actions")
        yield from (each for each in (found if isinstance(found, list) else ()) if isinstance(each, dict))


def _action(each: dict[str, Any]) -> dict[str, str]:
    """One action: what, when, by which program, and the source type's last word."""
    agent = each.get("softwareAgent")
    told = {
        "action": _word(each.get("action")),
        "when": _word(each.get("when")),
        "by": _word(agent.get("name") if isinstance(agent, dict) else agent),
        "source_type": _word(each.get("digitalSourceType")).rsplit("/", 1)[-1],
    }
    return {name: value for name, value in told.items() if value}


def _ingredient(each: dict[str, Any]) -> dict[str, str]:
    told = {
        "title": _word(each.get("dc:title")),
        "format": _word(each.get("dc:format")),
        "relationship": _word(each.get("relationship")),
    }
    return {name: value for name, value in told.items() if value}


def _word(value: Any) -> str:
    """Somebody's word on one line; nothing for what is none."""
    text = value if isinstance(value, str) else ""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:_LONGEST].strip()


def in_words(told: dict[str, Any]) -> list[tuple[str, str]]:
    """A manifest for reading: title and value, said to be somebody's word."""
    rows = [("C2PA", f"{told.get('claim_generator') or 'a manifest is there'} ({NOT_VERIFIED})")]
    rows += [("C2PA action", _sentence(each)) for each in told.get("actions", ())]
    rows += [("C2PA made from", _made_from(each)) for each in told.get("ingredients", ())]
    return rows


def _sentence(each: dict[str, str]) -> str:
    what = each.get("action", "").removeprefix("c2pa.").replace("_", " ")
    by = f"by {each['by']}" if "by" in each else ""
    when = each.get("when", "")[:16].replace("T", " ")
    return ", ".join(filter(None, (" ".join(filter(None, (what, by))), each.get("source_type", ""), when)))


def _made_from(each: dict[str, str]) -> str:
    return ", ".join(filter(None, (each.get("title", "a file without a name"), each.get("relationship", ""))))
