"""The routing rules: what is in force, what others would change, why a photo went where it went."""

import argparse
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import Evidence, measures_of
from review_desk.domain.route import told_of
from review_desk.domain.rule import Rule
from review_desk.domain.rule_advice import moved_words, never_decide
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.evidence import known_values, of
from review_desk.operations.explain import explain
from review_desk.operations.rules import drop_rules, on_top, rules_in_force, use_rules, would_move
from review_desk.operations.studio_file import text_of
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader, Store


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--use", type=Path, metavar="FILE", help="put this file of rules in force, over the starting set"
    )
    what.add_argument("--drop", metavar="NAME", help="take the file of rules of that name out of force")
    what.add_argument(
        "--try",
        type=Path,
        dest="tried",
        metavar="FILE",
        help="say what this file would move; changes nothing",
    )
    what.add_argument(
        "--explain", metavar="PHOTO", help="why a photo goes where it goes, and what would change that"
    )
    parser.add_argument("--batch", metavar="B", help="with --try: the batch to try it on (name or id)")


def _rules(arguments: argparse.Namespace) -> int:
    if arguments.use:
        return _use(arguments)
    if arguments.drop:
        return _drop(arguments)
    if arguments.tried:
        return _try(arguments)
    return _explain(arguments) if arguments.explain else _list(arguments)


def _use(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk rules", at=now()) as store:
        name = arguments.use.name
        use_rules(store, text=text_of(arguments.use), actor=person(), at=now(), name=name)
        return _say_rules(arguments, rules_in_force(store), f"{name} is in force from now on.")


def _drop(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk rules", at=now()) as store:
        drop_rules(store, actor=person(), at=now(), name=arguments.drop)
        return _say_rules(arguments, rules_in_force(store), f"{arguments.drop} is in force no longer.")


def _list(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        return _say_rules(arguments, rules_in_force(reader), "")


def _say_rules(arguments: argparse.Namespace, rules: tuple[Rule, ...], said: str) -> int:
    advice = [str(found) for found in never_decide(rules)]
    lines = [f"{rule.id}  level {rule.level}  {rule.route}  {rule.sentence}" for rule in rules]
    document = {"rules": [rule_json(rule) for rule in rules], "advice": advice}
    answer(arguments, document, "\n".join(map(plain, filter(None, [*lines, *advice, said]))))
    return 0


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as `review-desk rules --json` gives it; conditions in words, those of a case together."""
    named = ("id", "level", "route", "sentence", "source", "date")
    cases = {name: [[str(c) for c in case] for case in getattr(rule, name)] for name in ("when", "unless")}
    return {**{name: getattr(rule, name) for name in named}, **cases}


def _try(arguments: argparse.Namespace) -> int:
    if not arguments.batch:
        raise BadInput("Say with --batch which batch to try the rules on.")
    with Reader.open(arguments.desk) as reader:
        rules = on_top({arguments.tried.name: text_of(arguments.tried)})
        batch = browse.batch(reader, arguments.batch)
        seen = _known_evidence(reader, browse.photos(reader, batch_id=batch.id))
        found = would_move(reader, batch_id=batch.id, rules=rules, evidence=seen)
    rows = [{"photo": m.photo, "level": m.now.level, "route": m.now.route, "then_level": m.then.level,
             "then_route": m.then.route, "rule": m.then.rule} for m in found]  # fmt: skip
    lines = [f"{m.photo}  level {m.now.level} → {m.then.level}  {m.then.rule}" for m in found]
    answer(arguments, rows, "\n".join([*lines, moved_words(found)]))
    return 1 if rows else 0


def _explain(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        photo = browse.photo(reader, arguments.explain)
        rules, seen = rules_in_force(reader), of(_known_evidence(reader, [photo]), photo.id)
    assignment, found = photo.assignment, explain(photo, rules, seen)
    reasons = [reason.to_json() for reason in assignment.reasons] if assignment else []
    near, change = list(found.nearly), list(found.changes)
    shown = measures_of(seen)
    level = assignment.level if assignment else None
    document = {"photo": photo.id, "fields": told_of(vars(photo)), "evidence": shown, "level": level,
                "reasons": reasons, "nearly": near, "would_change": change}  # fmt: skip
    lines = [f"{r['rule']}: {r['sentence']}" for r in reasons] + [f"Nearly: {n}" for n in near] + change
    answer(arguments, document, "\n".join(map(plain, lines)))
    return 0


def _known_evidence(reader: Reader, photos: list[Photo]) -> dict[str, Evidence]:
    """What was measured of photos before; nothing is measured for an answer in words."""
    cache = Cache(reader.folder)
    try:
        return known_values(reader, photos, cache)
    finally:
        cache.close()


COMMANDS = (
    Command("rules", "Show, try and set the routing rules of a desk.", _declare, _rules,
            holds="{rules: [{id, level, route, sentence, source, date, when, unless}], advice}; with --try "
                  "[{photo, level, route, then_level, then_route, rule}]; with --explain {photo, fields, "
                  "evidence: {name: per cent}, level, reasons: [{rule, sentence, measured}], nearly, "
                  "would_change}"),
)  # fmt: skip
