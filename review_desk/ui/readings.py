"""What the window reads of a desk in one turn of a store thread, and an operation's outcome with it."""

from collections.abc import Callable
from dataclasses import dataclass

from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch, Quarantined
from review_desk.domain.changes import Changes
from review_desk.domain.comment import Comment
from review_desk.domain.event import Event
from review_desk.domain.photo import Photo
from review_desk.domain.sampler import Sampler
from review_desk.operations import browse
from review_desk.operations.comment import comments
from review_desk.store.desk import Reader, Store

Operation = Callable[[Store], Changes]

MANY = 200
"""Photos changed in one step from which on the batch is read anew as a whole."""


@dataclass(frozen=True)
class Around:
    """What belongs to the photo on screen beside itself."""

    annotations: tuple[Annotation, ...] = ()
    history: tuple[Event, ...] = ()
    samplers: tuple[Sampler, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Written:
    """An operation's outcome with everything read anew in the same turn of the store thread."""

    changes: Changes
    photos: tuple[Photo, ...]
    around: Around
    undo: tuple[str | None, str | None]
    batches: tuple[Batch, ...]


Opened = tuple[Batch, list[Photo], list[Quarantined]]
"""A batch with what is in it."""


@dataclass(frozen=True)
class Anew:
    """Everything that the window shows of a desk, beside what belongs to one photo."""

    batches: list[Batch]
    opened: Opened | None
    undo: tuple[str | None, str | None]


def read_anew(batch_id: str, reader: Reader) -> Anew:
    """All batches, and what is in this one; in the newest where it is gone."""
    batches = browse.batches(reader)
    wanted = [b.id for b in batches if b.id == batch_id] or [b.id for b in batches[:1]]
    opened = read_batch(wanted[0], reader) if wanted else None
    return Anew(batches, opened, browse.next_undo(reader))


def read_batch(batch_id: str, reader: Reader) -> Opened:
    """A batch whole."""
    return (
        browse.batch(reader, batch_id),
        browse.photos(reader, batch_id=batch_id),
        browse.quarantined(reader, batch_id),
    )


def read_around(photo: str, reader: Reader) -> Around:
    """What belongs to a photo beside itself."""
    return Around(
        tuple(browse.annotations(reader, photo)),
        tuple(browse.history(reader, photo)),
        tuple(browse.samplers(reader, photo)),
        tuple(comments(reader, photo)),
    )


def run(operation: Operation, current: str | None, display: str, store: Store) -> Written:
    """The operation and what the window needs to know after it, on the store's thread."""
    store.display = display
    changes = operation(store)
    photos = tuple(browse.photos(store, ids=changes.photos)) if len(changes.photos) < MANY else ()
    around = read_around(current, store) if current else Around()
    return Written(changes, photos, around, browse.next_undo(store), tuple(browse.batches(store)))
