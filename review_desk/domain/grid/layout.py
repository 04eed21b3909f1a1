"""Where every card of the page stands: plain arithmetic, so that ten thousand cost nothing to scroll."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from review_desk.domain.channel.page import PageTemplate
from review_desk.domain.grid.arrangement import PageRow

CAPTION = 24
"""Below each picture: what it is called, its level and its verdict. Logical pixels."""

_HEADING = 34
_END = 24
"""Above the first row and below the last."""

_WIDEST_CARD = 760


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, logical pixels from the page's upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles share a point."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


@dataclass(frozen=True)
class Layout:
    """A page that is so wide, with these rows. `tops` are where the rows begin, their headings included."""

    width: float
    rows: tuple[PageRow, ...]
    columns: int
    left: float
    card: tuple[float, float]
    gap: tuple[int, int]
    tops: tuple[float, ...]
    height: float

    def picture(self, row: int, column: int) -> Box:
        """Where a photo's picture goes."""
        heading = _HEADING if self.rows[row].headings else 0
        x = self.left + column * (self.card[0] + self.gap[0])
        return Box(x, self.tops[row] + heading, *self.card)

    def whole(self, row: int, column: int) -> Box:
        """A card with its caption."""
        picture = self.picture(row, column)
        return Box(picture.x, picture.y, picture.width, picture.height + CAPTION)

    def row_box(self, row: int) -> Box:
        """A row across the page, with its heading and captions."""
        heading = _HEADING if self.rows[row].headings else 0
        return Box(0, self.tops[row], self.width, heading + self.card[1] + CAPTION)

    def headings(self, row: int) -> list[tuple[Box, str]]:
        """The headings of a row, each with the room above its own group."""
        named = self.rows[row].headings
        ends = [column for column, _ in named[1:]] + [self.columns]
        step = self.card[0] + self.gap[0]
        return [
            (
                Box(self.left + start * step, self.tops[row], (end - start) * step - self.gap[0], _HEADING),
                name,
            )
            for (start, name), end in zip(named, ends, strict=False)
        ]

    def rows_between(self, top: float, bottom: float) -> range:
        """The rows of which something lies between two heights."""
        first = max(0, bisect_right(self.tops, top) - 1)
        if self.rows and first < len(self.rows):
            box = self.row_box(first)
            first += box.y + box.height <= top
        return range(first, bisect_left(self.tops, bottom))

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of the card at a point; nothing beside one."""
        for row in self.rows_between(y, y + 1):
            for column in range(len(self.rows[row].photos)):
                if self.whole(row, column).holds(x, y):
                    return row, column
        return None

    def within(self, box: Box) -> list[str]:
        """The photos whose cards a rectangle touches, in the order of the page."""
        return [
            photo
            for row in self.rows_between(box.y, box.y + box.height)
            for column, photo in enumerate(self.rows[row].photos)
            if self.whole(row, column).meets(box)
        ]


def laid_out(rows: Sequence[PageRow], template: PageTemplate, width: float, columns: int) -> Layout:
    """Lay rows out on a page so many logical pixels wide. Cards do not grow beyond a sensible size."""
    gap, margin = template.gap, template.margin
    room = max(1.0, width - 2 * margin - (columns - 1) * gap[0])
    card_width = float(min(_WIDEST_CARD, max(16, room // columns)))
    card = card_width, float(round(card_width / template.ratio))
    used = columns * card_width + (columns - 1) * gap[0]
    tops, y = [], float(_END)
    for row in rows:
        tops.append(y)
        y += (_HEADING if row.headings else 0) + card[1] + CAPTION + gap[1]
    height = y - gap[1] + _END if rows else 0.0
    return Layout(width, tuple(rows), columns, max(0.0, (width - used) // 2), card, gap, tuple(tops), height)
