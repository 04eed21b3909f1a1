"""How well “remove” fills holes whose truth is known, beside Telea: `python -m tests.bench.remove_truth`.

Holes are planted in photos of shops (`../shared/samples/products`), where nothing is to be removed: what was
there is the truth. With a FOLDER the pairs are written there, the worst first, to be looked at.

Four measures. SSIM inside the hole says how near the fill is to what was there; it favours blur where a
texture is random, for the right texture in another place is as wrong as none. So it stands beside the fill's
mean slope and fine detail as shares of the truth's (1 is right), and the error at the rim in codes.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import structural_similarity

from review_desk.imaging.decode import Source, decode_depth
from review_desk.passes.remove import remove
from review_desk.passes.tools import Tools
from tests.bench.machine import ROOT

SAMPLES = ROOT.parent / "shared" / "samples" / "products"
_PER_PHOTO, _SHARE = 2, 0.03
"""Holes in a photo, and the radius of one as a share of its shorter side."""

Codes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Filled:
    """One hole filled both ways: (SSIM, slope, detail, error at the rim) of ours and of Telea's."""

    name: str
    kind: str
    ours: tuple[float, ...]
    telea: tuple[float, ...]
    parts: tuple[Codes, ...]


def photos() -> list[Path]:
    """Every fifth photo in colour, none of the camera's own tens of megapixels."""
    found = sorted(p for p in SAMPLES.rglob("*") if p.suffix in (".jpg", ".png") and "hires" not in p.parts)
    return found[::5]


def planted(source: Source, chance: np.random.Generator) -> Iterator[tuple[str, Mask]]:
    """Masks of ellipses: one on the busier half of the photo, one on the calmer."""
    height, width = source.pixels.shape[:2]
    radius = max(8, round(min(height, width) * _SHARE))
    light = cv2.cvtColor(source.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    busy = cv2.blur(np.abs(cv2.Laplacian(light, cv2.CV_32F)), (2 * radius,) * 2)
    inner = busy[4 * radius : -4 * radius, 4 * radius : -4 * radius]
    limit = float(np.quantile(inner, 0.7))
    for kind, there in (("busy", inner > limit), ("calm", (inner <= limit) & (inner > 0.2))):
        if there.any():
            rows, columns = np.nonzero(there)
            which = int(chance.integers(rows.size))
            middle = int(columns[which]) + 4 * radius, int(rows[which]) + 4 * radius
            mask = np.zeros((height, width), np.uint8)
            axes, turn = (radius, round(radius * chance.uniform(0.4, 1))), float(chance.uniform(0, 180))
            cv2.ellipse(mask, middle, axes, turn, 0, 360, 255, -1)
            yield kind, mask > 0


def measured(truth: Codes, found: Codes, hole: Mask) -> tuple[float, ...]:
    """SSIM in the hole, slope and fine detail there as shares of the truth's, error at the rim."""
    near = structural_similarity(truth, found, channel_axis=2, full=True)[1].mean(axis=2)
    grey = [cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float32) for p in (truth, found)]
    slopes = [np.hypot(cv2.Scharr(g, -1, 1, 0), cv2.Scharr(g, -1, 0, 1))[hole].mean() + 1 for g in grey]
    fine = [(g - cv2.GaussianBlur(g, (0, 0), 2))[hole].std() + 0.3 for g in grey]
    rim = hole & (cv2.erode(hole.astype(np.uint8), np.ones((3, 3))) == 0)
    jump = float(np.abs(found[rim].astype(float) - truth[rim]).mean())
    return float(near[hole].mean()), float(slopes[1] / slopes[0]), float(fine[1] / fine[0]), jump


def filled(path: Path, chance: np.random.Generator) -> Iterator[Filled]:
    """Both ways of filling the holes planted in one photo, cut out round them."""
    source = decode_depth(path)
    if source.pixels.shape[2] != 3 or source.pixels.dtype != np.uint8 or source.alpha is not None:
        return
    for kind, hole in planted(source, chance):
        spoilt = np.where(hole[..., None], np.uint8(255) - source.pixels, source.pixels)
        wiped = Source(spoilt, source.mode, None, None, None)
        ours = remove(wiped, Tools(path, hole), grow=0, seed=0).pixels
        telea = cv2.inpaint(spoilt, hole.astype(np.uint8), 5, cv2.INPAINT_TELEA)
        box = tuple(slice(max(int(n.min()) - 60, 0), int(n.max()) + 61) for n in np.nonzero(hole))
        shown = [part[box] for part in (source.pixels, spoilt, ours, telea)]
        told = [measured(shown[0], part, hole[box]) for part in shown[2:]]
        yield Filled(path.name, kind, *told, tuple(shown))


def summary(found: list[Filled], kind: str) -> str:
    """Means of both; shares of the truth by their median, and by what factor they are off on average."""
    of = [f for f in found if kind in (f.kind, "all")]
    lines = []
    for name, rows in (("ours ", [f.ours for f in of]), ("Telea", [f.telea for f in of])):
        near, slope, fine, rim = np.array(rows).T
        shares = ", ".join(
            f"{word} {np.median(share):.2f} (off by {np.exp(np.abs(np.log(share)).mean()):.2f})"
            for word, share in (("slope", slope), ("detail", fine))
        )
        lines.append(f"{kind:4} {name} n={len(of)}  SSIM {near.mean():.3f}  {shares}  rim {rim.mean():.1f}")
    wins = sum(f.ours[0] > f.telea[0] for f in of)
    return "\n".join([*lines, f"{kind:4} nearer by SSIM in {wins} of {len(of)}"])


def main(folder: Path | None) -> None:
    """Print the figures; with a folder write what is to be looked at."""
    chance = np.random.default_rng(7)
    found = [each for path in photos() for each in filled(path, chance)]
    sys.stdout.write("\n".join(summary(found, kind) for kind in ("busy", "calm", "all")) + "\n")
    for number, each in enumerate(sorted(found, key=lambda f: f.ours[0] - f.telea[0])):
        if folder:
            sheet = np.hstack(each.parts)[..., ::-1]
            cv2.imwrite(str(folder / f"{number:03}-{each.kind}-{each.name}.png"), sheet)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
