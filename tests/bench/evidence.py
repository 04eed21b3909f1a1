"""How often pixel evidence is right: on the shared product photos, labelled by eye, and the demo studio.

`evidence_truth.json` names the photos that have what a measure is for (looked at on contact sheets); “unsure”
ones are left out. The demo studio's truth is its manifest. Run as a module it tells more:
`python -m tests.bench.evidence`.
"""

import csv
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review_desk.domain.pixel_evidence import MEASURES, EvidenceMeasure
from tests.bench.line import Line
from tests.bench.machine import ROOT, NotMeasured

PRODUCTS = ROOT.parent / "shared" / "samples" / "products"
DEMO = ROOT / "assets" / "demo"
TRUTH = Path(__file__).with_name("evidence_truth.json")
_PHOTOS = {".jpg", ".jpeg", ".png", ".webp"}
_SEED = 20261121


@dataclass(frozen=True)
class Told:
    """A photo's value of one measure, and whether it has what the measure is for."""

    photo: str
    value: float
    truth: bool


@dataclass(frozen=True)
class Score:
    """`caught` of `yes`, and `false` alarms among `no`, at the value from which the measure tells.

    `area` is the chance that a photo that has it is given more than one that has not; `unseen` the balanced
    accuracy where the value is chosen on one half of the photos and judged on the other, both ways.
    """

    caught: int
    yes: int
    false: int
    no: int
    area: float
    unseen: float

    @property
    def balanced(self) -> float:
        """The mean of the shares that are right on either side."""
        return (self.caught / self.yes + 1 - self.false / self.no) / 2


def measure(work: Path, repeat: int) -> list[Line]:
    """One line a measure: the balanced accuracy, beside that on photos the value was not chosen on."""
    del work, repeat  # nothing is timed
    if not PRODUCTS.is_dir():
        raise NotMeasured(f"the shared samples are not here: {PRODUCTS}")
    told = evidence()
    return [
        Line(
            what=f"evidence: {m.title}, right (balanced), {_counts(told[m.id], m)}",
            unit="%",
            desk=100 * score(told[m.id], m.tells_from).balanced,
            peer=100 * score(told[m.id], m.tells_from).unseen,
            beside="chosen on the other half",
        )
        for m in MEASURES
    ]


def _counts(told: Sequence[Told], measure: EvidenceMeasure) -> str:
    found = score(told, measure.tells_from)
    return f"{found.caught} of {found.yes} caught, {found.false} of {found.no} false"


def evidence() -> dict[str, list[Told]]:
    """What is measured of every labelled photo, by measure."""
    truth = json.loads(TRUTH.read_text("utf-8"))
    files = sorted(file for file in PRODUCTS.rglob("*") if file.suffix.lower() in _PHOTOS)
    demo = _demo()
    values = measured([*files, *demo])
    told: dict[str, list[Told]] = {m.id: [] for m in MEASURES}
    for name, labels in truth.items():
        yes, unsure = set(labels["yes"]), set(labels["unsure"])
        for file in files:
            if file.name not in unsure:
                told[name].append(Told(file.name, values[file].get(name, 0.0), file.name in yes))
        told[name] += [
            Told(f.name, values[f].get(name, 0.0), name in has) for f, has in demo.items() if has is not None
        ]
    return told


def _demo() -> dict[Path, set[str]]:
    """The demo studio's befores, each with what its manifest says it has."""
    found: dict[Path, set[str]] = {}
    with (DEMO / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            has = {
                "polished metal": {"metal"}, "glass": {"sheer"}, "knit": {"fine_texture"}
            }.get(row["surface"], set())  # fmt: skip
            found[DEMO / row["before"]] = has
    return {file: has for file, has in found.items() if file.is_file()}


def measured(files: Sequence[Path]) -> dict[Path, Mapping[str, float]]:
    """What the workers see in each file; nothing in one that cannot be read."""
    from review_desk.errors import DeskError
    from review_desk.imaging.workers import WorkerPool

    values: dict[Path, Mapping[str, float]] = {}
    with WorkerPool() as pool:
        asked = [(file, pool.submit("evidence", path=file)) for file in files]
        for file, reply in asked:
            try:
                values[file] = reply.result().values["values"]
            except DeskError:
                values[file] = {}
    return values


def score(told: Sequence[Told], tells_from: float) -> Score:
    """How the values lie against the truth."""
    yes, no = ([t.value for t in told if t.truth is wanted] for wanted in (True, False))
    above = sum((y > n) + 0.5 * (y == n) for y in yes for n in no)
    return Score(
        sum(v >= tells_from for v in yes), len(yes), sum(v >= tells_from for v in no), len(no),
        above / (len(yes) * len(no)), _unseen(told),
    )  # fmt: skip


def _unseen(told: Sequence[Told]) -> float:
    """Two-fold, stratified, seeded."""
    rng, halves = random.Random(_SEED), ([], [])  # type: ignore[var-annotated]
    for wanted in (True, False):
        alike = [t for t in told if t.truth is wanted]
        rng.shuffle(alike)
        for number, each in enumerate(alike):
            halves[number % 2].append(each)
    return (_judged(halves[0], halves[1]) + _judged(halves[1], halves[0])) / 2


def _judged(chosen_on: Sequence[Told], judged_on: Sequence[Told]) -> float:
    best = max({t.value for t in chosen_on}, key=lambda at: (_balanced(chosen_on, at), at))
    return _balanced(judged_on, best)


def _balanced(told: Sequence[Told], at: float) -> float:
    sides = ([(t.value >= at) is t.truth for t in told if t.truth is wanted] for wanted in (True, False))
    return sum(sum(side) / max(1, len(side)) for side in sides) / 2


def main() -> None:
    """Print every measure with what it missed and what it took for something else."""
    told = evidence()
    rows: list[dict[str, Any]] = []
    for m in MEASURES:
        found = score(told[m.id], m.tells_from)
        missed = [t.photo for t in told[m.id] if t.truth and t.value < m.tells_from]
        wrong = [t for t in told[m.id] if not t.truth and t.value >= m.tells_from]
        false = [f"{t.photo} {t.value:.0f}" for t in sorted(wrong, key=lambda t: -t.value)]
        rows.append({"measure": m.id, "from": m.tells_from, **vars(found), "balanced": found.balanced,
                     "missed": missed, "false_alarms": false})  # fmt: skip
    json.dump(rows, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
