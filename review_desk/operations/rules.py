"""The rules in force: those that ship with the desk, and the studio's own on top.

A studio's file is kept in the desk as events: undone, backed up and audited like a verdict. A text with a
slip is refused with its line and reason, and what held before goes on holding.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.domain.route import Router
from review_desk.domain.rule import Rule
from review_desk.domain.rule_advice import Move, moves, never_decide
from review_desk.domain.rule_file import parse_rules, synonyms_in
from review_desk.domain.rule_place import line_of
from review_desk.errors import BadInput
from review_desk.operations.route import route_in
from review_desk.operations.studio_file import put_in_force, require_in_force
from review_desk.paths import asset
from review_desk.store.assignments import asked_of_batch
from review_desk.store.desk import Reader, Store
from review_desk.store.studio_files import studio_files

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
    return on_top(studio_files(reader.db, "rule_file"))


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


def use_rules(
    store: Store,
    *,
    text: str,
    actor: str,
    at: str,
    name: str = OWN,
    batch_id: str = "",
    evidence: Mapping[str, Evidence] | None = None,
) -> Changes:
    """Put a studio's rule file in force, in place of the one of that name, and route a batch by it.

    Raises BadInput for a slip, and nothing changes. Photos of other batches keep their routes until those are
    routed again.
    """
    who = require_reviewer(actor)
    rules = on_top({**studio_files(store.db, "rule_file"), name: text})
    with store.step(f"Rules of {name}", actor=who, at=at) as step:
        put_in_force(step, "rule_file", name=name, text=text, author=who, at=at)
        if batch_id:
            route_in(step, asked_of_batch(store.db, batch_id), rules, evidence or {})
    return step.changes


def drop_rules(
    store: Store,
    *,
    actor: str,
    at: str,
    name: str = OWN,
    batch_id: str = "",
    evidence: Mapping[str, Evidence] | None = None,
) -> Changes:
    """Take a studio's rule file out of force, and route a batch without it.

    Raises BadInput where there is none of that name.
    """
    require_in_force(store, "rule_file", name, called="rule file")
    with store.step(f"Without the rules of {name}", actor=require_reviewer(actor), at=at) as step:
        step.remove("rule_file", name=name)
        if batch_id:
            route_in(step, asked_of_batch(store.db, batch_id), rules_in_force(store), evidence or {})
    return step.changes


@dataclass(frozen=True)
class Tried:
    """What a text of rules would do to a batch, or why it cannot be rules.

    `mistake` is a sentence, "" for a sound text, and `line` where it is. `moves` are the photos that would go
    elsewhere; `advice` names rules that never decide. `decides` says for how many photos each rule would
    decide, by its id; `rules` are those of the text itself.
    """

    mistake: str = ""
    line: int | None = None
    rules: tuple[Rule, ...] = ()
    moves: tuple[Move, ...] = ()
    advice: tuple[str, ...] = ()
    decides: Mapping[str, int] = field(default_factory=dict)


def try_rules(
    reader: Reader, *, text: str, batch_id: str, evidence: Mapping[str, Evidence], name: str = OWN
) -> Tried:
    """Try a text in place of the file of that name, without changing anything; an empty one is no file."""
    others = {file: told for file, told in studio_files(reader.db, "rule_file").items() if file != name}
    try:
        rules = on_top({**others, name: text} if text.strip() else others)
        own = read_own(text, name) if text.strip() else ()
    except BadInput as error:
        return Tried(str(error), line_of(text, str(error).removeprefix(name)))
    asked = _asked(reader, batch_id, evidence)
    router = Router(rules)
    found = [router.route(told, seen) for _, told, seen in asked]
    ids = {rule.id for rule in own}
    return Tried(
        rules=own,
        moves=tuple(moves(asked, rules_in_force(reader), rules)),
        advice=tuple(str(said) for said in never_decide(rules) if {said.rule, said.because_of} & ids),
        decides=Counter(then.rule for then in found),
    )


def would_move(
    reader: Reader,
    *,
    batch_id: str,
    rules: Sequence[Rule],
    evidence: Mapping[str, Evidence] | None = None,
) -> list[Move]:
    """The photos of a batch that these rules would send elsewhere; overruled ones stay."""
    return moves(_asked(reader, batch_id, evidence or {}), rules_in_force(reader), rules)


def _asked(
    reader: Reader, batch_id: str, evidence: Mapping[str, Evidence]
) -> list[tuple[str, dict[str, str], Evidence]]:
    """The photos of a batch that rules decide about, with what rules may ask of each."""
    asked = asked_of_batch(reader.db, batch_id)
    return [(photo, told, evidence.get(photo, NONE)) for photo, told in asked]


def own_rules(reader: Reader, name: str = OWN) -> str:
    """The text of a studio's file as it is in force; "" where there is none."""
    return studio_files(reader.db, "rule_file").get(name, "")
