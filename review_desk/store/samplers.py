"""Reading samplers."""

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from review_desk.domain.sampler import Sampler, Spot
from review_desk.store.connection import query

_COLUMNS = "id, photo_id, number, x, y, width, height, author, at"


def samplers(db: Database, photo: str) -> list[Sampler]:
    """Those of a photo, by number."""
    sql = f"SELECT {_COLUMNS} FROM sampler WHERE photo_id = ? ORDER BY number"  # noqa: S608 own names
    return list(_read(query(db, sql, [photo])))


def samplers_of_batch(db: Database, batch: str) -> list[Sampler]:
    """Those of all photos of a batch."""
    sql = (
        f"SELECT {_COLUMNS} FROM sampler WHERE photo_id IN "  # noqa: S608 own names
        "(SELECT id FROM photo WHERE batch_id = ?) ORDER BY photo_id, number"
    )
    return list(_read(query(db, sql, [batch])))


def _read(rows: Iterator[dict[str, Any]]) -> Iterator[Sampler]:
    for row in rows:
        spot = Spot(row["x"], row["y"], row["width"], row["height"])
        yield Sampler(row["id"], row["photo_id"], row["number"], spot, row["author"], row["at"])
