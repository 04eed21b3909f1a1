"""Make the example pictures of all failure modes: `python -m studio.examples.make --cache DIR --out FOLDER`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .cloth import CLOTH
from .garments import GARMENTS
from .hair import HAIR
from .jewels import JEWELS
from .pair import Example, Studio, save
from .people import PEOPLE
from .photos import PHOTOS
from .prints import PRINTS
from .skin import SKIN

EXAMPLES: dict[str, Example] = {
    **PHOTOS, **JEWELS, **PRINTS, **CLOTH, **GARMENTS, **SKIN, **HAIR, **PEOPLE,
}  # fmt: skip


def main() -> None:
    """Write `ID.webp` for each mode, or for those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="folder of the demo's renders")
    parser.add_argument("--out", type=Path, required=True, help="assets/failure_modes/pictures")
    parser.add_argument("modes", nargs="*", help="only these")
    asked = parser.parse_args()
    studio = Studio(asked.cache)
    asked.out.mkdir(parents=True, exist_ok=True)
    total = 0
    for mode, example in EXAMPLES.items():
        if not asked.modes or mode in asked.modes:
            total += (size := save(example(studio), asked.out / f"{mode}.webp"))
            print(f"{mode:28} {size:6} bytes")
    print(f"{total} bytes in all")


if __name__ == "__main__":
    main()
