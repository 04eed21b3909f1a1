"""Faults that repeat over a preset's photos: a matter of its configuration, not of the photos."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from review_desk.domain.check.finding import Finding
from review_desk.domain.check.table import CHECKS
from review_desk.domain.failure_mode import Taxonomy
from review_desk.domain.photo import Photo

SHARE = 0.3
"""The share of a preset's photos from which a fault is the preset's, where nobody sets another."""

_OF_THE_SET = frozenset(f"check:{check.id}" for check in CHECKS if check.group == "set")
"""What no preset can help: a shot that nobody took."""

_FEWEST = 3
_TIMES = 2.0
"""So much commoner than with other presets: what all photos have is the limit's fault, or the studio's."""

Faults = Mapping[str, Mapping[str, str]]
"""By photo its faults: id (“check:halo”, “tag:halo”) to title."""


@dataclass(frozen=True)
class Repeated:
    """A fault on `photos`, out of `of` photos of a preset; and on `elsewhere` of `others` photos beside."""

    preset: str
    fault: str
    title: str
    photos: tuple[str, ...]
    of: int
    elsewhere: int
    others: int

    @property
    def words(self) -> str:
        """Such as “Halo on 4 of 5 photos of preset mug-2.0; with other presets on 1 of 20”."""
        said = f"{self.title} on {len(self.photos)} of {self.of} photos of preset {self.preset}"
        return f"{said}; with other presets on {self.elsewhere} of {self.others}" if self.others else said

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {**vars(self), "photos": list(self.photos), "share": round(len(self.photos) / self.of, 3)}


def preset_of(photo: Photo) -> str:
    """The preset that a photo was retouched with; "" where nobody said."""
    return str(photo.fields.get("preset") or "")


def faults_of(
    photos: Iterable[Photo],
    findings: Iterable[Finding],
    marked: Mapping[str, Collection[str]],
    taxonomy: Taxonomy,
) -> dict[str, dict[str, str]]:
    """What is wrong with each photo: findings that are off, failure modes of its decision and of its marks.

    `marked` are the failure modes of marks, by photo.
    """
    faults: dict[str, dict[str, str]] = {photo.id: {} for photo in photos}
    for each in findings:
        if each.outcome != "pass" and each.photo in faults:
            faults[each.photo][f"check:{each.check.id}"] = each.check.title
    names = {mode.id: mode.name for mode in taxonomy.modes}
    for photo in photos:
        decided = photo.decision.tags if photo.decision else ()
        for tag in (*decided, *marked.get(photo.id, ())):
            faults[photo.id][f"tag:{tag}"] = names.get(tag, tag)
    return faults


def repeated(photos: Sequence[Photo], faults: Faults, *, share: float = SHARE) -> tuple[Repeated, ...]:
    """The faults on at least that share of a preset's photos, the one on most photos first.

    There must be three, and twice the share that the photos of other presets have.
    """
    by_preset: dict[str, list[str]] = {}
    for photo in photos:
        by_preset.setdefault(preset_of(photo), []).append(photo.id)
    found = [
        each
        for preset in by_preset
        if preset
        for each in _of_preset(preset, by_preset, faults)
        if _is_its_own(each, share)
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.photos), each.preset, each.fault)))


def _of_preset(preset: str, by_preset: Mapping[str, Sequence[str]], faults: Faults) -> Iterable[Repeated]:
    own = by_preset[preset]
    others = [photo for name, photos in by_preset.items() if name != preset for photo in photos]
    titles = {fault: title for photo in own for fault, title in faults.get(photo, {}).items()}
    for fault, title in titles.items():
        have = tuple(photo for photo in own if fault in faults.get(photo, {}))
        elsewhere = sum(fault in faults.get(photo, {}) for photo in others)
        if fault not in _OF_THE_SET:
            yield Repeated(preset, fault, title, have, len(own), elsewhere, len(others))


def _is_its_own(each: Repeated, share: float) -> bool:
    common = len(each.photos) / each.of
    beside = each.elsewhere / each.others if each.others else 0.0
    return len(each.photos) >= _FEWEST and common >= share and common >= _TIMES * beside
