"""One line of the report: what was measured, beside what, and against which limit."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Line:
    """A figure of the desk beside a peer's of the same run.

    `limit` is the largest value allowed (the smallest where `at_least`), in the line's own `unit`, taken from
    the peer or fixed; None where nothing is asked. An `outlook` limit is one that a later issue asks for.
    """

    what: str
    unit: str
    desk: float
    peer: float | None = None
    beside: str = ""
    limit: float | None = None
    asked: str = ""
    at_least: bool = False
    outlook: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; None without one."""
        if self.limit is None:
            return None
        return self.desk >= self.limit if self.at_least else self.desk <= self.limit

    @property
    def word(self) -> str:
        """PASS or MISS; in brackets for an outlook."""
        if self.holds is None:
            return ""
        word = "PASS" if self.holds else "MISS"
        return f"({word})" if self.outlook else word

    def to_json(self) -> dict[str, Any]:
        """The line with its answer."""
        return {**asdict(self), "holds": self.holds}


def table(lines: Sequence[Line]) -> str:
    """All lines as text in columns."""
    rows = [("measure", "desk", "beside it", "limit", "")]
    rows += [
        (line.what, _figure(line.desk, line.unit), _peer(line), _limit(line), line.word) for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    texts = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([texts[0], "  ".join("-" * width for width in widths), *texts[1:]])


def save(lines: Sequence[Line], about: dict[str, Any], file: Path) -> None:
    """Write everything as one JSON document."""
    file.parent.mkdir(parents=True, exist_ok=True)
    document = {**about, "lines": [line.to_json() for line in lines]}
    file.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _figure(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if abs(value) >= 100 else f"{value:.3g} {unit}"


def _peer(line: Line) -> str:
    return "" if line.peer is None else f"{_figure(line.peer, line.unit)} {line.beside}"


def _limit(line: Line) -> str:
    if line.limit is None:
        return ""
    sign = "≥" if line.at_least else "≤"
    return f"{sign} {_figure(line.limit, line.unit)}{f', {line.asked}' if line.asked else ''}"
