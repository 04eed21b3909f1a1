"""Made-up batches of measures: alike but for a jitter of known size."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from review_desk.domain.drift.compare import Comparison, compare
from review_desk.domain.drift.measure import MEASURES, parts
from review_desk.domain.drift.settings import Settings
from review_desk.domain.drift.subject import Lab, Subject

USUAL = {
    "background_l": 96.0, "background_white": 60.0, "exposure_l": 55.0, "exposure_ev": 0.4, "contrast": 40.0,
    "shadow_density": 0.2, "specular_share": 3.0, "specular_contrast": 12.0, "clipped_share": 1.0,
    "product_l": 55.0, "product_a": 12.0, "product_b": 20.0, "frame_fill": 80.0, "baseline": 88.0,
}  # fmt: skip


def batch(count: int, *, seed: int = 0, jitter: float = 0.5) -> list[Subject]:
    """Photos of one kind; their measures vary by `jitter` times the floor of each measure."""
    rng = random.Random(seed)
    return [_subject(number, rng, jitter) for number in range(count)]


def _subject(number: int, rng: random.Random, jitter: float) -> Subject:
    values = {
        key: USUAL.get(key, 0.0) + rng.gauss(0, jitter * measure.floor)
        for measure in MEASURES
        for key in parts(measure)
    }
    return Subject(
        f"p{number:03}", title=f"SKU-{number}", sku="SKU-1", category="mugs", colourway="oat",
        shot="front", shot_at=f"2026-11-09T{8 + number // 60:02}:{number % 60:02}:00Z", values=values,
    )  # fmt: skip


def moved(subject: Subject, **amounts: float) -> Subject:
    """The same photo with some measures moved."""
    return replace(
        subject, values={**subject.values, **{k: subject.values[k] + v for k, v in amounts.items()}}
    )


def without(subject: Subject, *keys: str) -> Subject:
    """The same photo of which some could not be measured, and that says so."""
    values = {key: value for key, value in subject.values.items() if key not in keys}
    return replace(subject, values=values, cautions=("It cannot be told.",))


def grouped(subject: Subject, groups: Mapping[str, str]) -> Subject:
    return replace(subject, groups={**subject.groups, **groups})


def euclid(one: Sequence[Lab], other: Sequence[Lab]) -> list[float]:
    """Stands for CIEDE2000, which the domain is handed."""
    return [
        sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 for a, b in zip(one, other, strict=True)
    ]


def compared(subjects: Sequence[Subject], settings: Settings | None = None) -> Comparison:
    return compare(subjects, settings or Settings(), apart=euclid)
