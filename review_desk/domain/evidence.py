"""Measurements of a screen that people attach: Argyll's colverify, or any report with figures typed in."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Measured:
    """Mean and largest difference over the patches of a measurement, and the formula they are in."""

    mean: float
    maximum: float
    formula: str = "ΔE2000"


@dataclass(frozen=True)
class Evidence:
    """A report kept in the desk's `files/`, named by its hash.

    Attributes:
        file: where it lies, relative to the desk.
        profile: SHA-256 of the display profile in use when it was attached; "" where there was none.
        measured: its figures, where they are known.
    """

    name: str
    sha256: str
    file: str
    attached: date
    screen: str
    profile: str = ""
    measured: Measured | None = None


_TOTAL = re.compile(
    r"^\s*Total errors(?P<formula> \([^)]*\))?:\s+peak = (?P<peak>\d+\.\d+), avg = (?P<mean>\d+\.\d+)", re.M
)
_FORMULAS = {"": "ΔE76", " (CIEDE2000)": "ΔE2000", " (CIE94)": "ΔE94"}


def read_colverify(text: str) -> Measured | None:
    """The figures in the output of Argyll's `colverify`; None where the text is something else.

    The layout is what colverify 2.3.1 prints: `Total errors (CIEDE2000):     peak = 1.12, avg = 0.42`.
    """
    found = _TOTAL.search(text)
    if found is None:
        return None
    formula = _FORMULAS.get(found["formula"] or "", (found["formula"] or "").strip(" ()"))
    return Measured(float(found["mean"]), float(found["peak"]), formula)
