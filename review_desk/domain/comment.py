"""Comments: what people say to each other about a photo, or about one mark on it, in threads."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Comment:
    """One remark. `thread` is the id of the first comment of its thread, its own where it is that.

    `mark` names the annotation that the thread is about, or nothing; `resolved` counts on the first one.
    """

    id: str
    photo: str
    thread: str
    mark: str
    text: str
    author: str
    at: str
    resolved: bool = False


@dataclass(frozen=True)
class Thread:
    """Comments that answer each other, the oldest first."""

    comments: tuple[Comment, ...]

    @property
    def id(self) -> str:
        """The id of its first comment."""
        return self.comments[0].id

    @property
    def mark(self) -> str:
        """The annotation it is about; nothing for the photo as a whole."""
        return self.comments[0].mark

    @property
    def resolved(self) -> bool:
        """Whether somebody said that it is settled."""
        return self.comments[0].resolved


def threads(comments: Iterable[Comment]) -> tuple[Thread, ...]:
    """Comments in their order, by thread: those still open first, each group the oldest first."""
    found: dict[str, list[Comment]] = {}
    for comment in comments:
        found.setdefault(comment.thread, []).append(comment)
    whole = [Thread(tuple(each)) for each in found.values()]
    return tuple(sorted(whole, key=lambda thread: thread.resolved))
