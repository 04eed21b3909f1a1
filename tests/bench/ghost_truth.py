"""How near “ghost join” comes on drawn garments: `python -m tests.bench.ghost_truth [FOLDER]`.

The second shot is turned, shifted, reduced, bent and lit otherwise, further and further. Printed: how many
codes the neck is off on average, and how many changed pixels lie where the garment's front is. At 43
megapixels the most memory of the process that does it. With a FOLDER all is written there to be looked at.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from review_desk.errors import DeskError
from review_desk.imaging.decode import decode_depth
from review_desk.passes.ghost_join import ghost_join
from review_desk.passes.tools import Tools
from tests.passes.garments import Second, shirt, shot

CASES = {
    "as the tests have it": Second(),
    "turned by 3°": Second(degrees=3),
    "turned by -3°, shifted by a tenth": Second(degrees=-3, shift=(60, -40)),
    "turned by 6°": Second(degrees=6),
    "at 90 %": Second(scale=0.9),
    "at 85 %, turned by 3°": Second(scale=0.85, degrees=3),
    "a third of a stop darker": Second(light=(0.9, 0.9, 0.9)),
    "two thirds darker, warmer": Second(light=(0.84, 0.8, 0.74)),
    "lighter, cooler": Second(light=(1.0, 1.03, 1.06)),
    "grain of 6 codes": Second(grain=6),
    "bent by 3 pixels": Second(bend=3),
    "bent by 8 pixels": Second(bend=8),
    "all: 3°, shifted, 92 %, darker, grain": Second(3, 0.92, (35, 25), (0.88, 0.86, 0.82), 4),
}
_LARGE = 10
"""Times the drawn size, which makes 43 megapixels."""


def tried(second: Second, folder: Path) -> str:
    """One case in words."""
    front, inside = shot(folder, second)
    source = decode_depth(front)
    try:
        found = ghost_join(source, Tools(front, beside=inside), shade=0).pixels
    except DeskError as error:
        return f"refused: {error}"
    truth, body, neck = shirt(170, inner=True)
    inner = cv2.erode(neck.astype(np.uint8), np.ones((5, 5))) > 0
    off = np.abs(found.astype(float) - truth)[inner].mean()
    cv2.imwrite(str(folder / "joined.png"), found[..., ::-1])
    own = cv2.erode(body.astype(np.uint8), np.ones((9, 9))) > 0
    return (
        f"{off:.1f} codes off, {int(((found != source.pixels).any(axis=2) & own).sum())} pixels of the front"
    )


def large(folder: Path) -> None:
    """One join of large photos; prints seconds and gigabytes of this process."""
    source, began = decode_depth(folder / "front.png"), time.perf_counter()
    ghost_join(source, Tools(folder / "front.png", beside=folder / "inside.png"), shade=0.3)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sys.stdout.write(
        f"{source.pixels.size / 3e6:.0f} MP: {time.perf_counter() - began:.1f} s, {most:.2f} GB\n"
    )


def main(folder: Path | None) -> None:
    """Every case, then the large one in a process of its own."""
    with TemporaryDirectory() as scratch:
        for number, (told, second) in enumerate(CASES.items()):
            place = (folder or Path(scratch)) / f"{number:02}"
            place.mkdir(parents=True, exist_ok=True)
            sys.stdout.write(f"{told:38} {tried(second, place)}\n")
        shot(Path(scratch), CASES["turned by 3°"], times=_LARGE)
        subprocess.run([sys.executable, "-m", "tests.bench.ghost_truth", "large", scratch], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["large"]:
        large(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
