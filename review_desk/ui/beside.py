"""What stands beside the photo on screen: a pinned reference, a line-up, a pass's result not yet kept."""

from collections.abc import Sequence

from review_desk.domain import lineup
from review_desk.domain.lineup import Kind, Seat
from review_desk.domain.photo import Photo, Version
from review_desk.domain.viewplan import Match

REFERENCE = 0
"""The number of a side on which the pinned reference stands: versions count from 1."""


class Beside:
    """Kept by the state for the whole sitting; the photos themselves stay where they are."""

    def __init__(self) -> None:
        self.kind: Kind = "versions"
        self.reference: Seat | None = None
        self.trial: Seat | None = None
        self.tries: tuple[Seat, ...] = ()
        self._matches: dict[tuple[str, str], Match] = {}
        self._made: tuple[object, ...] = ()
        self._seats: tuple[Seat, ...] = ()

    def seats(self, photo: Photo, photos: Sequence[Photo]) -> tuple[Seat, ...]:
        """The line-up of a photo, the reference at its end; while presets are compared, what they made."""
        if self.tries:
            return self.tries
        key = (photo, self.kind, self.reference, len(photos))
        if key != self._made:
            self._made, self._seats = key, self._line_up(photo, photos)
        return self._seats

    def _line_up(self, photo: Photo, photos: Sequence[Photo]) -> tuple[Seat, ...]:
        own = lineup.of_versions(photo) if self.kind == "versions" else lineup.of_colourways(photo, photos)
        if self.reference is None or self.reference.version in [seat.version for seat in own]:
            return tuple(own)
        return (*own[: lineup.MOST - 1], self.reference)

    def stands_on_a(self, photo: Photo) -> bool:
        """Whether the reference is compared with a photo: with its own photo it is not."""
        return self.reference is not None and self.reference.photo.id != photo.id

    def match(self, a: Version | None, b: Version | None) -> Match | None:
        """How two versions were registered, if they were."""
        return self._matches.get((a.sha256, b.sha256)) if a and b else None

    def registered(self, a: Version, b: Version, match: Match) -> None:
        """Two versions were registered."""
        self._matches[a.sha256, b.sha256] = match

    def link(self, a: Version | None, b: Version | None) -> bool:
        """Forget how two versions were registered; whether they were."""
        return bool(a and b and self._matches.pop((a.sha256, b.sha256), None))
