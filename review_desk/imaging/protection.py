"""Protected pixels: read from a mask, put back after a pass, and proven to be the same codes as before."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging import gate
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.path_mask import mask_of_path
from review_desk.imaging.saved_paths import saved_paths

Mask = NDArray[np.bool_]

FEATHER = 3
"""How far outside the mask a result blends into the protected pixels, in pixels: enough to show no edge."""

_ROWS = 256
_NEARLY_GREY = 1 / 16


@dataclass(frozen=True)
class Proof:
    """What became of the protected pixels. Hashes are SHA-256 of their codes, rows from the top.

    `pixels` are protected, `changed` of them differ in any channel or in transparency, by `max_difference`
    codes at most. `differences` are sentences on what makes the two photos differ as a whole; where their
    pixels cannot be compared, `changed` is all of them and `max_difference` None.
    """

    pixels: int
    changed: int
    max_difference: int | None
    sha256_before: str
    sha256_after: str
    differences: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether each protected pixel is what it was, and means the same colour."""
        return not self.changed and not self.differences

    @property
    def in_words(self) -> str:
        """Such as “0 of 312,004 protected pixels changed”."""
        return f"{self.changed:,} of {self.pixels:,} protected pixels changed"

    def to_json(self) -> dict[str, Any]:
        """As it crosses from a worker."""
        return {**vars(self), "differences": list(self.differences)}


def protected_pixels(path: Path, like: Source, *, by: str | None = None) -> Mask:
    """(H, W) True on what the mask file `path` protects in the photo `like`, both upright.

    A file that declares a clipping path protects where pixels lie at least half inside it; `by` names another
    of its paths, "" the one that clips. Else one with transparency protects where it is at least half opaque;
    one without, where its codes are above the middle, and one in colour by the only path it has. Holes belong
    to the background. Raises BadInput for a mask of another size, a photo in colour without a path, and one
    that protects nothing.
    """
    plane = _plane(path, by)
    _require_size(path, plane, like)
    return _upper_half(path, plane)


def own_transparency(path: Path, source: Source) -> Mask:
    """(H, W) True where the photo is at least half opaque. Raises BadInput where nothing is transparent, or
    everything.
    """
    if not _shows_through(source):
        raise BadInput(f"{gate.shown(path)} has neither a mask nor transparency that says what to protect.")
    assert source.alpha is not None
    mask: Mask = source.alpha > np.iinfo(source.alpha.dtype).max // 2
    if not mask.any():
        raise BadInput(f"{gate.shown(path)} is transparent throughout: no product is to be seen in it.")
    return mask


def put_back(before: Source, result: Source, mask: Mask) -> Source:
    """`result` with the protected pixels (H, W) of `before`; outside it blends into them over FEATHER pixels.

    Inside, and in transparency, the codes are copied and never calculated.
    """
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    share = np.minimum(away / (FEATHER + 1), 1, dtype=np.float32)
    pixels = result.pixels.copy()
    for rows in strips(len(mask)):
        seam = (share[rows] > 0) & (share[rows] < 1)
        old, new = before.pixels[rows][seam], result.pixels[rows][seam]
        mixed = old + share[rows][seam][:, np.newaxis] * (new.astype(np.float32) - old)
        pixels[rows][seam] = np.rint(mixed).astype(pixels.dtype)
        pixels[rows][mask[rows]] = before.pixels[rows][mask[rows]]
    alpha = result.alpha
    if alpha is not None and before.alpha is not None:
        alpha = np.where(mask, before.alpha, alpha)
    return replace(result, pixels=pixels, alpha=alpha)


def proof(before: Source, after: Source, mask: Mask) -> Proof:
    """Compare the protected pixels (H, W) of two photos code by code."""
    differences = _differences(before, after)
    pixels = int(np.count_nonzero(mask))
    sha256 = _digest(before, mask)
    if before.pixels.shape != after.pixels.shape or before.pixels.dtype != after.pixels.dtype:
        return Proof(pixels, pixels, None, sha256, "", differences)
    changed = most = 0
    for rows in strips(len(mask)):
        one, other = (_codes(source, rows, mask).astype(np.int32) for source in (before, after))
        apart = np.abs(one - other).max(axis=1, initial=0)
        changed += int(np.count_nonzero(apart))
        most = max(most, int(apart.max(initial=0)))
    return Proof(pixels, changed, most, sha256, _digest(after, mask), differences)


