"""Advice on rules: what nearly spoke for a photo, what other rules would move, what never decides."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_desk.domain.route import Route, route
from review_desk.domain.rule import ROUTES, Case, Condition, Rule


@dataclass(frozen=True)
class Near:
    """A rule that would speak for a photo if one more thing held: `missing` says which, in words."""

    rule: Rule
    missing: str

    def __str__(self) -> str:
        rule = self.rule
        return f"{rule.id} (level {rule.level}, {rule.route}) would speak if {self.missing}"


def nearly_spoke(fields: Mapping[str, str], rules: Iterable[Rule]) -> list[Near]:
    """The rules of which one condition is missing while another holds.

    A rule with one condition alone is not near: it would be near every photo.
    """
    return [
        Near(rule, missing)
        for rule in rules
        if not rule.speaks(fields)
        for missing in _missing(rule, fields)[:1]
    ]


def _missing(rule: Rule, fields: Mapping[str, str]) -> list[str]:
    found = []
    for case in rule.when:
        unmet = [condition for condition in case if not condition.holds(fields)]
        if len(unmet) == 1 and len(case) > 1:
            found.append(str(unmet[0]))
    return found


@dataclass(frozen=True)
class Turn:
    """What would change a photo's outcome: where it would go then, and the change in words."""

    change: str
    then: Route


def turns(fields: Mapping[str, str], rules: Sequence[Rule]) -> list[Turn]:
    """The near rules that would make it stricter, then the rule whose silence would make it looser."""
    now = route(fields, rules)
    found = [
        Turn(f"if {near.missing}", Route(near.rule.level, near.rule.route, near.rule.id, ()))
        for near in nearly_spoke(fields, rules)
        if near.rule.strictness > _strictness(now)
    ]
    without = route(fields, [rule for rule in rules if rule.id != now.rule])
    if without.rule != now.rule and _strictness(without) != _strictness(now):
        found.append(Turn(f"without the rule {now.rule}", without))
    return found


def _strictness(found: Route) -> tuple[int, int]:
    return found.level, ROUTES.index(found.route)


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


def _condition_implies(mine: Condition, theirs: Condition) -> bool:
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
    photos: Iterable[tuple[str, Mapping[str, str]]], now: Sequence[Rule], then: Sequence[Rule]
) -> list[Move]:
    """The photos (id, fields) whose level or route would change if `then` stood in place of `now`."""
    asked = ((photo, route(fields, now), route(fields, then)) for photo, fields in photos)
    return [Move(photo, a, b) for photo, a, b in asked if (a.level, a.route) != (b.level, b.route)]


def moved_words(found: Sequence[Move]) -> str:
    """“This would move 31 photos: 28 to level 3, 3 to level 1.”"""
    if not found:
        return "This would move no photo."
    counts = Counter(move.then.level for move in found)
    to = ", ".join(f"{counts[level]} to level {level}" for level in (3, 2, 1) if counts[level])
    return f"This would move {len(found)} photo{'s' if len(found) > 1 else ''}: {to}."
