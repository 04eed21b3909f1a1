"""How far a check's value may be off before somebody looks, and before it must not go out.

size = { flag.least = 1600, fail.least = 1000, fail.most = 10000 }
format = { fail.one_of = ["JPEG", "PNG"] }
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any, Literal

from review_desk.domain.toml_table import TableError, only, table_in, texts

Value = float | str
Outcome = Literal["pass", "flag", "fail"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "flag", "fail")


@dataclass(frozen=True)
class Limit:
    """What a value must keep to: a number at least and at most, a word one of some. All open: anything."""

    least: float | None = None
    most: float | None = None
    one_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it limits anything."""
        return self != Limit()

    def holds(self, value: Value) -> bool:
        """Whether a value keeps to it; a word is not held against numbers, nor a number against words."""
        if isinstance(value, str):
            return not self.one_of or value in self.one_of
        low = self.least is not None and value < self.least
        return not low and not (self.most is not None and value > self.most)

    def to_json(self) -> dict[str, Any]:
        """Only what is limited."""
        told = {"least": self.least, "most": self.most, "one_of": list(self.one_of) or None}
        return {name: value for name, value in told.items() if value is not None}

    def in_words(self, unit: str) -> str:
        """Such as “at least 85 %”."""
        if self.one_of:
            return " or ".join(self.one_of)
        ends = (("at least", self.least), ("at most", self.most))
        said = " and ".join(f"{word} {number:,g}" for word, number in ends if number is not None)
        return f"{said} {unit}".strip()


@dataclass(frozen=True)
class Tolerance:
    """`flag` is broken sooner than `fail`, or there is none of the one."""

    flag: Limit = Limit()
    fail: Limit = Limit()

    def outcome(self, value: Value) -> Outcome:
        """What a value comes to."""
        if not self.fail.holds(value):
            return "fail"
        return "pass" if self.flag.holds(value) else "flag"

    def to_json(self) -> dict[str, Any]:
        """Only the limits there are."""
        told = {"flag": self.flag.to_json(), "fail": self.fail.to_json()}
        return {name: limit for name, limit in told.items() if limit}

    def in_words(self, unit: str, outcome: Outcome = "flag") -> str:
        """The limit that says why a value came to `outcome`; “no limit” where there is none."""
        limit = self.fail if outcome == "fail" or not self.flag else self.flag
        return limit.in_words(unit) if limit else "no limit"


_KEYS = {"least", "most", "one_of"}


def tolerance_in(table: Any, where: str) -> Tolerance:
    """Read a tolerance's table. Raises TableError."""
    found = table_in(table, where)
    only(found, {"flag", "fail"}, where)
    if not found:
        raise TableError(f"{where} limits nothing: say flag or fail")
    return Tolerance(*(_limit(found.get(name), f"{where} {name}") for name in ("flag", "fail")))


def _limit(table: Any, where: str) -> Limit:
    if table is None:
        return Limit()
    found = table_in(table, where)
    only(found, _KEYS, where)
    least, most = (_number(found, name, where) for name in ("least", "most"))
    if least is not None and most is not None and least > most:
        raise TableError(f"{where}: least {least:g} is more than most {most:g}")
    return Limit(least, most, texts(found["one_of"], f"{where} one_of") if "one_of" in found else ())


def _number(table: Mapping[str, Any], name: str, where: str) -> float | None:
    value = table.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or isnan(value):
        raise TableError(f"{where}: {name} must be a number")
    return float(value)
