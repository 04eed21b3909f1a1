"""One photo as drift sees it: what was measured, and what is known of how it was made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from review_desk.domain.drift.measure import Measure, parts
from review_desk.domain.photo import Photo

CAUSES = ("preset", "model", "studio", "day", "lighting")
"""What drift is traced back to; of several names for the same photos the first is told."""

Lab = tuple[float, float, float]


@dataclass(frozen=True)
class Subject:
    """A photo on the page with the measures of one version.

    `values` are keyed as `measure.parts` says; one that could not be measured is missing. `reason` says why
    there are none at all; "" where there are. `cautions` say why some are missing. `groups` are keyed as
    CAUSES. `shot_at` is ISO 8601 in UTC or "".
    """

    photo: str
    version: int = 1
    title: str = ""
    sku: str = ""
    colourway: str = ""
    shot: str = ""
    category: str = ""
    shot_at: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    cautions: tuple[str, ...] = ()

    def value(self, measure: Measure) -> float | None:
        """The value of a measure of one number; nothing where it could not be measured."""
        return self.values.get(measure.id)

    def lab(self, measure: Measure) -> Lab | None:
        """The CIELAB value of a colour measure."""
        found = [self.values.get(key) for key in parts(measure)]
        lightness, a, b = found
        return None if lightness is None or a is None or b is None else (lightness, a, b)


def subject_of(
    photo: Photo,
    version: int,
    values: Mapping[str, float],
    *,
    reason: str = "",
    cautions: tuple[str, ...] = (),
) -> Subject:
    """A photo of the desk with the values measured of a version."""
    said = {name: str(photo.fields.get(name) or "") for name in ("category", "shot_at", *CAUSES)}
    groups = {name: said[name] for name in CAUSES if said[name]}
    if day := _day(said["shot_at"]):
        groups["day"] = day
    return Subject(
        photo.id, version, photo.title, photo.sku, photo.colourway, photo.shot, said["category"],
        said["shot_at"], values, groups, reason, cautions,
    )  # fmt: skip


def _day(shot_at: str) -> str:
    try:
        return datetime.fromisoformat(shot_at).date().isoformat()
    except ValueError:
        return ""


def shoot_order(subjects: list[Subject]) -> list[int]:
    """Indices in the order of the shoot; those without a time keep their place at the end."""
    return sorted(range(len(subjects)), key=lambda i: (not subjects[i].shot_at, subjects[i].shot_at, i))
