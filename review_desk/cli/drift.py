"""The command that measures a batch for drift."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.source import show_progress, stopped_by_interrupt
from review_desk.domain.drift.cause import Cause
from review_desk.domain.drift.flag import Deviation
from review_desk.domain.drift.measure import BY_ID, MEASURES, Measure
from review_desk.domain.drift.settings import Settings
from review_desk.domain.drift.subject import Subject
from review_desk.domain.photo import Photo
from review_desk.domain.toml_table import did_you_mean
from review_desk.errors import BadInput
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse
from review_desk.operations.drift import Drift, drift, style_guide, style_of
from review_desk.operations.measure import Measured, measure, tasks
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader

_CAUSES_SAID = 12
_NEARLY_ALL = "Nearly every photo is flagged: look at the limits and the style guide before the files."


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument("--columns", type=int, default=4, metavar="N", help="photos in a row (default 4)")
    parser.add_argument("--reference", metavar="PHOTO", help="the photo that the others should match")
    parser.add_argument("--style", type=Path, metavar="TOML", help="a style guide in place of the desk's")
    parser.add_argument(
        "--visible", action="append", default=[], metavar="MEASURE=AMOUNT",
        help="the smallest difference that counts, in the measure's unit, such as exposure_ev=0.2",
    )  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    with Reader.open(arguments.desk) as reader:
        batch = browse.batch(reader, arguments.batch)
        photos = browse.photos(reader, batch_id=batch.id)
        reference = browse.photo(reader, arguments.reference).id if arguments.reference else ""
        found = drift(photos, _measured(reader, photos), _with(settings, reference))
    answer(arguments, drift_json(batch.name, found), drift_text(batch.name, found))
    return 1 if found.flags or found.unmeasured or found.partly else 0


def _measured(reader: Reader, photos: list[Photo]) -> dict[str, Measured]:
    cache, pool = Cache(reader.folder), WorkerPool()
    try:
        with stopped_by_interrupt() as stop:
            return measure(tasks(reader, photos), pool=pool, cache=cache, progress=show_progress, stop=stop)
    finally:
        pool.close()
        cache.close()


def _settings(arguments: argparse.Namespace) -> Settings:
    if arguments.columns < 1:
        raise BadInput("A page has at least one column.")
    style = style_guide(arguments.style) if arguments.style else style_of(arguments.desk)
    return Settings(dict(map(_limit, arguments.visible)), columns=arguments.columns, style=style)


def _with(settings: Settings, reference: str) -> Settings:
    return Settings(settings.visible, columns=settings.columns, reference=reference, style=settings.style)


def _limit(text: str) -> tuple[str, float]:
    name, _, amount = text.partition("=")
    if name not in BY_ID:
        raise BadInput(f"There is no measure “{name}”{did_you_mean(name, BY_ID)}.")
    try:
        limit = float(amount)
    except ValueError:
        raise BadInput(f"“{amount}” is not a number of {BY_ID[name].unit}.") from None
    if not limit > 0:
        raise BadInput(f"The limit of {name} must be above 0 {BY_ID[name].unit}.")
    return name, limit


def drift_json(batch: str, found: Drift) -> dict[str, Any]:
    """A judged batch as `review-desk drift --json` says it."""
    return {
        "batch": batch,
        "flagged": len(found.flags),
        "unmeasured": len(found.unmeasured),
        "partly_measured": len(found.partly),
        "measures": [
            {"id": m.id, "title": m.title, "unit": m.unit, "visible": found.settings.visible_of(m)}
            for m in BY_ID.values()
        ],
        "photos": [_photo_json(found, subject) for subject in found.subjects],
        "causes": [_cause_json(cause) for cause in found.causes],
        "series": [
            {
                "measure": c.measure.id,
                "unit": c.measure.unit,
                "sigma": c.sigma,
                "out": [p.photo for p in c.out],
            }
            for c in found.charts()
        ],
        "flicker": [{"measure": f.measure.id, "columns": list(f.columns)} for f in found.flicker],
    }


def _photo_json(found: Drift, subject: Subject) -> dict[str, Any]:
    deviations = [] if subject.reason else found.deviations(subject.photo)
    return {
        "photo": subject.photo,
        "version": subject.version,
        "sku": subject.sku,
        "reason": subject.reason,
        "cautions": list(subject.cautions),
        "missing": [measure.id for measure in found.partly.get(subject.photo, ())],
        "measures": _measures_json(subject, deviations),
        "deviations": [_deviation_json(each) for each in deviations],
        "flags": [_deviation_json(each) for each in deviations if each.flagged],
    }


def _measures_json(subject: Subject, deviations: Sequence[Deviation]) -> dict[str, Any]:
    """What was measured, by measure, with its deviation from the batch; null where there is nothing like it.

    A colour's value is its L*, a*, b*. Where a photo has too few of its kind in the batch, the deviation is
    from its siblings, or else from the photos around it.
    """
    nearest = {
        each.measure.id: each for against in ("row", "siblings", "batch") for each in deviations
        if each.against == against
    }  # fmt: skip
    return {
        measure.id: {
            "value": value,
            "unit": measure.unit,
            "deviation": nearest[measure.id].amount if measure.id in nearest else None,
            "z": nearest[measure.id].z if measure.id in nearest else None,
            "against": nearest[measure.id].against if measure.id in nearest else None,
        }
        for measure in MEASURES
        if (value := _value(subject, measure)) is not None
    }


def _value(subject: Subject, measure: Measure) -> float | list[float] | None:
    if measure.scale != "colour":
        return subject.value(measure)
    lab = subject.lab(measure)
    return None if lab is None else list(lab)


def _deviation_json(each: Deviation) -> dict[str, Any]:
    return {
        "measure": each.measure.id,
        "against": each.against,
        "value": each.value,
        "expected": each.expected,
        "amount": each.amount,
        "unit": each.measure.unit,
        "z": each.z,
        "n": each.count,
        "outlier": each.outlier,
        "visible": each.visible,
        "why": each.words,
    }


def _cause_json(cause: Cause) -> dict[str, Any]:
    return {
        "measure": cause.measure.id,
        "field": cause.by,
        "value": cause.value,
        "shift": cause.shift,
        "unit": cause.measure.unit,
        "effect": cause.effect,
        "epsilon_squared": cause.eta,
        "n": cause.count,
        "off": cause.off,
        "others": cause.others,
        "likely": cause.likely,
        "covers": cause.covers,
        "same_photos": list(cause.same_photos),
        "why": cause.words,
    }


def drift_text(batch: str, found: Drift) -> str:
    """The same for people: the photos that are flagged, with why, and what they have in common."""
    measured = len(found.subjects) - len(found.unmeasured)
    lines = [f"“{batch}”: {measured} of {len(found.subjects)} photos measured, {len(found.flags)} flagged."]
    for photo, flags in found.flags.items():
        lines.append(f"{photo}  {found.subject(photo).title}")
        lines += [f"  {each.words}" for each in flags]
    lines += [f"{photo}  not measured: {reason}" for photo, reason in found.unmeasured.items()]
    for photo in found.partly:
        lines.append(f"{photo}  partly measured: {' '.join(found.subject(photo).cautions)}")
    lines += [cause.words for cause in found.causes if cause.likely][:_CAUSES_SAID]
    lines += [_NEARLY_ALL] if found.count.nearly_all else []
    return "\n".join(map(plain, lines))


_HOLDS = (
    "{batch, flagged, unmeasured, partly_measured, measures: [{id, title, unit, visible}], photos: [{photo, "
    "version, sku, reason, cautions, missing, measures: {id: {value, unit, deviation, z, against}}, "
    "deviations: […], flags: [{measure, against, value, expected, amount, unit, z, n, outlier, visible, "
    "why}]}], causes: [{measure, field, value, shift, unit, effect, epsilon_squared, n, off, others, likely, "
    "covers, same_photos, why}], series: [{measure, unit, sigma, out: [photo]}], flicker: [{measure, "
    "columns: [rms]}]}. A colour's value is its L*, a*, b*; effect is Cliff's δ; missing are measures that "
    "most photos like it have"
)

COMMANDS = (
    Command(
        "drift",
        "Measure a batch and say which photos drift, by how much, and why.",
        _declare,
        _run,
        holds=_HOLDS,
    ),
)
