"""Single sampling plans of ISO 2859-1, general inspection level II, for the AQLs that a studio uses.

Each entry is (photos to inspect, the most defective ones that still accept the lot); one more refuses it. The
arrows of the standard's tables are followed already. Source: `AQLSchemes` 1.7-2 for R (MIL-STD-105E and
ANSI/ASQ Z1.4, whose normal and tightened single plans are those of ISO 2859-1), checked against the diagonal
pattern that the standard's tables have.
"""

from typing import Literal

Strictness = Literal["normal", "tightened"]
Entry = tuple[int, int]

AQLS = (0.65, 1.0, 1.5, 2.5, 4.0)
"""Acceptable quality limits, per cent defective."""

LETTERS = "ABCDEFGHJKLMNPQ"
_LARGEST_LOT = (
    8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000,
)  # fmt: skip
"""The largest lot of each letter but the last, which has no end."""

_SMALL = ((20, 0), (13, 0), (8, 0), (5, 0), (3, 0))
_SMALL_TIGHTENED = ((32, 0), (20, 0), (13, 0), (8, 0), (5, 0))

PLANS: dict[Strictness, dict[str, tuple[Entry, ...]]] = {
    "normal": {
        **dict.fromkeys("ABC", _SMALL),
        "D": ((20, 0), (13, 0), (8, 0), (5, 0), (13, 1)),
        "E": ((20, 0), (13, 0), (8, 0), (20, 1), (13, 1)),
        "F": ((20, 0), (13, 0), (32, 1), (20, 1), (20, 2)),
        "G": ((20, 0), (50, 1), (32, 1), (32, 2), (32, 3)),
        "H": ((80, 1), (50, 1), (50, 2), (50, 3), (50, 5)),
        "J": ((80, 1), (80, 2), (80, 3), (80, 5), (80, 7)),
        "K": ((125, 2), (125, 3), (125, 5), (125, 7), (125, 10)),
        "L": ((200, 3), (200, 5), (200, 7), (200, 10), (200, 14)),
        "M": ((315, 5), (315, 7), (315, 10), (315, 14), (315, 21)),
        "N": ((500, 7), (500, 10), (500, 14), (500, 21), (315, 21)),
        "P": ((800, 10), (800, 14), (800, 21), (500, 21), (315, 21)),
        "Q": ((1250, 14), (1250, 21), (800, 21), (500, 21), (315, 21)),
    },
    "tightened": {
        **dict.fromkeys("ABC", _SMALL_TIGHTENED),
        "D": ((32, 0), (20, 0), (13, 0), (8, 0), (20, 1)),
        "E": ((32, 0), (20, 0), (13, 0), (32, 1), (20, 1)),
        "F": ((32, 0), (20, 0), (50, 1), (32, 1), (20, 1)),
        "G": ((32, 0), (80, 1), (50, 1), (32, 1), (32, 2)),
        "H": ((125, 1), (80, 1), (50, 1), (50, 2), (50, 3)),
        "J": ((125, 1), (80, 1), (80, 2), (80, 3), (80, 5)),
        "K": ((125, 1), (125, 2), (125, 3), (125, 5), (125, 8)),
        "L": ((200, 2), (200, 3), (200, 5), (200, 8), (200, 12)),
        "M": ((315, 3), (315, 5), (315, 8), (315, 12), (315, 18)),
        "N": ((500, 5), (500, 8), (500, 12), (500, 18), (315, 18)),
        "P": ((800, 8), (800, 12), (800, 18), (500, 18), (315, 18)),
        "Q": ((1250, 12), (1250, 18), (800, 18), (500, 18), (315, 18)),
    },
}


def letter(lot: int) -> str:
    """The sample size code letter of a lot of so many photos. Raises ValueError for fewer than one."""
    if lot < 1:
        raise ValueError("a lot has at least one photo")
    return LETTERS[sum(lot > largest for largest in _LARGEST_LOT)]


def entry(lot: int, aql: float, strictness: Strictness) -> Entry:
    """Photos to inspect and the most defective ones allowed. A plan as large as the lot inspects all of it.

    Raises KeyError for an AQL that is not in the table.
    """
    if aql not in AQLS:
        raise KeyError(aql)
    size, accept = PLANS[strictness][letter(lot)][AQLS.index(aql)]
    return min(size, lot), accept
