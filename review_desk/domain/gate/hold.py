"""What keeps a gate shut: a sentence, the photos it is about, and the queue they go back to."""

from dataclasses import dataclass
from typing import Literal

Queue = Literal["output", "review", "retouch", "peer", "lead", "sample"]
QUEUES: dict[Queue, str] = {
    "output": "AI output",
    "review": "Review",
    "retouch": "Retouch",
    "peer": "Second person",
    "lead": "Lead",
    "sample": "Sample",
}
"""Who takes a held photo next: whoever runs the AI, reviews, retouches, signs second, leads, or inspects."""

NOT_CHECKED = "Not checked"
"""The title of the reason that a check mends."""


@dataclass(frozen=True)
class Hold:
    """One reason why a batch does not pass. `title` is the reason in a word or two.

    Without a queue nobody can mend it on a photo: the batch has to be checked, or a gate before released. One
    that `repeats` over most of a batch is mended once, in a preset or a tolerance, and not photo by photo.
    """

    title: str
    reason: str
    photos: tuple[str, ...] = ()
    queue: Queue | None = None
    repeats: bool = False


def photos_in_words(count: int) -> str:
    """“1 photo”, “3 photos”."""
    return "1 photo" if count == 1 else f"{count} photos"
