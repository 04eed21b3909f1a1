"""Days as people write them, and the moments between two of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from review_desk.errors import BadInput


def day(text: str) -> date:
    """The day that “2026-11-21” means. Raises BadInput for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"“{text}” is not a day: write it as 2026-11-21.") from None


@dataclass(frozen=True)
class Days:
    """From one day to another (ISO 8601, UTC), both included; an empty one sets no end."""

    since: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        """Raises BadInput for a day that is none, and for days that end before they begin."""
        first, last = (day(each) if each else None for each in (self.since, self.until))
        if first and last and first > last:
            raise BadInput(f"{self.until} is before {self.since}: no day lies between them.")

    @property
    def begin(self) -> str:
        """The first moment within; nothing where there is no first."""
        return day(self.since).isoformat() if self.since else ""

    @property
    def end(self) -> str:
        """The first moment after; nothing where there is no last."""
        return (day(self.until) + timedelta(days=1)).isoformat() if self.until else ""

    def hold(self, at: str) -> bool:
        """Whether a moment lies within. One that is not known does only where nothing is asked."""
        if not (self.since or self.until):
            return True
        return bool(at) and self.begin <= at < (self.end or "9")


EVER = Days()
"""From the first day to the last."""
