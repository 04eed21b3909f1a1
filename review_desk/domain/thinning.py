"""Which backups to keep as they grow old. A pure rule over times, after the pattern Anki uses."""

from collections.abc import Iterable
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""Everything of the last two days, then one a day, one a week, one a month, so many of each."""


def to_delete(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """The backup times that are no longer needed at `now`. The newest of each day, week and month stays."""
    ordered = sorted(times, reverse=True)
    older = [t for t in ordered if now - t > ALL_FOR]
    kept = set(ordered) - set(older)
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        newest = {period(t): t for t in reversed(older)}
        kept |= {newest[key] for key in sorted(newest, reverse=True)[:count]}
    return set(ordered) - kept


def _day(time: datetime) -> tuple[int, ...]:
    return time.year, time.month, time.day


def _week(time: datetime) -> tuple[int, ...]:
    return tuple(time.isocalendar()[:2])


def _month(time: datetime) -> tuple[int, ...]:
    return time.year, time.month
