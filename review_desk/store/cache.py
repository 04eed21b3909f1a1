"""cache.sqlite: what can be made again at any time. It may be deleted whenever the desk is closed."""

import contextlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

Stamp = tuple[int, int]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS thumbnail (
  sha256 TEXT, edge INTEGER, jpeg BLOB NOT NULL, PRIMARY KEY (sha256, edge)
);
CREATE TABLE IF NOT EXISTS probe (
  file TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, facts TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS measured (
  content TEXT, method TEXT, found TEXT NOT NULL, PRIMARY KEY (content, method)
);
"""

_NEAREST = """
SELECT sha256, edge, jpeg FROM thumbnail JOIN (
  SELECT sha256, coalesce(min(CASE WHEN edge >= ? THEN edge END), max(edge)) AS edge
  FROM thumbnail WHERE sha256 IN ({marks}) GROUP BY sha256
) USING (sha256, edge)
"""


class Cache:
    """Thumbnails and measures by content hash, probes by file, size and time. Safe to call from any thread.

    A cache that is damaged, locked by a crash or of another shape is thrown away and begun again; one that
    cannot be written is kept in memory, for a slow desk is better than a shut one.
    """

    def __init__(self, folder: Path) -> None:
        self._guard = threading.Lock()
        self._db = _opened(folder / "cache.sqlite")

    def thumbnail(self, sha256: str, edge: int) -> bytes | None:
        """The JPEG of that edge, if it was kept."""
        found = self._read("SELECT jpeg FROM thumbnail WHERE sha256 = ? AND edge = ?", (sha256, edge))
        return bytes(found) if found else None

    def thumbnails(self, contents: Sequence[str], edge: int) -> dict[str, tuple[int, bytes]]:
        """Of each content the edge and the JPEG nearest to an edge, if any was kept, in one question.

        The smallest that fills it, or else the largest there is.
        """
        marks = ", ".join("?" * len(contents))
        found = self._rows(_NEAREST.format(marks=marks), (edge, *contents))
        return {sha256: (kept, bytes(jpeg)) for sha256, kept, jpeg in found}

    def keep_thumbnail(self, sha256: str, edge: int, jpeg: bytes) -> None:
        """Keep a thumbnail; a full disk is no reason to stop."""
        self._write("INSERT OR REPLACE INTO thumbnail VALUES (?, ?, ?)", (sha256, edge, jpeg))

    def probe(self, file: Path) -> dict[str, Any] | None:
        """What was found of this very file (same size and time of change), if it was kept."""
        sql = "SELECT facts FROM probe WHERE file = ? AND size = ? AND mtime_ns = ?"
        stamped = stamp(file)
        found = self._read(sql, (str(file), *stamped)) if stamped else None
        with contextlib.suppress(ValueError):
            return dict(json.loads(found)) if found else None
        return None

    def keep_probe(self, file: Path, stamped: Stamp, facts: dict[str, Any]) -> None:
        """Keep what was found of a file, so that an intake that was stopped goes on where it was.

        `stamped` is its `stamp` from before it was read: a file that changed meanwhile is then read again.
        """
        row = (str(file), *stamped, json.dumps(facts))
        self._write("INSERT OR REPLACE INTO probe VALUES (?, ?, ?, ?)", row)

    def measured(self, method: str) -> dict[str, dict[str, Any]]:
        """All that one method of measuring found, by the content it measured."""
        found = self._rows("SELECT content, found FROM measured WHERE method = ?", (method,))
        known: dict[str, dict[str, Any]] = {}
        for content, text in found:
            with contextlib.suppress(ValueError):
                known[content] = dict(json.loads(text))
        return known

    def keep_measured(self, content: str, method: str, found: dict[str, Any]) -> None:
        """Keep what a method of measuring found in a content; another method measures anew."""
        self._write("INSERT OR REPLACE INTO measured VALUES (?, ?, ?)", (content, method, json.dumps(found)))

    def close(self) -> None:
        """Close the file."""
        with self._guard:
            self._db.close()

    def _read(self, sql: str, values: tuple[Any, ...]) -> Any:
        """The first column of the first row; nothing for none and for a page that cannot be read."""
        with self._guard, contextlib.suppress(sqlite3.DatabaseError):
            row = self._db.conn.execute(sql, values).fetchone()
            return row[0] if row else None
        return None

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """All rows; none for a page that cannot be read."""
        with self._guard, contextlib.suppress(sqlite3.DatabaseError):
            return list(self._db.conn.execute(sql, values).fetchall())
        return []

    def _write(self, sql: str, row: tuple[Any, ...]) -> None:
        with self._guard, contextlib.suppress(sqlite3.DatabaseError):
            self._db.conn.execute(sql, row)


def stamp(file: Path) -> Stamp | None:
    """Size in bytes and time of change in nanoseconds, by which a file is known again; nothing for none."""
    with contextlib.suppress(OSError):
        found = file.stat()
        return found.st_size, found.st_mtime_ns
    return None


def _opened(path: Path) -> Database:
    try:
        return _connected(path)
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
    try:
        return _connected(path)
    except sqlite3.DatabaseError:
        return _connected(None)


def _connected(path: Path | None) -> Database:
    where = ":memory:" if path is None else str(path)
    connection = sqlite3.connect(where, isolation_level=None, check_same_thread=False, timeout=1.0)
    db = Database(connection, execute_plugins=False)
    try:
        db.conn.execute("PRAGMA journal_mode=WAL")
        db.conn.execute("PRAGMA synchronous=OFF")
        db.conn.executescript(_SCHEMA)
        db.conn.execute("SELECT sha256, edge, jpeg FROM thumbnail LIMIT 1")
        db.conn.execute("SELECT file, size, mtime_ns, facts FROM probe LIMIT 1")
        db.conn.execute("SELECT content, method, found FROM measured LIMIT 1")
    except BaseException:
        db.close()
        raise
    return db
