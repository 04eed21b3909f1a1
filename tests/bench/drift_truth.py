"""Drift found against drift planted: a batch that `studio.drifting` made of the demo studio's renders.

Run as a module it tells more: `python -m tests.bench.drift_truth FOLDER…`.
"""

import json
import math
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.line import Line
from tests.bench.machine import NotMeasured

FOLDER = "drift batch"
_SEEN_BY = {
    "cast": {"product", "exposure_l", "exposure_ev"},
    "exposure": {"exposure_l", "exposure_ev"},
    "scale": {"frame_fill"},
    "shadow": {"shadow_density"},
    "background": {"background_l", "background_a", "background_b"},
}
_KEYS = {
    "cast": ("product_l", "product_a", "product_b"),
    "exposure": ("exposure_ev",),
    "scale": ("frame_fill",),
    "shadow": ("shadow_density",),
    "background": ("background_l", "background_a", "background_b"),
}
_LEAST = {"cast": 0.3, "exposure": 0.015, "scale": 0.3, "background": 0.3}
_BEYOND = 2.0
"""So many limits away an outlier must be found."""


@dataclass(frozen=True)
class Truth:
    """What was found of a batch.

    `errors` are those of recovered amounts against what the pixels received, as shares of what is allowed: 1
    is at the limit. `unmeasured` are photos with a fault whose product, or shadow, could not be told apart,
    and that say so. `missed` are not found though they are beyond twice a limit, `nearer` those that are not.
    `named` is what was said of the groups at fault.
    """

    errors: Mapping[str, list[float]]
    unmeasured: list[str]
    missed: list[str]
    nearer: list[str]
    planted: int
    false: list[str]
    untouched: int
    causes_missed: list[str]
    causes: int
    false_causes: list[str]
    named: list[str]


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
        Line(what="planted drift refused in words", unit="photos", desk=len(found.unmeasured)),
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
    missed, nearer, unmeasured = [], [], []
    for fault in planted["photos"]:
        name, kind = Path(fault["file"]).name, fault["kind"]
        twin, own = before[fault["file"]], by_name[name].values
        said = f"{name} {kind} {fault['amount']:.2f}"
        if set(_KEYS[kind]) <= twin.keys() & own.keys():
            errors.setdefault(kind, []).append(
                error(kind, recovered(kind, twin, own), fault["received"], twin)
            )
        else:
            unmeasured.append(said)
        if not flags.get(name, set()) & _SEEN_BY[kind]:
            (missed if limits_away(fault, twin) >= _BEYOND else nearer).append(said)
    faulty = {Path(fault["file"]).name for fault in planted["photos"]}
    grouped = {(group["by"], group["value"]) for group in planted["groups"]}
    untouched = {
        name for name, s in by_name.items() if name not in faulty and not grouped & set(s.groups.items())
    }
    false = [f"{name} {sorted(flags[name])}" for name in sorted(untouched) if name in flags]
    likely = [cause for cause in found.causes if cause.likely]
    lost = [f"{g['by']} {g['value']} {g['kind']}" for g in planted["groups"] if not _named(g, likely)]
    wrong = [cause.words for cause in likely if (cause.by, cause.value) not in grouped]
    named = [cause.words for group in planted["groups"] for cause in _named(group, likely)]
    return Truth(
        errors, unmeasured, missed, nearer, len(planted["photos"]), false, len(untouched), lost,
        len(planted["groups"]), wrong, named,
    )  # fmt: skip


def _named(group, likely) -> list:  # noqa: ANN001
    """The causes that say what is wrong with a group."""
    wanted = {*_KEYS[group["kind"]], *_SEEN_BY[group["kind"]]}
    return [c for c in likely if (c.by, c.value) == (group["by"], group["value"]) and c.measure.id in wanted]


def recovered(kind: str, before: Mapping[str, float], after: Mapping[str, float]) -> float | list[float]:
    """The amount that the measures of a photo and its twin differ by, as `received` is told."""
    if kind == "scale":
        return 100 * (after["frame_fill"] / before["frame_fill"] - 1)
    if kind == "shadow":
        return after["shadow_density"] / before["shadow_density"]
    differences = [after[key] - before[key] for key in _KEYS[kind]]
    return differences if len(differences) > 1 else differences[0]


def error(kind: str, got, wanted, before: Mapping[str, float]) -> float:  # noqa: ANN001
    """How far what was recovered is from what the pixels received, as a share of what is allowed.

    Allowed are 10 % of the change, and never less than 0.3 ΔE or what that is to the other measures: 0.3 L*
    is 0.015 EV of a middle grey and 0.004 D of a light ground. A shadow's change is its factor less 1.
    """
    if kind == "shadow":
        return abs(got - wanted) / max(0.1 * abs(wanted - 1), 0.004 / before["shadow_density"])
    if isinstance(wanted, list):
        nothing = [0.0] * len(wanted)
        return math.dist(got, wanted) / max(0.1 * math.dist(wanted, nothing), _LEAST[kind])
    return abs(got - wanted) / max(0.1 * abs(wanted), _LEAST[kind])


def limits_away(fault: Mapping[str, Any], twin: Mapping[str, float]) -> float:
    """How many of the desk's limits a fault is, as the pixels received it."""
    from review_desk.domain.drift.measure import BY_ID

    kind, got = fault["kind"], fault["received"]
    if kind == "background":
        return max(abs(x) / BY_ID[key].visible for key, x in zip(_KEYS[kind], got, strict=True))
    if kind == "cast":
        return _apart(*fault["colours"]) / BY_ID["product"].visible
    if kind == "shadow":
        return (got - 1) * twin.get("shadow_density", 0.0) / BY_ID["shadow_density"].visible
    return abs(got) / BY_ID[_KEYS[kind][0]].visible


def _apart(one: list[float], other: list[float]) -> float:
    import numpy as np

    from review_desk.imaging.delta_e import ciede2000

    return float(ciede2000(np.array([one], np.float64), np.array([other], np.float64))[0])


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        answer = truth(Path(folder))
        sys.stdout.write(
            f"{folder}\nerrors: {_said(answer.errors)}\nwithin: {_within(answer.errors):.0f} %\n"
            f"not measured: {answer.unmeasured}\n"
            f"missed {len(answer.missed)} of {answer.planted}: {answer.missed}; nearer: {answer.nearer}\n"
            f"false {len(answer.false)} of {answer.untouched}: {answer.false}\n"
            f"causes missed: {answer.causes_missed}; others said: {answer.false_causes}\n"
            f"said: {answer.named}\n"
        )
