"""What a check says about one version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from review_desk.domain.check.table import BY_ID, Check
from review_desk.domain.check.tolerance import Outcome, Tolerance, Value

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Measured:
    """What one check measured: a value, where (x, y, width, height in pixels of the version), and a note.

    Without a value the note says why there is none.
    """

    value: Value | None
    region: Box | None = None
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """A value held against its tolerance. `standard` says whose tolerance it was."""

    photo: str
    version: int
    check: Check
    value: Value
    tolerance: Tolerance
    outcome: Outcome
    region: Box | None = None
    note: str = ""
    standard: str = ""

    @property
    def words(self) -> str:
        """Such as “Halo 12.3 codes, at most 6 codes”."""
        limit = self.tolerance.in_words(self.check.unit, self.outcome)
        said = f"{self.check.title} {self.check.shown(self.value)}, {limit}"
        return f"{said}: {self.note}" if self.note else said

    def held_to(self, tolerance: Tolerance) -> "Finding":
        """The same value held against another tolerance."""
        return replace(self, tolerance=tolerance, outcome=tolerance.outcome(self.value))

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "photo": self.photo,
            "version": self.version,
            "check": self.check.id,
            "value": self.value,
            "unit": self.check.unit,
            "tolerance": self.tolerance.to_json(),
            "outcome": self.outcome,
            "region": list(self.region) if self.region else None,
            "note": self.note,
            "standard": self.standard,
        }


@dataclass(frozen=True)
class Unmeasured:
    """A check that had nothing to measure on a version, and why."""

    photo: str
    version: int
    check: Check
    reason: str


def judge(
    photo: str,
    version: int,
    measured: Mapping[str, Measured],
    tolerances: Mapping[str, Tolerance],
    *,
    standard: str = "",
) -> tuple[list[Finding], list[Unmeasured]]:
    """Hold what was measured of a version against tolerances, in the order of the table.

    A check without a tolerance of its own passes whatever it finds.
    """
    findings, missing = [], []
    for check in BY_ID.values():
        found = measured.get(check.id)
        if found is None:
            continue
        if found.value is None:
            missing.append(Unmeasured(photo, version, check, found.note))
            continue
        tolerance = tolerances.get(check.id, check.tolerance)
        outcome = tolerance.outcome(found.value)
        findings.append(
            Finding(
                photo, version, check, found.value, tolerance, outcome, found.region, found.note, standard
            )
        )
    return findings, missing
