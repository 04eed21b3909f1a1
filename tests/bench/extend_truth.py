"""How well “background extend” guesses ground cut off: `python -m tests.bench.extend_truth [FOLDER]`.

From photos of products on a plain ground (the demo studio's befores, `../shared/samples/products`) what lies
free of the product is cut off, up to a sixth of each side, and extended again: the truth is what was cut.
Beside it two ways that need no pass: the border's pixels drawn out, and one even tone (the border's median).
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import DeskError
from review_desk.imaging.decode import decode_depth
from review_desk.imaging.delta_e import ciede2000, srgb_to_lab
from review_desk.imaging.encode import write_photo
from review_desk.imaging.measures.picture import NoProductError, picture
from review_desk.imaging.measures.separation import separate
from review_desk.passes.background_extend import Canvas, extended
from tests.bench.machine import ROOT

SAMPLES = ROOT.parent / "shared" / "samples" / "products"
_CUT = 1 / 6

Codes = NDArray[np.uint8]


@dataclass(frozen=True)
class Extended:
    """One photo: ΔE2000 of the blurred ground by each way, the step at the seam and the grain as a share."""

    name: str
    ours: float
    drawn_out: float
    even: float
    step: float
    grain: float
    parts: tuple[Codes, ...]


def photos() -> list[Path]:
    """The demo studio's befores, and photos of shops that are not on pure white."""
    shops = [p for p in SAMPLES.rglob("*") if p.suffix == ".jpg" and ({"hires"} & {*p.parts}) == set()]
    return [*sorted((ROOT / "assets" / "demo" / "before").glob("*.jpg")), *sorted(shops)[::3]]


def tried(path: Path, folder: Path) -> Extended | None:
    """Cut and extended again; None where there is nothing to cut off, or the ground is all burnt out."""
    source = decode_depth(path)
    parts = separate(picture(path))
    if source.mode != "RGB" or source.pixels.dtype != np.uint8 or parts.surface is None:
        return None
    height, width = source.pixels.shape[:2]
    box = _kept(parts.product | parts.shadow, height, width)
    top, left, bottom, right = box
    canvas = Canvas(width, height, left, top)
    cut = np.ascontiguousarray(source.pixels[top:bottom, left:right])
    new = np.ones((height, width), bool)
    new[top:bottom, left:right] = False
    if new.mean() < 0.05 or source.pixels[new].mean() > 254.5:
        return None
    write_photo(folder / "cut.png", cut, profile=source.profile)
    own = separate(picture(folder / "cut.png"))
    ours = extended(cut, own, canvas)
    drawn = cv2.copyMakeBorder(cut, top, height - bottom, left, width - right, cv2.BORDER_REPLICATE)
    rim = np.concatenate([cut[0], cut[-1], cut[:, 0], cut[:, -1]])
    even = np.where(new[..., None], np.median(rim, axis=0), source.pixels).astype(np.uint8)
    errors = [_apart(source.pixels, p, new) for p in (ours, drawn, even)]
    return Extended(
        path.name, *errors, _step(ours, box), _grain(ours, source.pixels, new), (source.pixels, ours, drawn)
    )


def _kept(product: NDArray[np.bool_], height: int, width: int) -> tuple[int, int, int, int]:
    """Top, left, bottom, right in pixels: the product with a little room, at most a sixth off each side."""
    rows, columns = np.flatnonzero(product.any(axis=1)), np.flatnonzero(product.any(axis=0))
    scale, room = width / product.shape[1], round(0.03 * max(height, width))
    top, left = int(rows[0] * scale) - room, int(columns[0] * scale) - room
    bottom, right = int(rows[-1] * scale) + room, int(columns[-1] * scale) + room
    top, left = (int(np.clip(v, 0, _CUT * m)) for v, m in ((top, height), (left, width)))
    bottom, right = (int(np.clip(v, (1 - _CUT) * m, m)) for v, m in ((bottom, height), (right, width)))
    return top, left, bottom, right


def _apart(truth: Codes, found: Codes, new: NDArray[np.bool_]) -> float:
    soft = [cv2.GaussianBlur(p[..., ::-1].copy(), (0, 0), 6)[::4, ::4] for p in (truth, found)]
    lab = [srgb_to_lab(np.ascontiguousarray(p)) for p in soft]
    return float(np.mean(ciede2000(*lab)[new[::4, ::4]]))


def _step(found: Codes, box: tuple[int, int, int, int]) -> float:
    """Codes from four pixels inside the photo's border to four outside, on average along every new seam."""
    top, left, bottom, right = box
    steps, pixels = [], found.astype(np.float32)
    for place, size, axis in (
        (top, found.shape[0], 0), (bottom, found.shape[0], 0),
        (left, found.shape[1], 1), (right, found.shape[1], 1),
    ):  # fmt: skip
        if 4 < place < size - 4:
            along = np.moveaxis(pixels, axis, 0)
            inner, outer = along[place : place + 4].mean(axis=0), along[place - 4 : place].mean(axis=0)
            part = slice(left, right) if axis == 0 else slice(top, bottom)
            steps.append(float(np.abs(cv2.blur((inner - outer)[part], (1, 31))).mean()))
    return max(steps, default=0.0)


def _grain(found: Codes, truth: Codes, new: NDArray[np.bool_]) -> float:
    inside = cv2.erode(new.astype(np.uint8), np.ones((15, 15))) > 0
    soft = [(p - cv2.GaussianBlur(p, (0, 0), 2))[inside].std() + 0.2 for p in
            (q.astype(np.float32) for q in (found, truth))]  # fmt: skip
    return float(soft[0] / soft[1])


def all_tried() -> Iterator[Extended]:
    """Every photo whose product is told from its ground."""
    with TemporaryDirectory() as folder:
        for path in photos():
            try:
                found = tried(path, Path(folder))
            except (DeskError, NoProductError):
                continue
            if found:
                yield found


def main(folder: Path | None) -> None:
    """Print the figures; with a folder write what is to be looked at, the worst first."""
    found = sorted(all_tried(), key=lambda f: -f.ours)
    for name, values in (
        ("ours", [f.ours for f in found]),
        ("border drawn out", [f.drawn_out for f in found]),
        ("one even tone", [f.even for f in found]),
    ):
        spread = f"median {np.median(values):.2f}, worst {max(values):.2f}"
        sys.stdout.write(f"{name:17} n={len(values)}  ΔE2000 mean {np.mean(values):.2f}, {spread}\n")
    steps, grain = [f.step for f in found], [f.grain for f in found]
    sys.stdout.write(f"step at the seam, codes: median {np.median(steps):.2f}, worst {max(steps):.2f}\n")
    sys.stdout.write(f"grain as a share of the truth's: median {np.median(grain):.2f}\n")
    for number, each in enumerate(found if folder else []):
        small = [cv2.resize(p, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA) for p in each.parts]
        cv2.imwrite(f"{folder}/{number:03}-{each.ours:.1f}-{each.name}.png", np.hstack(small)[..., ::-1])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
