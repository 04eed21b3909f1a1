"""Why a photo goes where it goes, and what would change that, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import Evidence
from review_desk.domain.route import told_of
from review_desk.domain.rule import ROUTE_WORDS, Rule
from review_desk.domain.rule_advice import nearly_spoke, turns


@dataclass(frozen=True)
class Explained:
    """`nearly`: the rules that nearly spoke; `changes`: what would send the photo elsewhere."""

    nearly: tuple[str, ...]
    changes: tuple[str, ...]


def explain(photo: Photo, rules: Sequence[Rule], evidence: Evidence) -> Explained:
    """Ask the rules about one photo once more."""
    told = told_of(vars(photo))
    near = tuple(str(found) for found in nearly_spoke(told, rules, evidence))
    turned = turns(told, rules, evidence)
    words = (f"Level {t.then.level}, {ROUTE_WORDS[t.then.route]}, {t.change}." for t in turned)
    return Explained(near, tuple(words))
