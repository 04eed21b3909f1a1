"""Reading a desk: what the window and the command line show."""

from collections.abc import Iterable
from difflib import get_close_matches

from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch, Quarantined
from review_desk.domain.event import Event
from review_desk.domain.photo import Photo, matching
from review_desk.domain.sampler import Sampler
from review_desk.errors import BadInput
from review_desk.store import log
from review_desk.store import photos as table
from review_desk.store import samplers as store_samplers
from review_desk.store.desk import Reader

_FEW = 5
"""So many names fit in a sentence."""


def batches(reader: Reader) -> list[Batch]:
    """All batches, newest first."""
    return table.batches(reader.db)


def batch(reader: Reader, wanted: str) -> Batch:
    """The batch of that name or id. Raises BadInput naming those there are."""
    known = batches(reader)
    for candidate in known:
        if wanted in (candidate.id, candidate.name):
            return candidate
    names = ", ".join(f"“{b.name}”" for b in known[:_FEW]) or "none yet"
    more = f" and {len(known) - _FEW} more" if len(known) > _FEW else ""
    hint = _hint(wanted, (b.name for b in known))
    raise BadInput(f"There is no batch “{wanted}” in this desk{hint} There is: {names}{more}.")


def photos(reader: Reader, *, batch_id: str | None = None, ids: tuple[str, ...] | None = None) -> list[Photo]:
    """Photos in batch order, whole."""
    return table.photos(reader.db, batch=batch_id, ids=ids)


def photo(reader: Reader, wanted: str) -> Photo:
    """The one photo a person means by an id, the start of one, a SKU or a name. Raises BadInput."""
    known = table.photos(reader.db)
    found = matching(known, wanted)
    if not found:
        hint = _hint(wanted, (name for p in known for name in (p.sku, p.name, p.id)))
        raise BadInput(f"There is no photo “{wanted}” in this desk{hint}")
    if len(found) > 1:
        names = ", ".join(p.id for p in found[:_FEW])
        raise BadInput(
            f"“{wanted}” could be {len(found)} photos: {names}{' …' if len(found) > _FEW else ''}."
        )
    return found[0]


def _hint(wanted: str, names: Iterable[str]) -> str:
    """The end of a sentence about something unknown: the name that comes close, if one does."""
    spelt = {name.casefold(): name for name in names if name}
    close = get_close_matches(wanted.casefold(), spelt, n=1)
    return f"; did you mean “{spelt[close[0]]}”?" if close else "."


def annotations(reader: Reader, photo_id: str) -> list[Annotation]:
    """The annotation shapes of a photo."""
    return table.annotations(reader.db, photo_id)


def all_annotations(reader: Reader, batch_id: str) -> list[Annotation]:
    """The annotation shapes of all photos of a batch."""
    return table.all_annotations(reader.db, batch_id)


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


def samplers(reader: Reader, photo: str) -> list[Sampler]:
    """The samplers pinned to a photo, by number."""
    return store_samplers.samplers(reader.db, photo)
