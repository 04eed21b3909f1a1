"""What the checks say of photos whose truth is known, and of real ones: `python -m tests.bench.checks_truth`.

The demo studio's versions against the faults that were planted in them; real versions beside their befores
(`../shared/samples/pairs`); photos of shops without any (`../shared/samples/products`), whose truth nobody
knows. By the desk's own limits.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from review_desk.domain.check.table import BY_ID
from review_desk.errors import BadInput
from review_desk.imaging.checks.photo import check_photo
from tests.bench.machine import ROOT

SAMPLES = ROOT.parent / "shared" / "samples"
DEMO = ROOT / "assets" / "demo"
_MEANT_FOR = {
    "background-off-white": {"background-white"},
    "halo": {"halo"},
    "over-smoothed": {"over-smoothed"},
    "texture-flattened": {"over-smoothed"},
    "repeated-patch": {"repeated-texture"},
    "banding": {"banding"},
    "crop-off": {"centring", "margins", "moved"},
    "tilt-left": {"tilt"},
}
"""Planted faults that a check is made for, with the checks that may find them."""

_JUDGED = (
    *("background-white", "clipping", "sharpness", "halo", "banding", "blockiness", "tilt", "same-photo"),
    *("moved", "changed", "over-smoothed", "repeated-texture", "outside-mask"),
)


@dataclass(frozen=True)
class Told:
    """What the checks said of one photo: those it was measured by, and those that flagged or failed it.

    `bow` is what its straight edges say of the lens, per cent; None where it has too few.
    """

    name: str
    measured: frozenset[str]
    flagged: dict[str, float]
    bow: float | None = None


def told(name: str, path: Path, *, before: Path | None = None, mask: Path | None = None) -> Told:
    """Check one photo. Raises BadInput where it cannot be read."""
    checked = check_photo(path, before=before, mask=mask)
    found, bow = checked["found"], checked.get("bow")
    values = {check: each["value"] for check, each in found.items() if each["value"] is not None}
    bad = {check: value for check, value in values.items() if BY_ID[check].tolerance.outcome(value) != "pass"}
    return Told(name, frozenset(values), bad, bow[0] if bow else None)


def demo() -> Iterator[tuple[Told, list[str]]]:
    """Each retouched version of the demo batch, with the faults planted in it."""
    for photo in json.loads((DEMO / "truth.json").read_text("utf-8"))["photos"]:
        if photo["after"]:
            after, before = DEMO / photo["after"], DEMO / photo["before"]
            yield told(after.name, after, before=before), [fault["id"] for fault in photo["faults"]]


def pairs() -> Iterator[Told]:
    """Each real version beside its before."""
    for folder in sorted(each for each in (SAMPLES / "pairs").iterdir() if each.is_dir()):
        [before] = folder.glob("before.*")
        mask = next(folder.glob("mask.*"), None)
        for after in sorted(folder.glob("after__*")):
            yield told(f"{folder.name}/{after.name}", after, before=before, mask=mask)


def products() -> Iterator[Told]:
    """Each photo of the shops that can be read."""
    for path in sorted((SAMPLES / "products").rglob("*")):
        if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}:
            try:
                yield told(path.name, path)
            except BadInput as error:
                _say(f"not read: {error}")


def main() -> None:
    """Print what was found."""
    versions = list(demo())
    meant = [(said, fault) for said, faults in versions for fault in faults if fault in _MEANT_FOR]
    missed = [f"{fault} on {said.name}" for said, fault in meant if not _MEANT_FOR[fault] & set(said.flagged)]
    false = [f"{check} {value:g} on {said.name}" for said, faults in versions for check, value in
             said.flagged.items() if check in _JUDGED and not _planted(check, faults)]  # fmt: skip
    _say(f"demo: {len(meant) - len(missed)} of {len(meant)} planted faults found; missed: {missed}")
    _say(f"demo: flags where nothing of the kind was planted: {false}")
    for name, found in (("pairs", list(pairs())), ("products", list(products()))):
        _say(f"{name}: {len(found)} photos")
        _by_check(found)
        bows = sorted(each.bow for each in found if each.bow is not None)
        _say(f"  straight edges that tell of the lens: {len(bows)} {[f'{bow:+.2f} %' for bow in bows]}")


def _planted(check: str, faults: Iterable[str]) -> bool:
    return any(check in _MEANT_FOR.get(fault, ()) for fault in faults)


def _by_check(found: Iterable[Told]) -> None:
    photos = list(found)
    for check in sorted({name for each in photos for name in each.measured} & {*_JUDGED, *BY_ID}):
        measured = [each for each in photos if check in each.measured]
        flagged = [each for each in measured if check in each.flagged]
        if flagged:
            names = ", ".join(f"{each.name} {each.flagged[check]}" for each in flagged[:40])
            _say(
                f"  {check}: {len(flagged)} of {len(measured)} ({len(flagged) / len(measured):.0%}): {names}"
            )


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    main()