def prove(before: Path, after: Path, mask: Path, *, by: str | None = None) -> Proof:
    """Read two photos and a mask for the first, and compare; `by` as for `protected_pixels`. Raises BadInput
    where one cannot be read.
    """
    source = decode_depth(before)
    return proof(source, decode_depth(after), protected_pixels(mask, source, by=by))


def _require_size(path: Path, plane: NDArray[Any], like: Source) -> None:
    found, wanted = (f"{pixels.shape[1]} × {pixels.shape[0]}" for pixels in (plane, like.pixels))
    if found != wanted:
        raise BadInput(f"The mask {gate.shown(path)} is {found} pixels and the photo {wanted}.")


def _plane(path: Path, by: str | None) -> NDArray[Any]:
    """(H, W) the codes that say what is protected."""
    paths = saved_paths(path)
    if by is not None or paths.declared:
        return mask_of_path(paths, by or paths.declared)
    source = decode_depth(path)
    if source.alpha is not None and _shows_through(source):
        return source.alpha
    grey = _grey(source)
    if grey is not None:
        return grey
    if paths.clipping:
        return mask_of_path(paths, paths.clipping)
    what = source.mode if source.mode != "RGB" else "in colour and opaque"
    raise BadInput(f"{gate.shown(path)} is {what}; a mask is grey, has transparency or a clipping path.")


def _grey(source: Source) -> NDArray[Any] | None:
    """(H, W) the codes of a photo that is grey, or as good as that; None for one in colour."""
    if source.mode not in ("L", "RGB"):
        return None
    high, low = source.pixels.max(axis=2), source.pixels.min(axis=2)
    nearly = int((high - low).max()) <= np.iinfo(high.dtype).max * _NEARLY_GREY
    return high if nearly else None


def _shows_through(source: Source) -> bool:
    full = np.iinfo(source.pixels.dtype).max
    return source.alpha is not None and int(source.alpha.min()) < full


def _upper_half(path: Path, plane: NDArray[Any]) -> Mask:
    mask: Mask = plane > np.iinfo(plane.dtype).max // 2
    if not mask.any():
        raise BadInput(f"{gate.shown(path)} protects nothing: a mask is white on what is protected.")
    return mask


def _differences(before: Source, after: Source) -> tuple[str, ...]:
    sizes = [f"{s.pixels.shape[1]} × {s.pixels.shape[0]}" for s in (before, after)]
    turned = before.pixels.shape[:2] == after.pixels.shape[1::-1]
    depths = [f"{s.pixels.dtype.itemsize * 8}" for s in (before, after)]
    found = []
    if sizes[0] != sizes[1]:
        found.append(
            f"It {'was turned' if turned else 'has another size'}: {sizes[1]} instead of {sizes[0]}."
        )
    if before.mode != after.mode:
        found.append(f"It is {after.mode} instead of {before.mode}.")
    if depths[0] != depths[1]:
        found.append(f"It has {depths[1]} bits instead of {depths[0]}.")
    if before.profile != after.profile:
        found.append("Its colour profile is another one: the same codes are other colours.")
    return tuple(found)


def strips(height: int) -> Iterator[slice]:
    """Rows to be worked on together, so that no copy of a whole photo is made."""
    return (slice(top, top + _ROWS) for top in range(0, height, _ROWS))


def _codes(source: Source, rows: slice, mask: Mask) -> NDArray[Any]:
    """(N, C + 1) the protected codes of some rows with their transparency; opaque where there is none."""
    inside = mask[rows]
    pixels = source.pixels[rows][inside]
    opaque = np.full(len(pixels), np.iinfo(pixels.dtype).max, pixels.dtype)
    alpha = opaque if source.alpha is None else source.alpha[rows][inside]
    return np.column_stack((pixels, alpha))


def _digest(source: Source, mask: Mask) -> str:
    digest = hashlib.sha256()
    for rows in strips(len(mask)):
        codes = _codes(source, rows, mask)
        digest.update(codes.astype(codes.dtype.newbyteorder("<"), copy=False).tobytes())
    return digest.hexdigest()
