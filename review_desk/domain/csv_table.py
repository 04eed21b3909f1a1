"""Bytes of a spreadsheet's CSV → a header and numbered rows, whatever Excel, Numbers or a script wrote."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from review_desk.errors import BadInput

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """`number` as a spreadsheet shows it (the header is 1, a line break inside a cell starts no row)."""

    number: int
    cells: tuple[str, ...]
    refused: str = ""  # why the row could not be read


@dataclass(frozen=True)
class Table:
    """A header and the rows below it; empty rows are left out but keep their number."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(raw: bytes) -> Table:
    """Read CSV in UTF-8, UTF-16 with a byte-order mark or Windows-1252; the delimiter is , ; or tab.

    Raises BadInput where nothing in it can be a header.
    """
    delimiter, text = _delimiter(_decoded(raw))
    rows = [row for row in _rows(text, delimiter) if row.refused or any(map(str.strip, row.cells))]
    if not rows:
        raise BadInput("The manifest is empty.")
    header = rows[0]
    if header.refused or any("\0" in cell for cell in header.cells):
        raise BadInput("The first row of the manifest is not text; save the manifest as CSV in UTF-8.")
    return Table(tuple(cell.strip() for cell in header.cells), tuple(rows[1:]))


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise BadInput("The manifest begins as UTF-16 but breaks off; save it as UTF-8.") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("cp1252", errors="replace")


def _delimiter(text: str) -> tuple[str, str]:
    """The sign between the cells of the header, and the text without Excel's ``sep=;`` line."""
    told = re.match(r'"?sep=([,;\t])"?(\r\n|\r|\n)', text, re.I)
    if told:
        return told[1], text[told.end() :]
    header = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=unquoted.count), text


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            yield Row(number, tuple(next(reader)))
        except StopIteration:
            return
        except csv.Error as error:  # a cell beyond the csv module's limit: usually a quote that never closes
            yield Row(number, (), f"cannot be read, nor can what follows: {error}")
            return
