"""Advice on rules: what nearly spoke for a photo, what other rules would move, what never decides."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_desk.domain.pixel_evidence import NONE, Evidence, amount
from review_desk.domain.route import Route, Router, route, strictness
from review_desk.domain.rule import ROUTE_WORDS, AtLeast, Case, Condition, Rule

_CLOSE = 0.5
"""The share of what a rule asks of a measure from which the rule is near."""


@dataclass(frozen=True)
class Near:
    """A rule that would speak for a photo if one more thing held: `missing` says which, in words."""

    rule: Rule
    missing: str

    def __str__(self) -> str:
        rule = self.rule
        return f"{rule.id} (level {rule.level}, {ROUTE_WORDS[rule.route]}) would speak if {self.missing}"


def nearly_spoke(fields: Mapping[str, str], rules: Iterable[Rule], evidence: Evidence = NONE) -> list[Near]:
    """The rules of which one condition is missing while another holds.

    A rule with one condition alone is not near: it would be near every photo; but one that asks for more of
    a measure is, where half as much was measured.
    """
    return [
        Near(rule, missing)
        for rule in rules
        if not rule.speaks(fields, evidence)
        for missing in _missing(rule, fields, evidence)[:1]
    ]


def _missing(rule: Rule, fields: Mapping[str, str], evidence: Evidence) -> list[str]:
    found = []
    for case in rule.when:
        unmet = [condition for condition in case if not condition.holds(fields, evidence)]
        if len(unmet) == 1 and (len(case) > 1 or _is_close(unmet[0], evidence)):
            found.append(_wanted(unmet[0], evidence))
    return found


def _is_close(condition: Condition | AtLeast, evidence: Evidence) -> bool:
    if isinstance(condition, Condition):
        return False
    return evidence.get(condition.measure, 0.0) >= _CLOSE * condition.amount


def _wanted(condition: Condition | AtLeast, evidence: Evidence) -> str:
    if isinstance(condition, Condition) or condition.measure not in evidence:
        return str(condition)
    return f"{condition} (measured: {amount(condition.measure, evidence[condition.measure])})"


@dataclass(frozen=True)
class Turn:
    """What would change a photo's outcome: where it would go then, and the change in words."""

    change: str
    then: Route


def turns(fields: Mapping[str, str], rules: Sequence[Rule], evidence: Evidence = NONE) -> list[Turn]:
    """The near rules that would make it stricter, then the rule whose silence would make it looser."""
    now = route(fields, rules, evidence)
    found = [
        Turn(f"if {near.missing}", Route(near.rule.level, near.rule.route, near.rule.id, ()))
        for near in nearly_spoke(fields, rules, evidence)
        if near.rule.strictness > strictness(now)
    ]
    without = route(fields, [rule for rule in rules if rule.id != now.rule], evidence)
    if without.rule != now.rule and strictness(without) != strictness(now):
        found.append(Turn(f"without the rule {now.rule}", without))
    return found


# --- a whole set of rules ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class NeverDecides:
    """A rule that a stricter one always outspeaks: it only ever adds a reason."""

    rule: str
    because_of: str
    conflict: bool
    """Both speak for the same photos and want different things: one of the two is a slip."""

    def __str__(self) -> str:
        if self.conflict:
            return (
                f"“{self.rule}” and “{self.because_of}” speak for the same photos and want different things: "
                f"“{self.because_of}” always decides"
            )
        return f"“{self.rule}” never decides: “{self.because_of}” decides wherever it speaks"


def never_decide(rules: Sequence[Rule]) -> list[NeverDecides]:
    """The rules that can be heard and never decide, each with the rule that outspeaks it."""
    found = []
    for place, rule in enumerate(rules):
        for other_place, other in enumerate(rules):
            outspeaks = (other.strictness, -other_place) > (rule.strictness, -place)
            if outspeaks and not other.unless and _covers(other.when, rule.when):
                same = _covers(rule.when, other.when) and other.strictness != rule.strictness
                found.append(NeverDecides(rule.id, other.id, conflict=same))
                break
    return found


def _covers(wide: Sequence[Case], narrow: Sequence[Case]) -> bool:
    """Whether `wide` holds wherever `narrow` does."""
    return all(any(_implies(case, other) for other in wide) for case in narrow)


def _implies(case: Case, other: Case) -> bool:
    return all(any(_condition_implies(mine, theirs) for mine in case) for theirs in other)


def _condition_implies(mine: Condition | AtLeast, theirs: Condition | AtLeast) -> bool:
    if isinstance(mine, AtLeast) or isinstance(theirs, AtLeast):
        alike = isinstance(mine, AtLeast) and isinstance(theirs, AtLeast) and mine.measure == theirs.measure
        return alike and mine.amount >= theirs.amount  # type: ignore[union-attr]
    if mine.field != theirs.field:
        return False
    return not theirs.words or (bool(mine.words) and mine.words <= theirs.words)


# --- trying rules -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """A photo that other rules would send elsewhere."""

    photo: str
    now: Route
    then: Route


def moves(
    photos: Iterable[tuple[str, Mapping[str, str], Evidence]], now: Sequence[Rule], then: Sequence[Rule]
) -> list[Move]:
    """The photos (id, fields, evidence) that `then` would send elsewhere than `now`."""
    before, after = Router(now), Router(then)
    asked = ((photo, before.route(told, seen), after.route(told, seen)) for photo, told, seen in photos)
    return [Move(photo, a, b) for photo, a, b in asked if (a.level, a.route) != (b.level, b.route)]


def moved_words(found: Sequence[Move]) -> str:
    """“This would move 31 photos: 28 to level 3, 3 to level 1.”"""
    if not found:
        return "This would move no photo."
    counts = Counter(move.then.level for move in found)
    to = ", ".join(f"{counts[level]} to level {level}" for level in (3, 2, 1) if counts[level])
    return f"This would move {len(found)} photo{'s' if len(found) > 1 else ''}: {to}."
