"""A plan: how many photos of a lot are inspected, and how many defective ones each class of defect allows.

A photo counts once, in the class of its worst defect. Classes are judged apart from each other; one with a
smaller sample is judged on the first photos drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from review_desk.domain.sampling.tables import AQLS, Strictness, entry, letter
from review_desk.errors import BadInput

DefectClass = Literal["critical", "major", "minor"]
CLASSES: tuple[DefectClass, ...] = ("critical", "major", "minor")
"""The gravest first."""


@dataclass(frozen=True)
class ClassPlan:
    """What one class of defect allows: at most `accept` defective photos among the first `size` drawn.

    Without an `aql` the count of photos was asked for, not taken from the standard's table.
    """

    name: DefectClass
    size: int
    accept: int
    aql: float | None = None
    strictness: Strictness = "normal"

    @property
    def refuse(self) -> int:
        """From so many defective photos on the lot is refused."""
        return self.accept + 1

    @property
    def words(self) -> str:
        """Such as “major: at most 2 of 80, AQL 1.0, tightened”."""
        table = f", AQL {self.aql}{', tightened' * (self.strictness == 'tightened')}" if self.aql else ""
        return f"{self.name}: at most {self.accept} of {self.size}{table}"


@dataclass(frozen=True)
class Plan:
    """A plan for a lot of `lot` photos. `code` is the standard's letter, empty for a percentage."""

    lot: int
    code: str
    classes: tuple[ClassPlan, ...]
    percent: float | None = None

    @property
    def size(self) -> int:
        """How many photos are drawn."""
        return max(each.size for each in self.classes)

    @property
    def strictness(self) -> Strictness:
        """Tightened where any class is."""
        return "tightened" if any(each.strictness == "tightened" for each in self.classes) else "normal"

    @property
    def leading(self) -> ClassPlan:
        """The class by which people name the plan: major where there is one."""
        return next((each for each in self.classes if each.name == "major"), self.classes[0])

    @property
    def words(self) -> str:
        """Such as “80 of 600 photos (ISO 2859-1, letter J, normal)”."""
        how = f"ISO 2859-1, letter {self.code}, {self.strictness}" if self.code else self._share
        return f"{self.size} of {self.lot} photos ({how})"

    @property
    def _share(self) -> str:
        wanted = self.percent or 0.0
        least = self.size > ceil(round(self.lot * wanted / 100, 9))
        return f"{wanted:g} %, and no fewer than {self.size}" if least else f"{wanted:g} %"

    def to_json(self) -> dict[str, Any]:
        """As it is stored, and as the command line prints it: the leading class stands for the whole."""
        leading = self.leading
        return {
            "code": self.code or None,
            "lot": self.lot,
            "n": self.size,
            "accept": leading.accept,
            "reject": leading.refuse,
            "severity": self.strictness,
            "percent": self.percent,
            "classes": [
                {"class": c.name, "n": c.size, "accept": c.accept, "reject": c.refuse, "aql": c.aql,
                 "severity": c.strictness}
                for c in self.classes
            ],
        }  # fmt: skip


def plan_in(stored: Mapping[str, Any]) -> Plan:
    """The plan that `to_json` wrote."""
    classes = tuple(
        ClassPlan(c["class"], c["n"], c["accept"], c["aql"], c["severity"]) for c in stored["classes"]
    )
    return Plan(stored["lot"], stored["code"] or "", classes, stored["percent"])


def by_standard(
    lot: int,
    aqls: Mapping[DefectClass, float],
    strictness: Mapping[DefectClass, Strictness] | None = None,
) -> Plan:
    """The standard's plan. A class with the AQL 0 allows none in the whole sample.

    Raises BadInput for an empty lot, or an AQL that the table does not have.
    """
    _require_lot(lot)
    how = strictness or {}
    listed = {name: aql for name, aql in aqls.items() if aql}
    if not listed:
        raise BadInput("A sampling plan needs an AQL above 0 for at least one class of defect.")
    sizes = {name: _entry(lot, aql, how.get(name, "normal")) for name, aql in listed.items()}
    largest = max(size for size, _ in sizes.values())
    classes = tuple(
        ClassPlan(name, *sizes[name], aqls[name], how.get(name, "normal"))
        if name in sizes
        else ClassPlan(name, largest, 0, None, how.get(name, "normal"))
        for name in CLASSES
        if name in aqls
    )
    return Plan(lot, letter(lot), classes)


def _entry(lot: int, aql: float, strictness: Strictness) -> tuple[int, int]:
    try:
        return entry(lot, aql, strictness)
    except KeyError:
        known = ", ".join(f"{each:g}" for each in AQLS)
        raise BadInput(f"There is no plan for AQL {aql:g}: say one of {known}.") from None


def by_percentage(
    lot: int, percent: float, *, least: int = 1, accept: Mapping[DefectClass, int] | None = None
) -> Plan:
    """A share of the lot, of at least `least` photos; no critical and no major defect where nobody says."""
    _require_lot(lot)
    if not 0 < percent <= 100:
        raise BadInput(f"{percent:g} is no share of a batch: say more than 0 and at most 100 per cent.")
    size = min(lot, max(least, ceil(round(lot * percent / 100, 9))))
    allowed: Mapping[DefectClass, int] = accept or {"critical": 0, "major": 0}
    classes = tuple(ClassPlan(name, size, allowed[name]) for name in CLASSES if name in allowed)
    return Plan(lot, "", classes, percent)


def _require_lot(lot: int) -> None:
    if lot < 1:
        raise BadInput("There are no photos to draw a sample from.")
