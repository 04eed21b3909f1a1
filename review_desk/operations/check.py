"""Checking the photos of a batch: measured in worker processes, once per content, then held to tolerances."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from review_desk.domain.channel.standard import Standard, standard_named
from review_desk.domain.check.dust import Spot, sensor_dust
from review_desk.domain.check.finding import Box, Finding, Measured, Unmeasured, judge
from review_desk.domain.check.lens import Bow, lens_bow
from review_desk.domain.check.light import Light, lit_apart
from review_desk.domain.check.sets import duplicates, missing_shots
from review_desk.domain.check.spread import spreads
from review_desk.domain.check.table import METHOD, OF_INPUTS
from review_desk.domain.check.tolerance_file import Overrides
from review_desk.domain.photo import Photo
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations import remembered
from review_desk.operations.fan_out import Progress
from review_desk.operations.standards import standards
from review_desk.store.cache import Cache, stamp
from review_desk.store.desk import Reader

_STOPPED = "Checking was stopped. What was measured is remembered."
_READ_S = 60.0


@dataclass(frozen=True)
class Task:
    """The newest version of a photo, with what it is held against: its before, and the photo's mask."""

    photo: str
    version: int
    path: Path
    before: Path | None
    mask: Path | None
    content: str


@dataclass(frozen=True)
class Look:
    """What was measured in a version's pixels, by check; `fingerprint` tells the same picture again.

    Of a shot that nobody has retouched, `light` is the CIELAB of the background, `spots` are the specks on it
    (None where none could be seen) and `bow` is what straight edges say of the lens.
    `reason` says why its file could not be read.
    """

    measured: Mapping[str, Measured] = field(default_factory=dict)
    fingerprint: str = ""
    light: Light | None = None
    spots: tuple[Spot, ...] | None = None
    bow: Bow | None = None
    reason: str = ""


