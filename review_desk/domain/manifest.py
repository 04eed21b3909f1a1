"""The CSV a studio sends with a batch: which files are one photo, and what is known about it.

Columns are `before` (or `file`), `after`, `mask`, `role` (who made the after) and any of `FIELDS`; rows with
the same before add versions. A mistake is told by row and column and costs no more than it must: a bad cell
is left out, a bad `before` leaves out its row, and the rest comes in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from review_desk.domain.csv_table import Row, read_table
from review_desk.domain.manifest_cell import CellError, Files, read_cell
from review_desk.errors import BadInput

FIELDS = (
    "sku",
    "colourway",
    "shot",
    "category",
    "surface",
    "content_type",
    "channel",
    "use",
    "lighting",
    "background",
    "studio",
    "shot_at",
    "sla_hours",
    "preset",
    "model",
)
# What else a column may be called; used only where the proper name is not a column too.
SYNONYMS = {
    "file": "before",
    "filename": "before",
    "color": "colourway",
    "colour": "colourway",
    "colorway": "colourway",
    "product_id": "sku",
    "style": "sku",
    "sla": "sla_hours",
}
ROLES = ("ai", "human")
_COLUMNS = frozenset({"before", "after", "mask", "role", *FIELDS})
_OF_A_VERSION = ("preset", "model")  # these tell how an after was made; the rest belongs to the photo


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell; `row` as a spreadsheet numbers it (the header is row 1)."""

    row: int
    field: str
    reason: str


@dataclass(frozen=True)
class ManifestPair:
    """One photo as the manifest tells it; paths are spelt exactly as in the folder.

    `fields` holds text, but for `sla_hours` (hours, above 0); `shot_at` is ISO 8601 in UTC, ending in Z.
    `made_with` gives `preset` and `model` by after, since rows of one photo may differ in them; the afters in
    `by_hand` a person made (`role` is “human”), not the AI.
    """

    row: int
    before: str
    afters: tuple[str, ...]
    mask: str | None
    fields: dict[str, str | float]
    made_with: dict[str, dict[str, str]]
    by_hand: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Manifest:
    """The photos of a manifest in its order, its mistakes, and the columns that mean nothing to the desk."""

    pairs: tuple[ManifestPair, ...]
    errors: tuple[RowError, ...]
    unknown_columns: tuple[str, ...]


@dataclass
class _Draft:
    row: int
    before: str
    afters: list[str] = field(default_factory=list)
    mask: str | None = None
    fields: dict[str, str | float] = field(default_factory=dict)
    told_in: dict[str, int] = field(default_factory=dict)
    made_with: dict[str, dict[str, str]] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)


def read_manifest(raw: bytes, *, present: frozenset[str]) -> Manifest:
    """Read a manifest; `present` holds the relative POSIX paths of the files in the source folder.

    Raises BadInput where no row can be read: an empty file, no `before` or `file` column, a column twice.
    """
    table = read_table(raw)
    columns, unknown = _columns(table.header)
    reading = _Reading(columns, width=len(table.header), present=present)
    for row in table.rows:
        reading.read(row)
    return Manifest(reading.pairs(), tuple(reading.errors), unknown)


