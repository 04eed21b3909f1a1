"""Drift found against drift planted: a batch that `studio.drifting` made of the demo studio's renders.

Run as a module it tells more: `python -m tests.bench.drift_truth FOLDER`.
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
_GROUP_SEEN_BY = {"background": "background_b", "exposure": "exposure_ev"}


@dataclass(frozen=True)
class Truth:
    """`errors` are those of recovered amounts as shares of what the limit allows: 1 is at the limit."""

    errors: Mapping[str, list[float]]
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
    errors = sorted(error for each in found.errors.values() for error in each)
    within = sum(1 for error in errors if error <= 1) / max(len(errors), 1)
    false = 100 * len(found.false) / max(found.untouched, 1)
    missed, lost = len(found.missed), len(found.causes_missed)
    return [
        Line(
            what="planted drift recovered within 10 % or 0.3 ΔE", unit="%", desk=100 * within, limit=95,
            at_least=True,
        ),
        Line(what=f"planted outliers missed, of {found.planted}", unit="photos", desk=missed, limit=0),
        Line(what=f"false flags among {found.untouched} untouched photos", unit="%", desk=false, limit=2),
        Line(what=f"planted causes missed, of {found.causes}", unit="causes", desk=lost, limit=0),
    ]  # fmt: skip


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
    missed = []
    for fault in planted["photos"]:
        name = Path(fault["file"]).name
        error = _error(fault, before[fault["file"]], by_name[name].values)
        errors.setdefault(fault["kind"], []).append(error)
        if not flags.get(name, set()) & _SEEN_BY[fault["kind"]]:
            missed.append(f"{name} {fault['kind']} {fault['amount']}")
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
        errors, missed, len(planted["photos"]), false, len(untouched), lost, len(planted["groups"]), wrong
    )


def _error(fault: Mapping, before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """How far what was recovered is from what was planted, as a share of what is allowed."""
    amount = fault["amount"]
    if fault["kind"] == "cast":
        apart = sum((after[key] - before[key]) ** 2 for key in ("product_a", "product_b")) ** 0.5
        return abs(apart - amount) / max(0.3, 0.1 * amount)
    if fault["kind"] == "background":
        apart = after["background_b"] - before["background_b"]
        return abs(apart - _warmth(amount)) / max(0.3, 0.1 * _warmth(amount))
    key, ratio = {
        "exposure": ("exposure_ev", False),
        "scale": ("frame_fill", True),
        "shadow": ("shadow_density", True),
    }[fault["kind"]]
    if not ratio:
        return abs(after[key] - before[key] - amount) / abs(0.1 * amount)
    wanted = 1 + amount / 100 if fault["kind"] == "scale" else amount
    return abs(after[key] / before[key] - wanted) / abs(0.1 * (wanted - 1))


def _warmth(levels: float) -> float:
    """b* of the white that `faults_frame` leaves at so many levels below 255."""
    import numpy as np

    from review_desk.imaging.delta_e import srgb_to_lab

    rgb = np.rint(255 - np.array([0.45, 0.85, 1.70]) * levels).astype(np.uint8)
    return float(srgb_to_lab(np.ascontiguousarray(rgb[::-1]).reshape(1, 1, 3))[0, 0, 2])


if __name__ == "__main__":
    answer = truth(Path(sys.argv[1]))
    sys.stdout.write(
        f"errors, 1 is at the limit: { {k: [round(e, 2) for e in v] for k, v in answer.errors.items()} }\n"
        f"missed {len(answer.missed)} of {answer.planted}: {answer.missed}\n"
        f"false {len(answer.false)} of {answer.untouched}: {answer.false}\n"
        f"causes missed: {answer.causes_missed}; others said: {answer.false_causes}\n"
    )
