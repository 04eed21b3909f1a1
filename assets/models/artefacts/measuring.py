"""What `artefacts` reaches on faults that the demo studio plants, in products it was not trained on."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from scenes import HELD_SKUS, SEEN, Rgb, studio, studio_photos

FAULTS: dict[str, tuple[float, ...]] = {
    "over-smoothed": (5, 9),
    "texture-flattened": (60, 90),
    "halo": (4, 8),
    "banding": (6, 10),
    "repeated-patch": (40, 60),
    "facets-warped": (4, 7),
    "reflection-invented": (50, 90),
    "prong-lost": (14, 20),
    "print-distorted": (4, 6),
}
"""Faults with a place, and how strong: about what the demo batch has, and stronger."""

CELL = 8
"""Pixels of the cells in which a place is counted."""

Mask = NDArray[np.bool_]


class Case(NamedTuple):
    """A version with a fault, its before, and where it was harmed (h, w)."""

    fault: str
    name: str
    after: Rgb
    before: Rgb
    harmed: Mask


def cases(renders: Path) -> Iterator[Case]:
    """Every fault that a photo can have, on each photo held back; the before is tilted, dirty and grainy."""
    for number, folder in enumerate(studio_photos(renders)):
        if not folder.name.startswith(HELD_SKUS):
            continue
        develop, photo, layers = studio(folder)
        good, before = develop.good_frame(layers, develop.plan.SIZE), develop.before(photo, layers)
        yield Case("none", folder.name, good.image, before, np.zeros(good.image.shape[:2], bool))
        for name, amounts in FAULTS.items():
            if name == "facets-warped" and good.part(1).max() < 0.5:
                continue
            if name == "print-distorted" and good.part(2).max() < 0.5:
                continue
            for turn, amount in enumerate(amounts):
                random = np.random.default_rng([number, turn])
                try:
                    harmed, _ = develop.faults.FAULTS[name](good, amount, random)
                except ValueError:  # a photo without claws can lose none
                    continue
                apart = cv2.blur(np.abs(harmed.image - good.image).mean(axis=2), (5, 5)) > SEEN
                if np.count_nonzero(apart) > CELL**2:
                    yield Case(name, folder.name, harmed.image, before, np.asarray(apart))


class Scored(NamedTuple):
    """One case in cells (N,): how hot at most, and what share of it was harmed."""

    fault: str
    heat: NDArray[Any]
    share: NDArray[Any]


def scores(every: Iterator[Case], session: Any) -> list[Scored]:
    """What the pass finds, run on JPEG files as the desk has them."""
    from review_desk.imaging.encode import write_photo
    from review_desk.passes.artefacts import find_harm

    found = []
    with tempfile.TemporaryDirectory() as folder:
        after, before = Path(folder) / "after.jpg", Path(folder) / "before.jpg"
        for case in every:
            for path, pixels in ((after, case.after), (before, case.before)):
                codes = np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
                write_photo(path, codes, profile=None, quality=92)
            heat = cells(find_harm(after, before, session).map / np.float32(255), np.max)
            found.append(Scored(case.fault, heat, cells(case.harmed.astype(np.float32), np.mean)))
    return found


def auc(heat: NDArray[Any], harmed: NDArray[np.bool_]) -> float:
    """The area under the ROC curve: the chance that a harmed cell is hotter than one that is not."""
    order = np.argsort(np.concatenate((heat[harmed], heat[~harmed])), kind="stable")
    values = np.concatenate((heat[harmed], heat[~harmed]))[order]
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    tied = (ends - (counts - 1) / 2)[inverse]  # equals share the mean of their ranks
    ranks[order] = tied
    n, m = int(harmed.sum()), int((~harmed).sum())
    return float((ranks[:n].sum() - n * (n + 1) / 2) / max(1, n * m))


def cells(plane: NDArray[Any], how: Any) -> NDArray[Any]:
    height, width = (side // CELL * CELL for side in plane.shape)
    cut = plane[:height, :width].reshape(height // CELL, CELL, width // CELL, CELL)
    return np.asarray(how(how(cut, axis=3), axis=1)).ravel()


def table(found: list[Scored]) -> str:
    """The card's [quality], by fault: cells of all photos together; harmed where a quarter of a cell is."""
    lines = []
    every: list[NDArray[Any]] = []
    harmed: list[NDArray[Any]] = []
    for fault in FAULTS:
        some = [each for each in found if each.fault == fault]
        if not some:
            continue
        heat, share = (np.concatenate([each[n] for each in some]) for n in (1, 2))
        counted = (share >= 0.25) | (share == 0)  # what is hardly touched is neither
        every.append(heat[counted])
        harmed.append(share[counted] >= 0.25)
        lines += [f'[quality."{fault}"]', f"versions = {len(some)}"]
        lines += [f"auc = {auc(every[-1], harmed[-1]):.3f}", ""]
    hot, where = np.concatenate(every), np.concatenate(harmed)
    quiet = np.concatenate([each.heat for each in found if each.fault == "none"])
    head = ["[quality]", f"auc = {auc(hot, where):.3f}"]
    head += [f"harmed_cells_above_half = {np.mean(hot[where] > 0.5):.3f}"]
    head += [f"clean_cells_above_half = {np.mean(quiet > 0.5):.4f}", ""]
    return "\n".join([*head, *lines])
