"""When a watched folder has been quiet: nothing in it changed for a while, and it is not what was taken."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Glance:
    """What a folder looks like from outside: its files, their bytes, and the newest change (nanoseconds)."""

    files: int = 0
    size: int = 0
    newest: int = 0


@dataclass(frozen=True)
class Quiet:
    """What is known of a watched folder. `since` is when it was first seen as it is; seconds of any clock."""

    wait: float
    seen: Glance | None = None
    since: float = 0.0
    taken: Glance | None = None

    def looked(self, seen: Glance, at: float) -> "Quiet":
        """After a look at the folder."""
        return self if seen == self.seen else replace(self, seen=seen, since=at)

    def left(self, at: float) -> float | None:
        """Seconds until it has been quiet for long enough; 0: now; None where there is nothing to take in."""
        if self.seen is None or not self.seen.files or self.seen == self.taken:
            return None
        return max(0.0, self.since + self.wait - at)

    def took(self) -> "Quiet":
        """After it was taken in as it was last seen."""
        return replace(self, taken=self.seen)
