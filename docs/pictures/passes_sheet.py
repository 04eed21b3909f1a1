"""The guide's pictures of what trained passes make of the demo batch: `python docs/pictures/passes_sheet.py`.

Each is a row of pieces of photos with a word below; the models run as in the app.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from review_desk.imaging.checks.subject import read
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.views.marks import mask_overlay
from review_desk.passes.artefacts import find_harm
from review_desk.passes.card import read_card
from review_desk.passes.session import session
from review_desk.passes.subject_mask import subject_mask
from review_desk.passes.tools import Tools
from review_desk.passes.upscale import upscale
from review_desk.paths import asset

HERE = Path(__file__).parent
BEFORE = HERE.parents[1] / "assets" / "demo" / "before"
TILE, WORDS, GAP = 280, 26, 8
GROUND, TEXT = (38, 38, 38), (222, 222, 222)

Rgb = NDArray[np.uint8]
Shown = tuple[Rgb, str]


def tools(path: Path, model: str) -> Tools:
    return Tools(path, model=session(read_card(asset("models", model))))


def upscaled() -> Iterator[Shown]:
    """Print, metal and weave: at half the size, enlarged by bicubic and by the pass, and as they were."""
    for name, (left, top) in {
        "bt-1101-front": (380, 720),
        "rg-0418-front": (380, 180),
        "bg-3301-tan-front": (330, 700),
    }.items():
        true = decode_depth(BEFORE / f"{name}.jpg").pixels[top : top + 140, left : left + 140]
        low = np.asarray(Image.fromarray(true).resize((70, 70), Image.Resampling.BICUBIC))
        source = Source(low, "RGB", None, None, None)
        found = upscale(source, tools(BEFORE, "upscale"), factor="2").source.pixels
        bicubic = np.asarray(Image.fromarray(low).resize((140, 140), Image.Resampling.BICUBIC))
        yield from ((bicubic, "bicubic"), (found, "upscale"), (true, "the true photo"))


def harmed() -> Iterator[Shown]:
    """Planted faults of the demo batch: before, after, and where the model looks."""
    model = session(read_card(asset("models", "artefacts")))
    for name, (left, top) in {
        "bg-3301-tan-front": (470, 600),
        "rg-0424-front": (330, 160),
        "bt-1101-front": (340, 760),
    }.items():
        before, after = (BEFORE.parent / side / f"{name}.jpg" for side in ("before", "after"))
        place = slice(top, top + 220), slice(left, left + 220)
        found = find_harm(after, before, model)
        seen = read(after)[0]
        drawn = mask_overlay(seen, found.map)
        was = decode_depth(before).pixels
        for codes, words in ((was, "before"), (seen[..., 2::-1], "after"), (drawn[..., 2::-1], "artefacts")):
            yield np.ascontiguousarray(codes[place]), words


def masked() -> Iterator[Shown]:
    """Products that the model never saw, and one in its whole, each with its mask over it."""
    for name in ("rg-0418-angle", "bg-3301-olive-front", "bt-1141-angle", "mg-2204-blush-front"):
        path = BEFORE / f"{name}.jpg"
        found = subject_mask(decode_depth(path), tools(path, "subject-mask"), grow=0).pixels[..., 0]
        drawn = mask_overlay(read(path)[0], np.ascontiguousarray(found))
        yield np.ascontiguousarray(drawn[:, :, 2::-1]), name


def sheet(pieces: list[Shown], columns: int) -> Image.Image:
    rows = -(-len(pieces) // columns)
    size = GAP + columns * (TILE + GAP), GAP + rows * (TILE + WORDS + GAP)
    made = Image.new("RGB", size, GROUND)
    pen = ImageDraw.Draw(made)
    for number, (piece, words) in enumerate(pieces):
        x, y = GAP + number % columns * (TILE + GAP), GAP + number // columns * (TILE + WORDS + GAP)
        share = TILE / max(piece.shape[:2])
        large = cv2.resize(piece, None, fx=share, fy=share, interpolation=cv2.INTER_NEAREST)
        made.paste(Image.fromarray(np.asarray(large, np.uint8)), (x, y))
        pen.text((x + 2, y + TILE + 5), words, fill=TEXT, font_size=14)
    return made


SHEETS = {"upscaled": (upscaled, 3), "artefacts": (harmed, 3), "masked": (masked, 4)}


def main() -> None:
    """Make the pictures named, or all."""
    for name, (pieces, columns) in SHEETS.items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            sheet(list(pieces()), columns).save(HERE / f"{name}.jpg", quality=88, optimize=True)


if __name__ == "__main__":
    main()
