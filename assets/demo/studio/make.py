"""Make the demo batch: render what is missing, develop every photo, write files, manifest and truth.

Run from assets/demo with a Python that has bpy 4.5, numpy, opencv-python-headless and Pillow:

    python -m studio.make --cache DIR
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from . import batch, develop, output, plan
from .plan import Photo

DEMO = Path(__file__).resolve().parent.parent


def render_all(photos: list[Photo], cache: Path, seed: int) -> None:
    """Render the layers of every photo that is not in the cache yet."""
    from . import render

    for index, photo in enumerate(photos):
        render.render_photo(
            photo.kind, photo.build, photo.camera, photo.samples, seed + index, cache / photo.name
        )
        print(f"rendered {photo.name}", flush=True)


def after_name(name: str, number: int) -> str:
    """The file of an AI version relative to the demo folder; number counts from 1."""
    return f"after/{name}.jpg" if number == 1 else f"after/{name}_v{number}.jpg"


def develop_photo(photo: Photo, cache: Path, out: Path) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Write the before and every after of a photo; its manifest rows and truth records."""
    layers = develop.load_layers(cache / photo.name)
    before_file = f"before/{photo.name}.jpg"
    output.write_jpeg(develop.before(photo, layers), out / before_file)
    if not photo.versions:
        return [
            ({"before": before_file, "after": "", **photo.row}, develop.truth(photo, before_file, None, []))
        ]
    frame = develop.good_frame(layers, plan.SIZE)
    rows = []
    for number, version in enumerate(photo.versions, start=1):
        image, records = develop.after(photo, frame, version, number)
        file = after_name(photo.name, number)
        output.write_jpeg(image, out / file)
        row = {"before": before_file, "after": file, **photo.row}
        rows.append((row, develop.truth(photo, before_file, file, records)))
    return rows


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the demo batch.")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the renders (about 150 MB)")
    parser.add_argument("--out", type=Path, default=DEMO, help="demo folder to write into")
    parser.add_argument("--seed", type=int, default=plan.SEED)
    parser.add_argument(
        "--only", nargs="*", default=[], help="names (or beginnings of names) to develop; no manifest then"
    )
    parser.add_argument("--quality", type=float, default=1.0, help="factor on the render samples")
    parser.add_argument("--no-render", action="store_true", help="use the cache as it is")
    args = parser.parse_args()
    photos = [
        p
        for p in batch.photos(args.seed, args.quality)
        if not args.only or p.name.startswith(tuple(args.only))
    ]
    if not args.no_render:
        render_all(photos, args.cache, args.seed)
    results = [item for photo in photos for item in develop_photo(photo, args.cache, args.out)]
    if not args.only:
        output.write_manifest([row for row, _ in results], args.out / "manifest.csv")
        output.write_truth(args.seed, [record for _, record in results], args.out / "truth.json")


if __name__ == "__main__":
    main()
