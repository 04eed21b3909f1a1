"""One measure in one comparison, in plain arrays: a batch of ten thousand photos has fifty of them."""

from array import array
from dataclasses import dataclass, field
from math import isnan, nan

from review_desk.domain.drift.subject import Lab


@dataclass(frozen=True, slots=True)
class Held:
    """One place of a column."""

    expected: float | Lab
    amount: float
    z: float
    count: int


@dataclass
class Draft:
    """A column while it is worked out, by place of the photo; a place that is missing was not compared.

    `expected` is what the others have, in the measure's value unit (for a colour its L*, a*, b*); `amount`
    how far the photo is from it, in the unit of deviations; `z` its modified z by the `spread` there is;
    `count` how many others there are.
    """

    expected: dict[int, float | Lab] = field(default_factory=dict)
    amount: dict[int, float] = field(default_factory=dict)
    z: dict[int, float] = field(default_factory=dict)
    count: dict[int, int] = field(default_factory=dict)
    spread: dict[int, float] = field(default_factory=dict)

    def packed(self, photos: int) -> "Column":
        """The same in arrays as long as the page; an empty column has empty ones."""
        if not self.z:
            return Column()
        nothing = (nan, nan, nan) if isinstance(next(iter(self.expected.values())), tuple) else (nan,)
        expected = [_axes(self.expected[n]) if n in self.z else nothing for n in range(photos)]
        return Column(
            tuple(array("d", axis) for axis in zip(*expected, strict=True)),
            array("d", (self.amount.get(n, nan) for n in range(photos))),
            array("d", (self.z.get(n, nan) for n in range(photos))),
            array("i", (self.count.get(n, 0) for n in range(photos))),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """What came of a draft: arrays by place, NaN where a photo was not compared; all empty where none was.

    `expected` is one array, or one each of L*, a* and b*.
    """

    expected: tuple["array[float]", ...] = ()
    amount: "array[float]" = field(default_factory=lambda: array("d"))
    z: "array[float]" = field(default_factory=lambda: array("d"))
    count: "array[int]" = field(default_factory=lambda: array("i"))

    def at(self, place: int) -> Held | None:
        """What is there of one photo; nothing where it was not compared."""
        if not self.z or isnan(self.z[place]):
            return None
        expected = tuple(axis[place] for axis in self.expected)
        held: float | Lab = expected[0]
        if len(expected) == 3:
            held = expected[0], expected[1], expected[2]
        return Held(held, self.amount[place], self.z[place], self.count[place])


def _axes(expected: float | Lab) -> tuple[float, ...]:
    return expected if isinstance(expected, tuple) else (expected,)
