"""Reading what the rules are asked about photos."""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from review_desk.domain.route import told_of
from review_desk.store.connection import query, understood

_ASKED = """
  SELECT id, sku, colourway, shot, fields FROM photo
  WHERE NOT EXISTS (SELECT 1 FROM assignment WHERE photo_id = photo.id AND overruled_by IS NOT NULL) AND """

Asked = list[tuple[str, dict[str, str]]]
"""Photos that rules decide about, by id, with what is told of each: not those that a person overruled."""


def asked_of_batch(db: Database, batch: str) -> Asked:
    """Those of a batch, in its order. Versions and verdicts are not read: rules ask for neither."""
    return _asked(db, "batch_id = ? ORDER BY position, id", batch)


def asked_among(db: Database, photos: Sequence[str]) -> Asked:
    """Those among these photos, by id."""
    return _asked(db, "id IN (SELECT value FROM json_each(?)) ORDER BY id", json.dumps(list(photos)))


def _asked(db: Database, which: str, value: str) -> Asked:
    found = []
    for row in query(db, _ASKED + which, [value]):
        with understood(f"the photo {row['id']}"):
            found.append((row["id"], told_of({**row, "fields": json.loads(row["fields"])})))
    return found
