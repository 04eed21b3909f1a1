"""CSV that a spreadsheet opens without computing anything in it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Signs with which a cell is taken for a formula (OWASP, “CSV Injection”)."""


def csv_text(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table with its header, with a byte order mark by which spreadsheets know UTF-8.

    A cell of somebody's own words that would be taken for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
