"""The table of what is measured in pixels as evidence for the rules, and what each measure means."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

METHOD = "evidence 2"
"""Names the way evidence is measured; a change of it makes everything be measured anew."""

Evidence = Mapping[str, float]
"""Values by the id of a measure; one that could not be measured is missing.

Beside them the ground: `ground_l`, `ground_a`, `ground_b` in CIELAB (D50), or `transparent`: 1.
"""

NONE: Evidence = {}


@dataclass(frozen=True)
class EvidenceMeasure:
    """One measure, in per cent.

    Attributes:
        id: its key, and the word for it in a rule.
        title: what it is called in a table.
        meaning: the share of what it is.
        tells_from: the value from which it says something (docs/adr/0022-evidence-from-pixels.md).
    """

    id: str
    title: str
    meaning: str
    tells_from: float


MEASURES: tuple[EvidenceMeasure, ...] = (
    EvidenceMeasure("metal", "metal", "of the product goes from light to dark as metal does", 8),
    EvidenceMeasure("sheer", "sheer", "of the product shows the background through it", 20),
    EvidenceMeasure("skin", "skin", "of the subject is smooth and of the colour of skin", 5),
    EvidenceMeasure("person", "person", "of a subject that runs out of the frame is skin", 5),
    EvidenceMeasure("fine_texture", "texture", "of the product's places repeat themselves finely", 17),
    EvidenceMeasure("busy_background", "busy ground", "of the ground has edges in it", 3),
)
"""In the order of the table of photos: what costs most when it is missed comes first."""

BY_ID = {measure.id: measure for measure in MEASURES}

EVERYTHING: Evidence = dict.fromkeys(BY_ID, math.inf)
"""More than any rule asks for."""


def measures_of(evidence: Evidence) -> dict[str, float]:
    """The measures alone, without the ground."""
    return {name: value for name, value in evidence.items() if name in BY_ID}


def amount(measure: str, value: float) -> str:
    """“metal 14 %”."""
    return f"{BY_ID[measure].title} {value:.0f} %"


def telling(evidence: Evidence) -> tuple[str, ...]:
    """The measures that say something of a photo, in words; skin is not told again where it is a person's."""
    found = [m for m in MEASURES if evidence.get(m.id, 0.0) >= m.tells_from]
    if any(m.id == "person" for m in found):
        found = [m for m in found if m.id != "skin"]
    return tuple(amount(m.id, evidence[m.id]) for m in found)