@dataclass(frozen=True)
class Checked:
    """What the checks say of a batch: every value that has an outcome, and what had nothing to measure.

    `looked` are the photos whose pixels were looked at.
    """

    findings: tuple[Finding, ...]
    unmeasured: tuple[Unmeasured, ...] = ()
    looked: frozenset[str] = frozenset()

    @cached_property
    def looked_for(self) -> Mapping[str, int]:
        """How many photos were held against each channel's standard, by its title; "" has those of none."""
        return Counter({each.photo: each.standard for each in self.findings}.values())

    @cached_property
    def off(self) -> tuple[Finding, ...]:
        """The findings that are flagged or failed."""
        return tuple(each for each in self.findings if each.outcome != "pass")

    @cached_property
    def telling_nothing(self) -> frozenset[str]:
        """The checks that flag almost every photo: on one of them they say nothing."""
        return frozenset(each.check.id for each in spreads(self.findings) if each.tells_nothing)

    def of(self, photo: str) -> tuple[Finding, ...]:
        """What is off on one photo: what failed first, then what can be shown in a place."""
        own = [each for each in self.all_of(photo) if each.outcome != "pass"]
        return tuple(sorted(own, key=lambda each: (each.outcome != "fail", each.region is None)))

    def all_of(self, photo: str) -> tuple[Finding, ...]:
        """All that the checks found on one photo, in the order of their table."""
        return tuple(self._by_photo.get(photo, ()))

    def missing(self, photo: str) -> tuple[Unmeasured, ...]:
        """The checks that had nothing to measure on one photo."""
        return tuple(each for each in self.unmeasured if each.photo == photo)

    @cached_property
    def _by_photo(self) -> Mapping[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for each in self.findings:
            found.setdefault(each.photo, []).append(each)
        return found


def tasks(reader: Reader, photos: Sequence[Photo], *, inputs: bool = False) -> list[Task]:
    """The newest version of every photo, or its original as an input, as it is to be measured."""
    return [_task(reader, _as_input(photo) if inputs else photo) for photo in photos]


def _as_input(photo: Photo) -> Photo:
    """The photo before anybody retouched it, for no channel yet."""
    return replace(photo, versions=(photo.original,), fields={**photo.fields, "channel": ""})


def _task(reader: Reader, photo: Photo) -> Task:
    latest, original = photo.latest, photo.original
    before = original if latest.number != original.number else None
    mask = reader.resolve(photo.mask) if photo.mask and before else None
    masked = f"+{mask}{stamp(mask)}" if mask else ""
    content = f"{latest.sha256}<{before.sha256 if before else ''}{masked}"
    path, beside = reader.resolve(latest.file), reader.resolve(before.file) if before else None
    return Task(photo.id, latest.number, path, beside, mask, content)


def known(cache: Cache, todo: Sequence[Task]) -> dict[str, Look]:
    """What the cache has, by photo."""
    return remembered.known(cache, todo, METHOD, _read)


def look(
    todo: Sequence[Task],
    *,
    pool: WorkerPool,
    cache: Cache,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
    priority: int = 3,
) -> dict[str, Look]:
    """Measure what the cache does not have; the answer is by photo and complete.

    What is done goes to the cache at once, so that a check that was stopped, or killed, goes on where it was.
    Raises Cancelled when `stop` is set or the desk closes.
    """
    ways = remembered.Ways(
        METHOD,
        begin=partial(_begin, pool, priority),
        read=_read,
        failed=lambda _, reason: Look(reason=reason),
    )
    return remembered.ask(todo, ways, cache=cache, progress=progress, stop=stop, stopped=_STOPPED)


def _begin(pool: WorkerPool, priority: int, task: Task) -> "Future[Reply]":
    others = {"before": task.before, "mask": task.mask}
    given = {name: path for name, path in others.items() if path is not None}
    return pool.submit("check", priority=priority, timeout_s=_READ_S, path=task.path, **given)


def _read(_: Task, found: Mapping[str, Any]) -> Look:
    measured = {name: _measured(each) for name, each in found.get("found", {}).items()}
    light, spots, bow = (found.get(name) for name in ("light", "spots", "bow"))
    return Look(
        measured,
        str(found.get("fingerprint", "")),
        light=tuple(light) if light else None,
        spots=None if spots is None else tuple((x, y, depth) for x, y, depth in spots),
        bow=(bow[0], tuple(bow[1])) if bow else None,
    )


def _measured(each: Mapping[str, Any]) -> Measured:
    region: Box | None = tuple(each["region"]) if each["region"] else None
    return Measured(each["value"], region, each["note"])


def checked(
    photos: Sequence[Photo],
    looks: Mapping[str, Look],
    *,
    overrides: Overrides = Overrides(),  # noqa: B008 frozen
    channel: Standard | None = None,
) -> Checked:
    """Hold what was measured against the tolerances of each photo's channel, or of `channel` for all.

    Photos that were not measured have the checks of their files and of the batch only.
    """
    of_set = _of_set(photos, looks)
    findings: list[Finding] = []
    unmeasured: list[Unmeasured] = []
    for photo in photos:
        standard = channel or standard_named(standards(), str(photo.fields.get("channel", "")))
        ours = overrides.over(standard.tolerances if standard else {}, standard.id if standard else "")
        measured = {**_of_file(photo), **_of_look(looks.get(photo.id)), **of_set.get(photo.id, {})}
        name = standard.title if standard else ""
        good, missing = judge(photo.id, photo.latest.number, measured, ours, standard=name)
        findings += good
        unmeasured += missing
    return Checked(tuple(findings), tuple(unmeasured), frozenset(looks))


def _of_set(photos: Sequence[Photo], looks: Mapping[str, Look]) -> dict[str, dict[str, Measured]]:
    """What a batch says of each of its photos, by photo and check."""
    alike = _alike({photo: each.fingerprint for photo, each in looks.items() if each.fingerprint})
    by_check = {
        "duplicate": duplicates(photos, alike),
        "missing-shots": missing_shots(photos),
        "sensor-dust": sensor_dust(
            photos, {p: each.spots for p, each in looks.items() if each.spots is not None}
        ),
        "distortion": lens_bow(photos, {p: each.bow for p, each in looks.items() if each.bow}),
    }
    found = lit_apart(photos, {photo: each.light for photo, each in looks.items() if each.light})
    for check, measured in by_check.items():
        for photo, each in measured.items():
            found.setdefault(photo, {})[check] = each
    return found


def inputs_checked(
    photos: Sequence[Photo],
    looks: Mapping[str, Look],
    *,
    overrides: Overrides = Overrides(),  # noqa: B008 frozen
) -> Checked:
    """Hold the originals, before anybody retouched them, against the desk's and the studio's tolerances.

    `looks` are of the originals (`tasks` with inputs). What only a finished photo must be is left out.
    """
    found = checked([_as_input(photo) for photo in photos], looks, overrides=overrides)
    return Checked(
        tuple(each for each in found.findings if each.check.id in OF_INPUTS),
        tuple(each for each in found.unmeasured if each.check.id in OF_INPUTS),
        found.looked,
    )


def _of_file(photo: Photo) -> dict[str, Measured]:
    from review_desk.imaging.checks.file import file_checks  # numpy: not when the window opens

    return {name: Measured(each.value) for name, each in file_checks(photo.latest).items()}


def _of_look(seen: Look | None) -> dict[str, Measured]:
    if seen is None:
        return {}
    readable = Measured("no" if seen.reason else "yes", note=seen.reason)
    return {"readable": readable, **seen.measured}


def _alike(prints: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    from review_desk.imaging.checks.likeness import alike

    return alike(prints)
