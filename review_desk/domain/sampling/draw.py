"""Drawing a sample by seed, spread over strata as the lot is."""

import random
from collections.abc import Iterable, Mapping

Strata = Mapping[str, str]
"""Photo id to the name of its stratum: its route, or who judged it."""


def draw(strata: Strata, *, size: int, seed: int) -> tuple[str, ...]:
    """`size` photos in the order drawn; all of them where there are fewer.

    The same seed draws the same photos whatever order they come in. Any beginning of the answer is spread
    over the strata as well as can be: next is always the stratum that is furthest behind its share.
    """
    waiting = {name: _shuffled(ids, name, seed) for name, ids in _by_stratum(strata).items()}
    share = {name: len(ids) / len(strata) for name, ids in waiting.items()}
    order = _shuffled(waiting, "", seed)  # which of two that are as far behind comes first
    drawn: list[str] = []
    taken = dict.fromkeys(order, 0)
    while len(drawn) < min(size, len(strata)):
        due = [name for name in order if waiting[name]]
        behind = max(due, key=lambda name: share[name] * (len(drawn) + 1) - taken[name])
        drawn.append(waiting[behind].pop())
        taken[behind] += 1
    return tuple(drawn)


def _by_stratum(strata: Strata) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for photo, name in strata.items():
        found.setdefault(name, []).append(photo)
    return found


def _shuffled(names: Iterable[str], stratum: str, seed: int) -> list[str]:
    ordered = sorted(names)
    random.Random(f"{seed}/{stratum}").shuffle(ordered)
    return ordered
