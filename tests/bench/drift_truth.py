"""Drift found against drift planted: a batch that `studio.drifting` made of the demo studio's renders.

Run as a module it tells more: `python -m tests.bench.drift_truth FOLDER…`.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.line import Line
from tests.bench.machine import NotMeasured

FOLDER = "drift batch"
_SEEN_BY = {
    "cast": {"product"},
    "exposure": {"exposure_l", "exposure_ev"},
    "scale": {"frame_fill"},
    "shadow": {"shadow_density"},
    "background": {"background_b", "background_l", "background_a"},
}
_KEYS = {
    "cast": {"product_a", "product_b"},
    "exposure": {"exposure_ev"},
    "scale": {"frame_fill"},
    "shadow": {"shadow_density"},
    "background": {"background_b"},
}
_LEAST = {"cast": 0.3, "exposure": 0.015, "scale": 0.3, "background": 0.3}
_GROUP_SEEN_BY = {"background": "background_b", "exposure": "exposure_ev"}


@dataclass(frozen=True)
class Truth:
    """What was found of a batch.

    `errors` are those of recovered amounts against what the pixels received, as shares of what is allowed: 1
    is at the limit; `asked` the same against what was asked for, with a gamut or a tone curve in between.
    `unmeasured` are photos with a fault whose product, or shadow, could not be told apart, and that say so.
    """

    errors: Mapping[str, list[float]]
    asked: Mapping[str, list[float]]
    unmeasured: list[str]
    missed: list[str]
    planted: int
    false: list[str]
    untouched: int
    causes_missed: list[str]
    causes: int
    false_causes: list[str]


def measure(work: Path, repeat: int) -> list[Line]:
    """Judge the batch in `work`; NotMeasured where nobody made it."""
    folder = work / FOLDER
    if not (folder / "planted.json").is_file():
        raise NotMeasured(
            "It wants renders: from assets/demo, “python -m studio.drifting --cache DIR --out "
            f"WORK/“{FOLDER}””, then “make bench” with --work WORK"
        )
    found = truth(folder)
    false = 100 * len(found.false) / max(found.untouched, 1)
    missed, lost = len(found.missed), len(found.causes_missed)
    return [
        Line(
            what="planted drift recovered within 10 % or 0.3 ΔE", unit="%", desk=_within(found.errors),
            limit=95, at_least=True,
        ),
        Line(what="the same against what was asked for", unit="%", desk=_within(found.asked)),
        Line(what=f"planted outliers missed, of {found.planted}", unit="photos", desk=missed, limit=0),
        Line(what=f"false flags among {found.untouched} untouched photos", unit="%", desk=false, limit=2),
        Line(what=f"planted causes missed, of {found.causes}", unit="causes", desk=lost, limit=0),
    ]  # fmt: skip


def _said(errors: Mapping[str, list[float]]) -> str:
    return ", ".join(f"{kind} {[round(each, 2) for each in found]}" for kind, found in errors.items())


def _within(errors: Mapping[str, list[float]]) -> float:
    """Per cent of all amounts whose error is allowed."""
    joined = [each for of_kind in errors.values() for each in of_kind]
    return 100 * sum(1 for each in joined if each <= 1) / max(len(joined), 1)


def truth(folder: Path) -> Truth:
    """Take the batch in, measure it and its twins, and hold the answers against what was planted."""
    from review_desk.domain.drift.settings import Settings
    from review_desk.imaging.workers import WorkerPool
    from review_desk.operations import browse
    from review_desk.operations.drift import drift
    from review_desk.operations.measure import measure as measured
    from review_desk.operations.measure import tasks
    from review_desk.store.cache import Cache
    from tests.builders import new_desk, open_store, take_in

    planted = json.loads((folder / "planted.json").read_text("utf-8"))
    with (
        tempfile.TemporaryDirectory() as desk,
        open_store(new_desk(Path(desk) / "desk")) as store,
        WorkerPool() as pool,
    ):
        take_in(store, folder, manifest=folder / "manifest.csv")
        cache = Cache(store.folder)
        photos = browse.photos(store)
        found = drift(photos, measured(tasks(store, photos), pool=pool, cache=cache), Settings())
        cache.close()
        names = {photo.id: Path(photo.latest.file).name for photo in photos}
        twins = {
            fault["file"]: pool.submit("measure", path=folder / "twins" / Path(fault["file"]).name)
            for fault in planted["photos"]
        }
        before = {file: reply.result().values["values"] for file, reply in twins.items()}
    return _judged(planted, found, names, before)


def _judged(planted, found, names, before) -> Truth:  # noqa: ANN001
    by_name = {names[subject.photo]: subject for subject in found.subjects}
    flags = {names[photo]: {each.measure.id for each in flags} for photo, flags in found.flags.items()}
    errors: dict[str, list[float]] = {}
    asked: dict[str, list[float]] = {}
    missed, unmeasured = [], []
    for fault in planted["photos"]:
        name, kind = Path(fault["file"]).name, fault["kind"]
        twin, own = before[fault["file"]], by_name[name].values
        if _KEYS[kind] <= twin.keys() & own.keys():
            got = recovered(kind, twin, own)
            errors.setdefault(kind, []).append(error(kind, got, fault["received"], twin))
            if kind != "background":  # asked for in levels
                asked.setdefault(kind, []).append(error(kind, got, fault["amount"], twin))
        else:
            unmeasured.append(f"{name} {kind}")
        if not flags.get(name, set()) & _SEEN_BY[kind]:
            missed.append(f"{name} {kind} {fault['amount']}")
    faulty = {Path(fault["file"]).name for fault in planted["photos"]}
    grouped = {(group["by"], group["value"]) for group in planted["groups"]}
    untouched = {
        name for name, s in by_name.items() if name not in faulty and not grouped & set(s.groups.items())
    }
    false = [f"{name} {sorted(flags[name])}" for name in sorted(untouched) if name in flags]
    likely = {(c.by, c.value, c.measure.id): c for c in found.causes if c.likely}
    lost = [
        f"{g['by']} {g['value']}"
        for g in planted["groups"]
        if (g["by"], g["value"], _GROUP_SEEN_BY[g["kind"]]) not in likely
    ]
    wrong = [c.words for key, c in likely.items() if key[:2] not in grouped]
    return Truth(
        errors, asked, unmeasured, missed, len(planted["photos"]), false, len(untouched), lost,
        len(planted["groups"]), wrong,
    )  # fmt: skip


def recovered(kind: str, before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """The amount that the measures of a photo and its twin differ by, in the unit it was planted in."""
    if kind == "cast":
        return sum((after[key] - before[key]) ** 2 for key in ("product_a", "product_b")) ** 0.5
    if kind == "scale":
        return 100 * (after["frame_fill"] / before["frame_fill"] - 1)
    if kind == "shadow":
        return after["shadow_density"] / before["shadow_density"]
    (key,) = _KEYS[kind]
    return after[key] - before[key]


def error(kind: str, got: float, wanted: float, before: Mapping[str, float]) -> float:
    """How far what was recovered is from what was planted, as a share of what is allowed.

    Allowed are 10 % of the change, and never less than 0.3 ΔE or what that is to the other measures: 0.3 L*
    is 0.015 EV of a middle grey and 0.004 D of a light ground. A shadow's change is its factor less 1.
    """
    if kind == "shadow":
        return abs(got - wanted) / max(0.1 * abs(wanted - 1), 0.004 / before["shadow_density"])
    return abs(got - wanted) / max(0.1 * abs(wanted), _LEAST[kind])


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        answer = truth(Path(folder))
        sys.stdout.write(
            f"{folder}\nerrors by the pixels: {_said(answer.errors)}\n"
            f"errors by what was asked: {_said(answer.asked)}\n"
            f"within: {_within(answer.errors):.0f} % by the pixels, {_within(answer.asked):.0f} % as asked; "
            f"not measured: {answer.unmeasured}\n"
            f"missed {len(answer.missed)} of {answer.planted}: {answer.missed}\n"
            f"false {len(answer.false)} of {answer.untouched}: {answer.false}\n"
            f"causes missed: {answer.causes_missed}; others said: {answer.false_causes}\n"
        )
