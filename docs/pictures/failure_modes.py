"""Makes the example pictures of failure modes from the demo studio: `python docs/pictures/failure_modes.py`.

Each is cut out of the demo's afters where its truth says that the fault was planted most strongly: the same
picture each time. What cannot be seen at that size without its sound twin beside it has no picture: a cast,
an exposure, an off white, steps of four codes, a tilt of less than a degree, a crop 46 pixels off, a rim of
three, metal that was smooth before.
"""

import json
from pathlib import Path

from PIL import Image

from review_desk.errors import BadInput
from review_desk.operations.taxonomy import failure_modes
from review_desk.paths import asset

SIZE = (264, 198)
_AIR = 1.5
"""How much larger than the fault the cut is: so that one sees what it is on."""

_LEAST = 120
"""Pixels of the photo that a cut is wide at least."""

_NEEDS_A_TWIN = {
    "colour-cast", "exposure-shift", "background-off-white", "tilt-left", "banding", "crop-off", "halo",
    "over-smoothed",
}  # fmt: skip


def main() -> None:
    """Write `assets/failure_modes/pictures/ID.jpg` for each fault of the demo that a desk has a word for."""
    demo, folder = asset("demo"), asset("failure_modes", "pictures")
    folder.mkdir(exist_ok=True)
    worst: dict[str, tuple[float, list[int], str]] = {}
    for photo in json.loads((demo / "truth.json").read_text("utf-8"))["photos"]:
        for fault in photo["faults"]:
            if fault["id"] in _NEEDS_A_TWIN:
                continue
            told = (fault["amount"], fault["bbox"], photo["after"])
            worst[fault["id"]] = max(worst.get(fault["id"], told), told, key=lambda found: found[0])
    for fault, (_, box, after) in sorted(worst.items()):
        cut(demo / after, box).save(folder / f"{mode_of(fault)}.jpg", quality=82, optimize=True)


def mode_of(fault: str) -> str:
    """The id of the failure mode that the studio's fault is."""
    try:
        return failure_modes().mode(fault).id
    except BadInput:
        return {"reflection-invented": "reflection-without-source"}[fault]


def cut(path: Path, box: list[int]) -> Image.Image:
    """The fault (x, y, width, height) with some air around it, in the proportion of `SIZE`."""
    with Image.open(path) as opened:
        photo = opened.convert("RGB")
    x, y, width, height = box
    wide = max(_LEAST, _AIR * width, _AIR * height * SIZE[0] / SIZE[1])
    wide = min(wide, photo.width, photo.height * SIZE[0] / SIZE[1])
    high = wide * SIZE[1] / SIZE[0]
    left = min(max(0.0, x + width / 2 - wide / 2), photo.width - wide)
    top = min(max(0.0, y + height / 2 - high / 2), photo.height - high)
    area = (left, top, left + wide, top + high)
    return photo.resize(SIZE, Image.Resampling.LANCZOS, box=area)


if __name__ == "__main__":
    main()
