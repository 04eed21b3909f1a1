"""Middle and spread that a few wild values do not move."""

from collections.abc import Sequence
from statistics import median

_TO_SIGMA = 0.6745
"""The 0.75 quantile of the normal distribution: MAD / 0.6745 estimates its σ."""

_MOST, _MOST_TO_SIGMA = 0.75, 1.1503
"""Three quarters of a normal distribution lie within its 0.875 quantile, 1.1503 σ."""


def mad(values: Sequence[float], centre: float) -> float:
    """The median absolute deviation from `centre`. statistics.StatisticsError for no values."""
    return median(abs(value - centre) for value in values)


def wide_spread(values: Sequence[float], centre: float) -> float:
    """The MAD, or what it would be if three quarters of the values were normal, where that is more.

    Of photos that only may be alike (one category, many products) the MAD knows the commonest product and
    calls the others outliers. Three quarters leave room for a day or a preset that is off as a whole.
    """
    away = sorted(abs(value - centre) for value in values)
    most = away[min(len(away) - 1, int(_MOST * len(away)))]
    return max(mad(values, centre), _TO_SIGMA * most / _MOST_TO_SIGMA)


def modified_z(deviation: float, spread: float, floor: float) -> float:
    """0.6745 (x − median) / MAD (Iglewicz and Hoaglin 1993, How to detect and handle outliers, 3.3).

    They call a value beyond 3.5 an outlier. The MAD is never taken for less than `floor`.
    """
    return _TO_SIGMA * deviation / max(spread, floor)


def sigma(values: Sequence[float], centre: float, floor: float, *, wide: bool = False) -> float:
    """The standard deviation that the MAD (the wide spread) speaks for, held at `floor` at least."""
    return max((wide_spread if wide else mad)(values, centre), floor) / _TO_SIGMA
