"""The worst ten of each pass at 100 %: `python docs/pictures/worst.py PHOTOS FOLDER [PASS…]`.

PHOTOS is a folder of photos of products, with any folders in it. FOLDER gets one sheet a pass, before and
after side by side, the worst first, each with its measure, and `worst.txt` with all of them. What is measured
stands in `worst_cases.py`. Sheets of photos that are not ours stay out of this repository; with `demo` as
PHOTOS the demo studio's are taken, and those sheets are the guide's.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from worst_cases import OF_CUT_OUTS, PASSES
from worst_pieces import EDGE, Case, Cases

from review_desk.errors import DeskError
from review_desk.imaging.measures.picture import NoProductError

DEMO = Path(__file__).parents[2] / "assets" / "demo" / "before"
WORST, MOST, COLUMNS = 10, 60, 2
GAP, WORDS = 8, 20
GROUND, INK = (43, 43, 43), (232, 232, 232)
LARGEST = 4_000_000
"""Bytes of a file that is taken: tens of megapixels show no more at 100 %, and take long."""


def photos(folder: Path, *, every: bool) -> list[Path]:
    """`every` one, or at most `MOST` of them, evenly out of all folders."""
    kinds = (".jpg", ".jpeg", ".png", ".webp")
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in kinds and p.stat().st_size < LARGEST)
    return found if every else found[:: max(1, -(-len(found) // MOST))]


def found(cases: Cases, among: list[Path]) -> tuple[list[tuple[str, Case]], list[str]]:
    """All cases with their photos, the worst first, and what was refused."""
    ranked, refused = [], []
    for path in among:
        try:
            ranked += [(path.stem, each) for each in cases(path)]
        except (DeskError, NoProductError) as error:
            refused.append(f"{path.stem}: {error}")
    return sorted(ranked, key=lambda each: -each[1].bad), refused


def sheet(worst: list[tuple[str, Case]]) -> Image.Image:
    """Before and after of each, and words above them."""
    rows = -(-len(worst) // COLUMNS)
    wide, high = 2 * EDGE + 3 * GAP, EDGE + WORDS + GAP
    page = Image.new("RGB", (COLUMNS * wide, rows * high + GAP), GROUND)
    pen, face = ImageDraw.Draw(page), ImageFont.load_default(13)
    for number, (name, each) in enumerate(worst):
        left, top = number % COLUMNS * wide + GAP, number // COLUMNS * high + GAP
        pen.text((left, top - 2), f"{number + 1}  {each.words}  {name}"[:52], INK, face)
        for place, pixels in ((left, each.before), (left + EDGE + GAP, each.after)):
            page.paste(Image.fromarray(_fitting(pixels)), (place, top + WORDS - 4))
    return page


def _fitting(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Not larger than its place; nothing is enlarged or reduced."""
    return np.ascontiguousarray(pixels[:EDGE, :EDGE])


def main() -> None:
    """Make the sheets of the passes named, or of all."""
    demo, folder = sys.argv[1] == "demo", Path(sys.argv[2])
    for name in sys.argv[3:] or PASSES:
        among = photos(DEMO if demo else Path(sys.argv[1]), every=name in OF_CUT_OUTS)
        ranked, refused = found(PASSES[name], among)
        told = [f"{name}: {len(ranked)} cases, {len(refused)} refused"]
        told += [f"  {each.words}  {photo}" for photo, each in ranked]
        told += [f"  refused: {each}" for each in refused]
        with (folder / "worst.txt").open("a") as file:
            file.write("\n".join(told) + "\n")
        if ranked:
            sheet(ranked[:WORST]).save(folder / f"worst-{name}.jpg", quality=88, optimize=True)
        sys.stdout.write(told[0] + "\n")


if __name__ == "__main__":
    main()
