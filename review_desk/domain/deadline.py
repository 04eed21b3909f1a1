"""Until when a photo is promised: so many hours (SLA) after it was shot, as the manifest has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from review_desk.domain.photo import Photo


def moment(text: str) -> datetime | None:
    """A time as manifests and events write it, in UTC where no zone is told; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def due(photo: Photo, taken_in: str) -> datetime | None:
    """When a photo is due; from when it was taken in where nobody told when it was shot. None: no promise."""
    try:
        hours = float(str(photo.fields.get("sla_hours") or "nan"))
        begun = moment(str(photo.fields.get("shot_at") or "")) or moment(taken_in)
        return begun + timedelta(hours=hours) if begun and hours >= 0 else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Clock:
    """The promise of a batch: when the first photo that waits is due, and how many are late."""

    first: datetime
    late: int
    waiting: int

    def words(self, now: datetime) -> str:
        """Such as “SLA 21 h” or “SLA 3 h over, 12 late”."""
        left = (self.first - now).total_seconds()
        return f"SLA {_span(left)}" if left >= 0 else f"SLA {_span(-left)} over, {self.late} late"


def clock(dues: Iterable[datetime | None], now: datetime) -> Clock | None:
    """The clock of the photos that still wait; None where none of them was promised."""
    known = sorted(each for each in dues if each is not None)
    return Clock(known[0], sum(each < now for each in known), len(known)) if known else None


def _span(seconds: float) -> str:
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 72 * 3600 else f"{seconds / 86400:.0f} d"
