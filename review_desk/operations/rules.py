"""The rules in force: those that ship with the desk, and the studio's own on top.

A studio's file is kept in the desk as events: undone, backed up and audited like a verdict. A text with a
slip is refused with its line and reason, and what held before goes on holding.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.domain.route import told_of
from review_desk.domain.rule import Rule
from review_desk.domain.rule_advice import Move, moves
from review_desk.domain.rule_file import parse_rules, synonyms_in
from review_desk.errors import BadInput
from review_desk.paths import asset
from review_desk.store import photos as table
from review_desk.store.desk import Reader, Store
from review_desk.store.rule_files import rule_files

OWN = "studio.toml"
"""The name a studio's rules have where nobody gives another."""


@cache
def starting_texts() -> Mapping[str, str]:
    """Name to text of the rule files that ship with the desk."""
    return {file.name: file.read_text("utf-8") for file in sorted(asset("rules").glob("*.toml"))}


@cache
def starting_rules() -> tuple[Rule, ...]:
    """The rules that ship with the desk. Raises BadInput for a mistake in a file."""
    return tuple(rule for name, text in starting_texts().items() for rule in parse_rules(text, name=name))


def rules_in_force(reader: Reader) -> tuple[Rule, ...]:
    """The studio's rules first, then the starting ones it has not replaced by a rule of the same id."""
    return on_top(rule_files(reader.db))


def on_top(files: Mapping[str, str]) -> tuple[Rule, ...]:
    """The starting rules with these files on top. Raises BadInput for a slip, or for an id in two files."""
    own: dict[str, Rule] = {}
    for name, text in files.items():
        for rule in read_own(text, name):
            if rule.id in own:
                raise BadInput(f"{name}: rule '{rule.id}': another of the studio's files has this id.")
            own[rule.id] = rule
    return (*own.values(), *(rule for rule in starting_rules() if rule.id not in own))


def read_own(text: str, name: str = OWN) -> tuple[Rule, ...]:
    """A studio's file; the starting set's other words for a thing hold in it too. Raises BadInput."""
    return parse_rules(text, name=name, synonyms=tuple(map(synonyms_in, starting_texts().values())))


def use_rules(store: Store, *, text: str, actor: str, at: str, name: str = OWN) -> Changes:
    """Put a studio's rule file in force, in place of the one of that name.

    Raises BadInput for a slip, and nothing changes. Photos keep their routes until the batch is routed again.
    """
    who = require_reviewer(actor)
    on_top({**rule_files(store.db), name: text})
    with store.step(f"Rules of {name}", actor=who, at=at) as step:
        before = step.get("rule_file", name=name)
        if before is None or before["text"] != text:
            step.put("rule_file", {"name": name, "text": text, "author": who, "at": at})
    return step.changes


def drop_rules(store: Store, *, actor: str, at: str, name: str = OWN) -> Changes:
    """Take a studio's rule file out of force. Raises BadInput where there is none of that name."""
    if name not in rule_files(store.db):
        raise BadInput(f"There is no rule file “{name}” in this desk.")
    with store.step(f"Without the rules of {name}", actor=require_reviewer(actor), at=at) as step:
        step.remove("rule_file", name=name)
    return step.changes


def would_move(
    reader: Reader,
    *,
    batch_id: str,
    rules: Sequence[Rule],
    evidence: Mapping[str, Evidence] | None = None,
) -> list[Move]:
    """The photos of a batch that these rules would send elsewhere; overruled ones stay."""
    seen = evidence or {}
    asked = [
        (photo.id, told_of(vars(photo)), seen.get(photo.id, NONE))
        for photo in table.photos(reader.db, batch=batch_id)
        if not (photo.assignment and photo.assignment.overruled_by)
    ]
    return moves(asked, rules_in_force(reader), rules)
