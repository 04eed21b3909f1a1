"""Which batch a source belongs to: the one that was named, the one it was taken into before, or a new one."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from review_desk.domain.batch import SPLIT_OFF, Batch
from review_desk.domain.decision import written
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import Row


@dataclass
class Home:
    """The batch that takes in what is new. It gets its row only when there is something to put in it."""

    id: str
    name: str
    source: str
    created_at: str
    position: int = 0
    moved_from: str = ""
    """The folder its photos were in before, when they were moved."""

    def ensure(self, step: Step) -> None:
        """Make the batch, or note where its photos are now."""
        row = {"id": self.id, "name": self.name, "source": self.source, "created_at": self.created_at}
        step.put("batch", row)

    def next_position(self) -> int:
        """The place of one more photo, from 0."""
        self.position += 1
        return self.position - 1


def home_of(
    store: Store, source: Path, known: Mapping[str, Sequence[Row]], *, wanted: str | None, at: str
) -> Home:
    """The batch of a source. `known` holds versions whose content was met again, `wanted` is a name or id."""
    batches, name = table.batches(store.db), written(wanted or "")
    whole = [batch for batch in batches if not batch.is_split_off]
    for batch in batches if name else whole:
        if name in (batch.name, batch.id) or (not name and batch.source == str(source)):
            return _existing(store, batch)
    moved = None if name else _moved(store, whole, known)
    if moved is not None:
        home = _existing(store, moved)
        home.source, home.moved_from = str(source), moved.source
        return home
    unused = unused_name(name or source.name or "Batch", {batch.name for batch in batches})
    return Home(uuid.uuid4().hex[:12], unused, str(source), at)


def _existing(store: Store, batch: Batch) -> Home:
    taken = [photo.position for photo in table.photos(store.db, batch=batch.id)]
    return Home(batch.id, batch.name, batch.source, batch.created_at, max(taken, default=-1) + 1)


def _moved(store: Store, batches: Iterable[Batch], known: Mapping[str, Sequence[Row]]) -> Batch | None:
    """The one batch whose folder is gone and whose photos were met again elsewhere."""
    photos = list({row["photo_id"] for rows in known.values() for row in rows})
    met = {photo.batch.partition(SPLIT_OFF)[0] for photo in table.photos(store.db, ids=photos)}
    gone = [batch for batch in batches if batch.id in met and not Path(batch.source).is_dir()]
    return gone[0] if len(gone) == 1 else None


def unused_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it where another batch has it."""
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name} ({count})"
    return candidate
