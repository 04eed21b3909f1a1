"""What the checks found, as the grid tells it: values of a facet, and the short words of a card."""

from collections.abc import Collection, Mapping, Sequence

from review_desk.domain.check.finding import Finding
from review_desk.operations.check import Checked
from review_desk.ui import tokens

PASSES = "all checks pass"
"""The facet's value of a photo that was checked and has nothing."""


def facet_values(checked: Checked | None) -> Mapping[str, tuple[str, ...]]:
    """By photo the titles of the checks that are off; photos that nobody looked at have none."""
    if checked is None:
        return {}
    titles: dict[str, dict[str, None]] = {photo: {} for photo in checked.looked}
    for each in checked.off:
        titles.setdefault(each.photo, {})[each.check.title] = None
    return {photo: tuple(found) or (PASSES,) for photo, found in titles.items()}


def card_words(findings: Sequence[Finding], common: Collection[str] = ()) -> str:
    """The worst finding as short as a card has room, such as “✕ Background purity 0.0 % + 2”.

    Those of the checks in `common` are on nearly every card, and so on none.
    """
    telling = [each for each in findings if each.check.id not in common]
    if not telling:
        return ""
    worst, others = telling[0], len(telling) - 1
    said = f"{tokens.OUTCOME_SHAPES[worst.outcome]} {worst.check.title} {worst.check.shown(worst.value)}"
    return f"{said} + {others}" if others else said
