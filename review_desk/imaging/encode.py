"""Writing a photo: every channel as it is, profile and EXIF kept, complete or not at all."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging import exif as exif_blocks
from review_desk.imaging import formats, gate, tiff
from review_desk.whole_file import write_whole

_OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "TIFF": (".tif", {"compression": "deflate", "predictor": "horizontal", "bigtiff": False}),
    "PNG": (".png", {"compression": 6}),
    "JPEG": (".jpg", {"subsample_mode": "off", "optimize_coding": True}),
}
_SPACES = {1: ("b-w", "grey16"), 3: ("srgb", "rgb16"), 4: ("cmyk", "cmyk")}


def write_photo(
    path: Path,
    pixels: NDArray[Any],
    *,
    profile: bytes | None,
    exif: bytes | None = None,
    alpha: NDArray[Any] | None = None,
    format: str | None = None,  # noqa: A002  the word of the field, and keyword-only
    quality: int = 95,
) -> None:
    """Write (H, W, C) uint8 or uint16 as TIFF, PNG or JPEG; C = 1 grey, 3 RGB, 4 CMYK (not in PNG).

    `profile` is embedded as it is, unless it is broken or of another colour space: then it is left out.
    `exif` is embedded with the orientation set to 1; `alpha` is (H, W) of the same type. The format follows
    from the extension unless given; `quality` is JPEG's. The file appears whole under its name or not at
    all. Raises BadInput where it cannot be written, ValueError for what the format cannot hold.
    """
    name = format or formats.format_of_name(path.name)
    if name not in _OPTIONS:
        raise ValueError(f"photos are written as TIFF, PNG or JPEG, not as {name}")
    _check(pixels, alpha, name)
    block = exif_blocks.upright(exif) if exif else b""
    content = _encoded(pixels, alpha, name, profile=profile, exif=block, quality=quality)
    _write(path, tiff.with_exif(content, block) if name == "TIFF" and block else content)


def write_between(
    path: Path, pixels: NDArray[Any], *, profile: bytes | None, alpha: NDArray[Any] | None
) -> None:
    """A TIFF, not compressed, for the next stage to measure: straight to the file, without a copy in memory.

    No EXIF, and half a file where there is no room: nobody else may look at it. Raises BadInput then.
    """
    from review_desk.imaging import vips

    try:
        image = _image(pixels, alpha, profile=profile)
        image.write_to_file(str(path), keep="all", compression="none")
    except vips.Error as error:
        raise BadInput(f"{gate.shown(path)} cannot be written: {error}") from error


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise BadInput(f"{gate.shown(path)} cannot be written: {error.strerror}") from error


def _check(pixels: NDArray[Any], alpha: NDArray[Any] | None, name: str) -> None:
    if pixels.ndim != 3 or pixels.shape[2] not in _SPACES or pixels.dtype not in (np.uint8, np.uint16):
        raise ValueError(f"no photo: {pixels.shape} {pixels.dtype}")
    if alpha is not None and (alpha.shape != pixels.shape[:2] or alpha.dtype != pixels.dtype):
        raise ValueError("alpha is not of the photo's size and type")
    if name == "JPEG" and (alpha is not None or pixels.dtype != np.uint8):
        raise ValueError("JPEG holds 8 bits and no transparency")
    if name == "PNG" and pixels.shape[2] == 4:
        raise ValueError("PNG holds no CMYK")


def _encoded(
    pixels: NDArray[Any],
    alpha: NDArray[Any] | None,
    name: str,
    *,
    profile: bytes | None,
    exif: bytes,
    quality: int,
) -> bytes:
    from review_desk.imaging import vips

    image = _image(pixels, alpha, profile=profile)
    if exif and name != "TIFF":
        image.set_type(vips.BLOB, "exif-data", b"Exif\x00\x00" + exif)
    suffix, options = _OPTIONS[name]
    if name == "JPEG":
        options = {**options, "Q": quality}
    return bytes(image.write_to_buffer(suffix, keep="all", **options))


def _image(pixels: NDArray[Any], alpha: NDArray[Any] | None, *, profile: bytes | None) -> Any:
    from review_desk.imaging import vips

    space = _SPACES[pixels.shape[2]][pixels.dtype == np.uint16]
    planes = pixels if alpha is None else np.dstack([pixels, alpha])
    image = vips.from_array(np.ascontiguousarray(planes), space).copy()
    if profile:
        image.set_type(vips.BLOB, "icc-profile-data", profile)
    return image
