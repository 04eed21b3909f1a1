"""How a channel lays out its listing page: the `[page]` table of `assets/channels/<id>.toml`.

[page]
title = "Marketplace, search results"
source = "where the measures are from"
date = 2026-11-21
columns = { 0 = 2, 768 = 3, 1280 = 5 }   # from this width of the page on, in CSS pixels: so many
ratio = "4:5"                             # the picture's width to its height
gap = [16, 28]                            # between cards, across and down
margin = 24                               # left and right of the page
background = "#FFFFFF"                    # of the page
card = "#FFFFFF"                          # behind a photo that does not fill its card
fit = "whole"                             # or "fill": the card is filled and the photo cropped
hover = ["back", "detail"]                # the shot shown under the mouse, the first that there is
guides = { top = 0.075, bottom = 0.925, left = 0.075, right = 0.925 }   # shares of the card
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal, get_args

from review_desk.domain.toml_table import TableError, only, read_toml, table_in, text_in, texts

Fit = Literal["whole", "fill"]

_KEYS = {"title", "source", "date", "columns", "ratio", "gap", "margin", "background", "card", "fit", "hover",
         "guides"}  # fmt: skip
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)")
_EDGES = ("top", "bottom", "left", "right")
MOST_COLUMNS = 12


@dataclass(frozen=True)
class Guides:
    """Where the product should stand in its card, as shares of the card; `bottom` is the baseline."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True)
class PageTemplate:
    """A channel's listing page. Lengths are CSS pixels, which are logical pixels here.

    `columns` holds pairs (width of the page, columns from there on), the narrowest first; `ratio` is the
    width of a card's picture by its height.
    """

    id: str
    title: str
    source: str
    date: str
    columns: tuple[tuple[int, int], ...]
    ratio: float
    gap: tuple[int, int]
    margin: int
    background: str
    card: str
    fit: Fit
    hover: tuple[str, ...]
    guides: Guides

    def columns_at(self, width: float) -> int:
        """Columns of a page that is so wide."""
        fitting = [count for start, count in self.columns if start <= width]
        return fitting[-1] if fitting else self.columns[0][1]


def parse_page(text: str, *, name: str, channel: str) -> PageTemplate:
    """The page in a channel's file, whose other tables are others'. Raises BadInput for a slip."""
    return read_toml(text, partial(_page, channel=channel), name=name)


def _page(tables: dict[str, Any], channel: str) -> PageTemplate:
    if "page" not in tables:
        raise TableError("there is no [page] in it")
    table = table_in(tables["page"], "[page]")
    only(table, _KEYS, "[page]")
    day, fit = table.get("date"), table.get("fit", "whole")
    if type(day) is not date:
        raise TableError("[page]: date must be a day such as 2026-11-21, without quotes")
    if fit not in get_args(Fit):
        raise TableError('[page]: fit must be "whole" or "fill"')
    return PageTemplate(
        id=channel,
        title=text_in(table, "title", "[page]"),
        source=text_in(table, "source", "[page]"),
        date=day.isoformat(),
        columns=_columns(table_in(table.get("columns"), "[page] columns")),
        ratio=_ratio(text_in(table, "ratio", "[page]")),
        gap=_gap(table.get("gap")),
        margin=_length(table.get("margin"), "[page] margin"),
        background=_colour(table, "background"),
        card=_colour(table, "card"),
        fit=fit,
        hover=texts(table.get("hover", []), "[page] hover"),
        guides=_guides(table_in(table.get("guides"), "[page] guides")),
    )


def _columns(table: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    pairs = []
    for width, count in table.items():
        if not width.isdigit() or type(count) is not int or not 1 <= count <= MOST_COLUMNS:
            raise TableError(
                f"[page] columns: {width} = {count} is not a width with 1 to {MOST_COLUMNS} columns"
            )
        pairs.append((int(width), count))
    if not pairs:
        raise TableError("[page] columns: there are none")
    return tuple(sorted(pairs))


def _ratio(text: str) -> float:
    found = _RATIO.fullmatch(text)
    width, height = (float(part) for part in found.groups()) if found else (0.0, 0.0)
    if not (height and 0.2 <= width / height <= 5):
        raise TableError(f"[page]: ratio '{text}' is not one such as \"4:5\"")
    return width / height


def _gap(found: Any) -> tuple[int, int]:
    if not isinstance(found, list) or len(found) != 2:
        raise TableError("[page]: gap must be two lengths: across, down")
    return _length(found[0], "[page] gap"), _length(found[1], "[page] gap")


def _length(found: Any, where: str) -> int:
    if type(found) is not int or not 0 <= found <= 400:
        raise TableError(f"{where} must be 0 to 400 pixels")
    return found


def _colour(table: Mapping[str, Any], key: str) -> str:
    text = text_in(table, key, "[page]")
    if not _COLOUR.fullmatch(text):
        raise TableError(f"[page]: {key} '{text}' is not a colour such as #F5F5F5")
    return text


def _guides(table: Mapping[str, Any]) -> Guides:
    only(table, _EDGES, "[page] guides")
    found = {edge: table.get(edge) for edge in _EDGES}
    for edge, share in found.items():
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            raise TableError(f"[page] guides: {edge} must be a share of the card, 0 to 1")
    guides = Guides(**{edge: float(share) for edge, share in found.items() if share is not None})
    if guides.top >= guides.bottom or guides.left >= guides.right:
        raise TableError("[page] guides: top must be above bottom, and left of right")
    return guides
