"""The audit of a desk: read page by page, and written to a file for others."""

import json
from dataclasses import dataclass
from pathlib import Path

from review_desk.domain.audit import FIELDS, Entry, Wanted
from review_desk.errors import BadInput
from review_desk.operations.exports.cells import csv_text
from review_desk.store import audit as table
from review_desk.store import log
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader
from review_desk.whole_file import write_whole

SUFFIXES = (".csv", ".json")


@dataclass(frozen=True)
class Page:
    """Some entries, the newest first, and how many there are in all."""

    entries: tuple[Entry, ...]
    count: int


def audit(reader: Reader, wanted: Wanted, *, count: int = 0) -> Page:
    """The newest entries that are asked for, at one moment: `count` of them, or all."""
    with reader.snapshot():
        found = tuple(table.entries(reader.db, wanted, count=count))
        return Page(found, table.count_of(reader.db, wanted) if count else len(found))


def further(reader: Reader, wanted: Wanted, *, before: int, count: int) -> tuple[Entry, ...]:
    """The next entries after the event numbered `before`, going back in time."""
    return tuple(table.entries(reader.db, wanted, before=before, count=count))


def people(reader: Reader) -> list[str]:
    """Everybody who did anything on this desk."""
    return table.people(reader.db)


def write_audit(reader: Reader, wanted: Wanted, path: Path) -> int:
    """Write all that is asked for to a file, whole or not at all. Returns how many entries.

    `.json` tells the desk and the head of its hash chain besides; `.csv` is for spreadsheets. Raises BadInput
    for another ending, StoreTrouble where the file cannot be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput(f"{path.name} is neither a .csv nor a .json file.")
    with reader.snapshot():
        found = tuple(table.entries(reader.db, wanted))
        seq, head = log.head(reader.db)
    if path.suffix.lower() == ".csv":
        text = csv_text(FIELDS, (tuple(vars(each).values()) for each in found))
    else:
        document = {"desk": reader.desk_id, "event_head": {"desk_seq": seq, "hash": head},
                    "entries": [each.to_json() for each in found]}  # fmt: skip
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise StoreTrouble(f"{path} could not be written: {error.strerror}.") from error
    return len(found)
