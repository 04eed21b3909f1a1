"""The studio's style guide as data: what a measure must be, whatever the other photos say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from review_desk.domain.drift.measure import BY_ID, Measure
from review_desk.domain.toml_table import TableError, did_you_mean, only, read_toml, table_in


@dataclass(frozen=True)
class Target:
    """A measure must lie from `low` to `high`, in the unit of its value; either may be None."""

    measure: str
    low: float | None = None
    high: float | None = None

    def miss(self, value: float) -> float:
        """How far a value lies outside; below is negative, 0 inside."""
        if self.low is not None and value < self.low:
            return value - self.low
        if self.high is not None and value > self.high:
            return value - self.high
        return 0.0


@dataclass(frozen=True)
class StyleGuide:
    """Targets by measure, for every photo, and in place of those for photos of a category."""

    every: Mapping[str, Target] = field(default_factory=dict)
    categories: Mapping[str, Mapping[str, Target]] = field(default_factory=dict)

    def target(self, measure: Measure, category: str) -> Target | None:
        """The target that a photo of this category must meet."""
        own = self.categories.get(category.casefold(), {})
        return own.get(measure.id) or self.every.get(measure.id)


def read_style(text: str, *, name: str) -> StyleGuide:
    """A style guide from TOML: `[target.MEASURE]` and `[category."NAME".MEASURE]`, each low and/or high.

    Raises BadInput that begins with `name` for any slip.
    """
    return read_toml(text, _read, name=name)


def _read(table: dict[str, Any]) -> StyleGuide:
    only(table, ("target", "category"), "the style guide")
    categories = {
        word.casefold(): _targets(table_in(found, f"category.{word}"), f"category.{word}")
        for word, found in table_in(table.get("category", {}), "category").items()
    }
    return StyleGuide(_targets(table_in(table.get("target", {}), "target"), "target"), categories)


def _targets(table: Mapping[str, Any], where: str) -> dict[str, Target]:
    return {name: _target(name, table_in(found, f"{where}.{name}"), where) for name, found in table.items()}


def _target(name: str, table: Mapping[str, Any], where: str) -> Target:
    if name not in BY_ID:
        raise TableError(f"{where}: unknown measure '{name}'{did_you_mean(name, BY_ID)}")
    if BY_ID[name].scale == "colour":
        raise TableError(f"{where}: the colour of a product has no one target")
    only(table, ("low", "high"), f"{where}.{name}")
    low, high = (_number(table.get(key), f"{where}.{name}.{key}") for key in ("low", "high"))
    if low is None and high is None:
        raise TableError(f"{where}.{name} has neither low nor high")
    if low is not None and high is not None and low > high:
        raise TableError(f"{where}.{name}: low is above high")
    return Target(name, low, high)


def _number(found: Any, where: str) -> float | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TableError(f"{where} must be a number")
    return float(found)
