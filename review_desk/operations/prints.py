"""Thumbnails for paper: from the cache, or made by the workers."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from review_desk.domain.photo import Version
from review_desk.errors import BadInput
from review_desk.imaging.workers import WorkerPool
from review_desk.store.cache import Cache


def prints(
    versions: Sequence[Version], edge: int, *, folder: Path, pool: WorkerPool, cache: Cache
) -> Mapping[str, bytes]:
    """By content hash a JPEG in sRGB, its longer side `edge` pixels or more where the photo has them.

    A photo that cannot be read, or whose file has changed, is left out. `folder` is the desk's. Raises
    Cancelled when the pool closes.
    """
    known = cache.thumbnails([version.sha256 for version in versions], edge)
    found = {sha256: jpeg for sha256, (size, jpeg) in known.items() if size >= edge}
    missing = {version.sha256: version for version in versions if version.sha256 not in found}
    waiting = {
        sha256: pool.submit("inspect", priority=1, path=folder / version.file, edge=edge)
        for sha256, version in missing.items()
    }
    for sha256, future in waiting.items():
        try:
            reply = future.result()
        except BadInput:  # an empty card says that there is no picture
            continue
        if reply.values["sha256"] == sha256:
            found[sha256] = reply.bytes()
            cache.keep_thumbnail(sha256, edge, found[sha256])
    return found
