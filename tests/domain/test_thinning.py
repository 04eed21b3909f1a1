"""Which backups stay as they grow old."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.thinning import DAILY, MONTHLY, WEEKLY, to_delete

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
AGES = st.integers(-3_600, 3 * 365 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
TIMES = st.sets(AGES.map(lambda age: NOW - age), max_size=60)


@given(TIMES)
def test_the_newest_backup_always_stays(times: set[datetime]) -> None:
    assert not times or max(times) not in to_delete(times, NOW)


@given(TIMES)
def test_nothing_of_the_last_two_days_is_dropped(times: set[datetime]) -> None:
    young = {time for time in times if NOW - time <= timedelta(days=2)}
    assert not young & to_delete(times, NOW)


@given(TIMES)
def test_only_what_is_there_is_dropped_and_thinning_twice_drops_nothing_more(times: set[datetime]) -> None:
    gone = to_delete(times, NOW)
    assert gone <= times
    assert to_delete(times - gone, NOW) == set()


@given(TIMES)
def test_older_backups_are_bounded_in_number(times: set[datetime]) -> None:
    old = {time for time in times - to_delete(times, NOW) if NOW - time > timedelta(days=2)}
    assert len(old) <= DAILY + WEEKLY + MONTHLY


@given(TIMES, st.integers(1, 400))
def test_what_was_dropped_would_be_dropped_later_too(times: set[datetime], days: int) -> None:
    """Else a backup that is gone might have been wanted after all."""
    later = NOW + timedelta(days=days)
    assert to_delete(times, NOW) <= to_delete(times, later)


def test_a_year_of_hourly_backups_thins_to_days_weeks_and_months() -> None:
    times = {NOW - timedelta(hours=hour) for hour in range(365 * 24)}
    kept = sorted(times - to_delete(times, NOW), reverse=True)
    assert sum(NOW - time <= timedelta(days=2) for time in kept) == 49
    old = [time for time in kept if NOW - time > timedelta(days=2)]
    assert [time.date() for time in old[:3]] == [datetime(2026, 11, day).date() for day in (18, 17, 16)]
    assert min(kept).date() == datetime(2026, 3, 31).date(), "the ninth month back is March"
