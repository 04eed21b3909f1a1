"""Renders as the camera saw them without a fault, and their masks, as PNG: truth for colours.

Run from assets/demo with the Python that renders: `python -m studio.plates CACHE OUT [NAME…]`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from . import colour
from .develop import cv2, read_exr


def main(cache: Path, out: Path, names: list[str]) -> None:
    """Write NAME.png and NAME_mask.png for the renders of those names, or all."""
    for folder in sorted(cache.iterdir()):
        if names and folder.name not in names:
            continue
        coded = colour.encode(colour.tone(read_exr(folder / "clean.exr")))
        cv2.imwrite(str(out / f"{folder.name}.png"), np.rint(coded * 255).astype(np.uint8)[..., ::-1])
        mask = np.clip(read_exr(folder / "mask.exr"), 0, 1)[..., 0]
        cv2.imwrite(str(out / f"{folder.name}_mask.png"), np.rint(mask * 255).astype(np.uint8))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
