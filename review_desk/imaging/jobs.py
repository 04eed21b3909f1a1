"""What a worker process does for the desk: the table of jobs on photos."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from review_desk.imaging import decode as decoding
from review_desk.imaging import probe as probing
from review_desk.imaging import thumbnail as thumbnails
from review_desk.imaging.scratch import Result, Scratch


def probe(_: Scratch, *, path: str) -> Result:
    """Values: the probe's JSON."""
    return Result(probing.probe(Path(path)).to_json())


def thumbnail(_: Scratch, *, path: str, edge: int = 320) -> Result:
    """Array: the bytes of a JPEG."""
    content = thumbnails.thumbnail(Path(path), edge=edge)
    return Result(array=np.frombuffer(content, np.uint8))


def inspect(scratch: Scratch, *, path: str, edge: int = 320) -> Result:
    """Values: the probe's JSON. Array: the thumbnail's bytes, proof that every pixel can be read."""
    facts = probe(scratch, path=path)
    return Result(facts.values, thumbnail(scratch, path=path, edge=edge).array)


def frame(scratch: Scratch, *, path: str, level: int = 0, bound: int | None = None) -> Result:
    """Array: (H, W, 4) uint8 BGRX. Values: the rest of `decode.Pixels`."""
    pixels = decoding.decode(
        Path(path), level=level, bound=bound, allocate=lambda shape: scratch.array(shape, np.uint8)
    )
    values = {
        "level": pixels.level,
        "width": pixels.width,
        "height": pixels.height,
        "profile": pixels.profile,
        "profile_state": pixels.profile_state,
    }
    return Result(values, pixels.array)


JOBS: dict[str, Callable[..., Result]] = {
    "probe": probe,
    "thumbnail": thumbnail,
    "inspect": inspect,
    "frame": frame,
}
