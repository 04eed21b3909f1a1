"""The one place that asks what time it is. Everything below is told."""

from datetime import UTC, datetime


def now() -> str:
    """This moment, ISO 8601 UTC to the millisecond, as events carry it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
