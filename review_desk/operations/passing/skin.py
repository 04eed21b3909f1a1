"""The skin level of a photo, measured by a worker."""

from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from review_desk.imaging.workers import Reply, WorkerPool

_LIMIT_S = 120.0


def start_measuring(pool: WorkerPool, photo: Path, *, mask: Path | None = None) -> "Future[Reply]":
    """Have the skin measured. The reply's `values` are those of `passes.skin_level`.

    The future raises BadInput for a photo or mask that cannot be read, Refused where no skin is found.
    """
    return pool.submit("skin_level", timeout_s=_LIMIT_S, path=photo, region=mask)


def level_in_words(level: Mapping[str, float]) -> str:
    """Such as “Skin: texture 0.61 %, unevenness 0.90 % of its light, on 13.7 % of the photo”."""
    return (
        f"Skin: texture {level['texture']:.2f} %, unevenness {level['unevenness']:.2f} % of its light, "
        f"on {level['share']:.1f} % of the photo"
    )
