"""What “skin finish” does at each setting to photos of people: `python -m tests.bench.skin_truth [FOLDER]`.

All photos of `../shared/samples/products` where at least two hundredths have the colour of skin. Printed: the
mean of texture and unevenness that is left at each setting as per cent of the untouched, and which photos are
not strictly monotone. With a FOLDER: skin found, before, 3 and 1 side by side, the largest change first.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import DeskError
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.measures.picture import NoProductError
from review_desk.passes.skin import skin_of
from review_desk.passes.skin_finish import skin_finish
from review_desk.passes.skin_level import skin_level
from review_desk.passes.tools import Tools
from tests.bench.machine import ROOT

SAMPLES = ROOT.parent / "shared" / "samples" / "products"
SETTINGS = (1, 2, 3, 4, 5)
_LEAST = 0.02


@dataclass(frozen=True)
class Finished:
    """One photo: texture and unevenness by setting, and what is to be looked at."""

    name: str
    texture: tuple[float, ...]
    unevenness: tuple[float, ...]
    sheet: NDArray[np.uint8]

    @property
    def monotone(self) -> bool:
        """Whether each setting leaves less of both than the next."""
        return all(one < other for band in (self.texture, self.unevenness) for one, other in pairwise(band))


def photos() -> Iterator[tuple[Path, Source, Tools]]:
    """Photos with enough skin, the mask found once."""
    for path in sorted(SAMPLES.rglob("*")):
        if path.suffix not in (".jpg", ".webp") or "hires" in path.parts or "clothing" in str(path):
            continue
        try:
            source = decode_depth(path)
            skin = skin_of(source, Tools(path))
        except (DeskError, NoProductError):
            continue
        if source.mode == "RGB" and skin.mean() >= _LEAST:
            yield path, source, Tools(path, skin)


def finished(path: Path, source: Source, tools: Tools) -> Finished:
    """Every setting on one photo."""
    made = [skin_finish(source, tools, finish=setting) for setting in SETTINGS]
    levels = [skin_level(each, tools) for each in made]
    rows, columns = np.nonzero(tools.marked)
    middle = int(np.median(rows)), int(np.median(columns))
    seen = np.where(tools.marked[..., None], source.pixels, source.pixels // 3)
    corner = [max(0, m - 260) for m in middle]
    box = np.s_[corner[0] : corner[0] + 520, corner[1] : corner[1] + 400]
    sheet = np.hstack([p[box] for p in (seen, source.pixels, made[2].pixels, made[0].pixels)])
    by = {band: tuple(level[band] for level in levels) for band in ("texture", "unevenness")}
    return Finished(path.name, by["texture"], by["unevenness"], sheet)


def main(folder: Path | None) -> None:
    """Print the figures; with a folder write the sheets."""
    found = [finished(*each) for each in photos()]
    for band in ("texture", "unevenness"):
        left = np.array([getattr(f, band) for f in found])
        share = 100 * (left / left[:, -1:]).mean(axis=0)
        told = "  ".join(f"{setting}: {value:.0f} %" for setting, value in zip(SETTINGS, share, strict=True))
        sys.stdout.write(f"{band:11} left at {told}\n")
    sys.stdout.write(f"{len(found)} photos; {sum(f.monotone for f in found)} strictly monotone; not:\n")
    for odd in (f for f in found if not f.monotone):
        sys.stdout.write(f"  {odd.name}: texture {odd.texture}, unevenness {odd.unevenness}\n")
    found.sort(key=lambda f: f.texture[0] / f.texture[-1])
    for number, each in enumerate(found if folder else []):
        cv2.imwrite(f"{folder}/{number:03}-{each.name}.png", each.sheet[..., ::-1])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