def _columns(header: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each known column stands, and the headers that mean nothing here."""
    names = [re.sub(r"[\s\-_]+", "_", cell.casefold()) for cell in header]
    columns: dict[str, int] = {}
    for place, name in enumerate(names):
        if name in _COLUMNS and name in columns:
            raise BadInput(f"The manifest has the column '{header[place]}' twice.")
        if name in _COLUMNS:
            columns[name] = place
    for place, name in enumerate(names):
        if name in SYNONYMS:
            columns.setdefault(SYNONYMS[name], place)
    if "before" not in columns:
        listed = ", ".join(f"'{cell[:40]}'" for cell in header[:12] if cell)
        raise BadInput(f"The manifest has no 'before' or 'file' column; its columns are {listed}.")
    known = set(columns.values())
    return columns, tuple(cell for place, cell in enumerate(header) if cell and place not in known)


class _Reading:
    """The photos and the mistakes met so far."""

    def __init__(self, columns: Mapping[str, int], *, width: int, present: frozenset[str]) -> None:
        self.errors: list[RowError] = []
        self._columns = columns
        self._width = width
        self._files = Files(present)
        self._drafts: dict[str, _Draft] = {}
        self._named: dict[str, tuple[str, int]] = {}  # file → ("before" or "after", row)
        self._shots: dict[tuple[str, ...], _Draft] = {}

    def pairs(self) -> tuple[ManifestPair, ...]:
        return tuple(
            ManifestPair(
                d.row, d.before, tuple(d.afters), d.mask, d.fields, d.made_with, frozenset(d.by_hand)
            )
            for d in self._drafts.values()
        )

    def read(self, row: Row) -> None:
        if row.refused:
            return self._wrong(row.number, "row", row.refused)
        if any(map(str.strip, row.cells[self._width :])):
            return self._wrong(row.number, "row", f"has {len(row.cells)} cells, the header has {self._width}")
        cells = {name: row.cells[place] for name, place in self._columns.items() if place < len(row.cells)}
        draft = self._draft(row.number, cells.pop("before", ""))
        if draft is None:
            return None
        afters = self._afters(row.number, cells.pop("after", ""), draft)
        self._mask(row.number, cells.pop("mask", ""), draft)
        self._role(row.number, cells.pop("role", ""), draft, afters)
        self._fields(row.number, cells, draft, afters)
        return self._shot(row.number, draft)

    def _shot(self, number: int, draft: _Draft) -> None:
        """Two photos of the same shot of a SKU come in, but one of the two is a slip, most likely."""
        sku, colourway, shot = (str(draft.fields.get(name, "")) for name in ("sku", "colourway", "shot"))
        if not (sku and shot) or draft.row != number:
            return
        first = self._shots.setdefault((sku.casefold(), colourway.casefold(), shot.casefold()), draft)
        if first is not draft:
            what = " ".join(filter(None, (sku, colourway, shot)))
            self._wrong(number, "sku", f"'{what}' is in row {first.row} too, as {first.before}; both came in")

    def _draft(self, number: int, cell: str) -> _Draft | None:
        """The photo a row speaks of; None where its before cannot be used, with the reason noted."""
        try:
            before = self._files.find(cell)
            part, since = self._named.setdefault(before, ("before", number))
            if part != "before":
                raise CellError(f"'{before}' is already an after in row {since}")
        except CellError as wrong:
            self._wrong(number, "before", str(wrong))
            return None
        return self._drafts.setdefault(before, _Draft(number, before))

    def _afters(self, number: int, cell: str, draft: _Draft) -> list[str]:
        """Add the afters of one row (several stand between bars) and return those that are new."""
        new: list[str] = []
        for name in filter(str.strip, cell.split("|")):
            try:
                after = self._files.find(name)
                if after in self._named:
                    part, since = self._named[after]
                    raise CellError(f"'{after}' is already named as {part} in row {since}")
            except CellError as wrong:
                self._wrong(number, "after", str(wrong))
            else:
                self._named[after] = ("after", number)
                new.append(after)
        draft.afters += new
        return new

    def _mask(self, number: int, cell: str, draft: _Draft) -> None:
        if not cell.strip():
            return
        try:
            mask = self._files.find(cell)
            if draft.mask not in {None, mask}:
                raise CellError(f"'{mask}' differs from '{draft.mask}' in an earlier row of {draft.before}")
            draft.mask = mask
        except CellError as wrong:
            self._wrong(number, "mask", str(wrong))

    def _role(self, number: int, cell: str, draft: _Draft, afters: Sequence[str]) -> None:
        """Who made the afters of one row: the AI, or a person."""
        role = cell.strip().casefold()
        if role == "human":
            draft.by_hand.update(afters)
        elif role and role not in ROLES:
            self._wrong(number, "role", f"'{cell.strip()}' is not a role: say {' or '.join(ROLES)}")

    def _fields(self, number: int, cells: Mapping[str, str], draft: _Draft, afters: Sequence[str]) -> None:
        for name, cell in cells.items():
            if not cell.strip() and "\t" not in cell:
                continue
            try:
                value = read_cell(name, cell)
                for after in afters if name in _OF_A_VERSION else ():
                    draft.made_with.setdefault(after, {})[name] = str(value)
                self._tell(number, name, value, draft)
            except CellError as wrong:
                self._wrong(number, name, str(wrong))

    def _tell(self, number: int, name: str, value: str | float, draft: _Draft) -> None:
        known = draft.fields.setdefault(name, value)
        since = draft.told_in.setdefault(name, number)
        if known != value and name not in _OF_A_VERSION:
            raise CellError(
                f"'{value}' differs from '{known}' in row {since}, for the same before {draft.before}"
            )

    def _wrong(self, number: int, name: str, reason: str) -> None:
        self.errors.append(RowError(number, name, reason))
