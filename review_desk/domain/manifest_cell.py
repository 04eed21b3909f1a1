"""One cell of a manifest: text, a number of hours, a moment, or the name of a file that must be there."""

import difflib
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from review_desk.domain.filename import fold, natural_key

LONGEST = 500  # characters; a longer cell is a quote that never closed or a pasted document
_SUGGESTIONS = 20  # by then a person has seen the pattern
_COMPARISONS = 40_000  # of two names, 20 µs each when they are much alike: under a second in all
_HOURS = re.compile(r"\d{1,6}([.,]\d{1,6})?", re.A)


class CellError(Exception):
    """Why a cell cannot be used; it becomes a row error and never leaves the manifest."""


def read_cell(name: str, cell: str) -> str | float:
    """The value of a cell in column `name`: hours as a number, `shot_at` as ISO 8601 UTC, else text."""
    text = _text(cell)
    if name == "sla_hours":
        return _hours(text)
    return _moment(text) if name == "shot_at" else text


def _text(cell: str) -> str:
    """Text that a spreadsheet will not run as a formula when it is exported again (OWASP, CSV injection)."""
    text = cell.strip()
    if len(text) > LONGEST:
        raise CellError(f"is {len(text)} characters long; {LONGEST} is the limit")
    if cell[:1] in {"\t", "\r"} or text[:1] in {"=", "+", "@"}:
        raise CellError(f"begins with {cell.strip(' ')[0]!r}, which a spreadsheet takes for a formula")
    if any(not sign.isprintable() for sign in text):
        raise CellError("holds a line break or another sign that cannot be printed")
    return text


def _hours(text: str) -> float:
    hours = float(text.replace(",", ".")) if _HOURS.fullmatch(text) else 0.0
    if hours <= 0:
        raise CellError(f"'{text}' is not a number of hours above 0")
    return hours


def _moment(text: str) -> str:
    """ISO 8601 → the same moment in UTC; a time without a zone is taken as UTC."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # overflow: year 1 or 9999 with an offset
        raise CellError(f"'{text}' is not an ISO 8601 time such as 2026-11-20T09:30:00+01:00") from None
    return moment.replace(tzinfo=None).isoformat() + "Z"


class Files:
    """The files of the source folder, found as a manifest spells them."""

    def __init__(self, present: frozenset[str]) -> None:
        self._present = present
        self._folded = _grouped((fold(file), file) for file in present)
        self._last_parts = _grouped((fold(posixpath.basename(file)), file) for file in present)
        self._suggestions_left = min(_SUGGESTIONS, 1 + _COMPARISONS // (len(present) + 1))

    def find(self, cell: str) -> str:
        """The file a cell means, spelt as it is in the folder: exactly, or without regard to case.

        Raises CellError for a path that leaves the folder and for a name that fits no file, or several.
        """
        name = _inside(cell)
        if name in self._present:
            return name
        alike = self._folded.get(fold(name), [])
        if len(alike) > 1:
            raise CellError(f"'{name}' could be {' or '.join(sorted(alike, key=natural_key))}")
        if not alike:
            raise CellError(f"no such file: '{name}'{self._suggestion(name)}")
        return alike[0]

    def _suggestion(self, name: str) -> str:
        """Ends the sentence about a missing file: the same name in another folder, or the closest one."""
        close = self._last_parts.get(fold(posixpath.basename(name)), [])
        if not close and self._suggestions_left:
            self._suggestions_left -= 1
            alike = difflib.get_close_matches(fold(name), self._folded, n=1)
            close = self._folded[alike[0]] if alike else []
        return f"; did you mean '{close[0]}'?" if close else ""


def _grouped(named: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, file in sorted(named):
        groups[key].append(file)
    return dict(groups)


def _inside(cell: str) -> str:
    """A cell as a relative POSIX path; raises CellError for one that leads out of the folder."""
    name = cell.strip().replace("\\", "/")
    if not name:
        raise CellError("names no file")
    if len(name) > LONGEST:
        raise CellError(f"is {len(name)} characters long; {LONGEST} is the limit")
    if any(ord(sign) < 32 for sign in name):
        raise CellError("holds a line break or another sign that cannot be printed")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
        raise CellError(f"'{name}' leaves the source folder; paths are told from inside it")
    return posixpath.normpath(name)
