"""How near “colourway” comes to the true colourway: `python -m tests.bench.colourway_truth PLATES [FOLDER]`.

PLATES holds the demo studio's renders of products in several colourways, developed alike (`studio.plates`):
the same light and camera, another material. The area is what differs between them within their masks. Each is
given the mean CIELAB of each other one as its sample. Two figures of ΔE2000: pixel by pixel, and after a blur
of 4 pixels; a knit's yarn lies otherwise in each render, which no change of colour can bring about.
"""

import sys
from itertools import permutations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.delta_e import ciede2000, srgb_to_lab
from review_desk.passes.colourway import colourway
from review_desk.passes.tools import Tools

FAMILIES = {
    "bag": ("bg-3301-black-front", "bg-3301-olive-front", "bg-3301-tan-front"),
    "knit": ("kn-4401-cream-front", "kn-4401-navy-front", "kn-4401-rust-front"),
    "mug": ("mg-2201-clay-front", "mg-2201-forest-front", "mg-2201-ink-front", "mg-2201-oat-front"),
}
_BLUR, _DIFFER = 4.0, 5.0

Codes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def lab_of(pixels: Codes) -> NDArray[np.float32]:
    """(H, W, 3) RGB as CIELAB."""
    return srgb_to_lab(np.ascontiguousarray(pixels[..., ::-1]))


def area_of(plates: Path, names: tuple[str, ...], photos: list[Codes]) -> Mask:
    """(H, W) where every two of them differ, within the first one's mask; without its rim."""
    labs = [lab_of(photo) for photo in photos]
    apart = np.min([np.linalg.norm(a - b, axis=-1) for a, b in permutations(labs, 2)], axis=0)
    mask = decode_depth(plates / f"{names[0]}_mask.png").pixels[..., 0] > 250
    found = (mask & (cv2.GaussianBlur(apart, (0, 0), 1.5) > _DIFFER)).astype(np.uint8)
    edge = np.ones((5, 5), np.uint8)
    return np.asarray(cv2.erode(cv2.morphologyEx(found, cv2.MORPH_OPEN, edge), edge) > 0, bool)


def apart(one: Codes, other: Codes, area: Mask, *, blur: float) -> float:
    """The mean ΔE2000 in the area; blurred as if nothing lay beside it."""
    labs = [lab_of(p) for p in (one, other)]
    if blur:
        weight = area.astype(np.float32)
        there = np.maximum(cv2.GaussianBlur(weight, (0, 0), blur), 1e-3)[..., None]
        labs = [cv2.GaussianBlur(lab * weight[..., None], (0, 0), blur) / there for lab in labs]
    return float(ciede2000(labs[0][area].astype(np.float32), labs[1][area].astype(np.float32)).mean())


def main(plates: Path, folder: Path | None) -> None:
    """Print the figures of each pair and family; with a folder write before, swapped and true."""
    for family, names in FAMILIES.items():
        photos = [decode_depth(plates / f"{name}.png").pixels for name in names]
        area, rows = area_of(plates, names, photos), []
        for one, other in permutations(range(len(names)), 2):
            wanted = lab_of(photos[other])[area].mean(axis=0)
            source = Source(photos[one], "RGB", None, None, None)
            light, a, b = map(float, wanted)
            found = colourway(source, Tools(plates, area), lightness=light, a=a, b=b).pixels
            rows.append([apart(found, photos[other], area, blur=blur) for blur in (0.0, _BLUR)])
            told = f"{names[one][8:-6]} to {names[other][8:-6]}"
            sys.stdout.write(f"{family} {told:15} ΔE2000 {rows[-1][0]:.2f}, blurred {rows[-1][1]:.2f}\n")
            if folder:
                sheet = np.hstack([photos[one], found, photos[other]])[::2, ::2, ::-1]
                cv2.imwrite(f"{folder}/{rows[-1][1]:.2f}-{family}-{told.replace(' ', '-')}.png", sheet)
        mean = np.mean(rows, axis=0)
        sys.stdout.write(f"{family} mean: {mean[0]:.2f}, blurred {mean[1]:.2f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
