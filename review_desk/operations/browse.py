"""Reading a desk: what the window and the command line show."""

from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch, Quarantined
from review_desk.domain.event import Event
from review_desk.domain.photo import Photo, matching
from review_desk.errors import BadInput
from review_desk.store import log
from review_desk.store import photos as table
from review_desk.store.desk import Reader


def batches(reader: Reader) -> list[Batch]:
    """All batches, newest first."""
    return table.batches(reader.db)


def batch(reader: Reader, wanted: str) -> Batch:
    """The batch of that name or id. Raises BadInput naming those there are."""
    known = batches(reader)
    for candidate in known:
        if wanted in (candidate.id, candidate.name):
            return candidate
    names = ", ".join(f"“{b.name}”" for b in known) or "none yet"
    raise BadInput(f"There is no batch “{wanted}” in this desk. There is: {names}.")


def photos(reader: Reader, *, batch_id: str | None = None, ids: tuple[str, ...] | None = None) -> list[Photo]:
    """Photos in batch order, whole."""
    return table.photos(reader.db, batch=batch_id, ids=ids)


def photo(reader: Reader, wanted: str) -> Photo:
    """The one photo a person means by an id, the start of one, a SKU or a name. Raises BadInput."""
    found = matching(table.photos(reader.db), wanted)
    if not found:
        raise BadInput(f"There is no photo “{wanted}” in this desk.")
    if len(found) > 1:
        names = ", ".join(p.id for p in found[:5])
        raise BadInput(f"“{wanted}” could be {len(found)} photos: {names}{' …' if len(found) > 5 else ''}.")
    return found[0]


def annotations(reader: Reader, photo_id: str) -> list[Annotation]:
    """The annotation shapes of a photo."""
    return table.annotations(reader.db, photo_id)


def quarantined(reader: Reader, batch_id: str | None = None) -> list[Quarantined]:
    """Files that intake could not take, with the reason of each."""
    return table.quarantined(reader.db, batch_id)


def history(reader: Reader, photo_id: str | None = None) -> list[Event]:
    """The events of a photo, or of the whole desk, in order."""
    return list(log.read_events(reader.db, photo=photo_id))


def next_undo(reader: Reader) -> tuple[str | None, str | None]:
    """The labels of what undo and redo would do now."""
    done, undone = table.last_step(reader.db, "done"), table.last_step(reader.db, "undone")
    return (done[1] if done else None, undone[1] if undone else None)
