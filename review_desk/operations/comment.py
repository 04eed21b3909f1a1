"""Saying something about a photo or a mark, answering, and settling it. Each is one step to undo."""

import uuid

from review_desk.domain.changes import Changes
from review_desk.domain.comment import Comment, Thread, threads
from review_desk.domain.decision import require_reviewer, written
from review_desk.errors import BadInput, Refused
from review_desk.operations.decision_row import title
from review_desk.store import comments as table
from review_desk.store import photos as photo_table
from review_desk.store.desk import Reader, Store
from review_desk.store.projections import Row


def comments(reader: Reader, photo: str) -> list[Comment]:
    """The comments on a photo, the oldest first."""
    return table.comments(reader.db, photo)


def say(store: Store, *, photo: str, text: str, author: str, at: str, mark: str = "") -> tuple[str, Changes]:
    """Begin a thread on a photo, about one of its marks where that is named. Returns the thread's id.

    Raises Refused for no words, BadInput for an unknown photo or a mark that is not on it.
    """
    who, said, name = require_reviewer(author), _words(text), title(store, photo)
    if mark and mark not in {each.id for each in photo_table.annotations(store.db, photo)}:
        raise BadInput(f"There is no mark “{mark}” on {name}.")
    made = uuid.uuid4().hex
    with store.step(f"Comment on {name}", actor=who, at=at) as step:
        step.put("comment", _row(Comment(made, photo, made, mark, said, who, at)))
    return made, step.changes


def answer(store: Store, *, photo: str, thread: str, text: str, author: str, at: str) -> Changes:
    """Answer in a thread. One that was settled is open again.

    Raises Refused for no words, BadInput for an unknown thread.
    """
    who, said, found = require_reviewer(author), _words(text), thread_named(store, photo, thread)
    with store.step(f"Answer on {title(store, photo)}", actor=who, at=at) as step:
        step.put("comment", _row(Comment(uuid.uuid4().hex, photo, found.id, found.mark, said, who, at)))
        first = step.get("comment", id=found.id)
        assert first is not None
        step.put("comment", {**first, "resolved": 0})
    return step.changes


def resolve(store: Store, *, photo: str, thread: str, author: str, at: str, resolved: bool = True) -> Changes:
    """Say that a thread is settled, or open again. Raises BadInput for an unknown thread."""
    who, found = require_reviewer(author), thread_named(store, photo, thread)
    verb = "Resolve" if resolved else "Reopen"
    with store.step(f"{verb} a comment on {title(store, photo)}", actor=who, at=at) as step:
        first = step.get("comment", id=found.id)
        assert first is not None
        step.put("comment", {**first, "resolved": int(resolved)})
    return step.changes


def thread_named(reader: Reader, photo: str, thread: str) -> Thread:
    """The thread of a photo by its id or the start of one. Raises BadInput."""
    found = [
        each for each in threads(table.comments(reader.db, photo)) if thread and each.id.startswith(thread)
    ]
    if len(found) != 1:
        known = ", ".join(each.id[:8] for each in threads(table.comments(reader.db, photo))) or "none"
        raise BadInput(f"There is no one thread “{thread}” on this photo. There is: {known}.")
    return found[0]


def _words(text: str) -> str:
    said = written(text)
    if not said:
        raise Refused("A comment needs words.")
    return said


def _row(comment: Comment) -> Row:
    own = {name: value for name, value in vars(comment).items() if name != "photo"}
    return {**own, "photo_id": comment.photo, "resolved": int(comment.resolved)}
