"""libvips, set up once: specific loaders only, strict about errors, silent, no cache."""

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray

# libvips says what it thinks of a file on the log as well; the sentence for a person comes from the error.
logging.getLogger("pyvips").addHandler(logging.NullHandler())
logging.getLogger("pyvips").propagate = False
pyvips.cache_set_max(0)

Error = pyvips.Error
BLOB = pyvips.GValue.blob_type
_TYPES = {"uchar": np.uint8, "ushort": np.uint16}


class UnreadableError(Exception):
    """libvips cannot read the file; the text is the library's."""


def load(path: Path, loader: str, **options: Any) -> Any:
    """Open a file with one named loader ("tiffload"), to be read once from top to bottom.

    Returns a pyvips image. Raises UnreadableError, MemoryError.
    """
    try:
        return getattr(pyvips.Image, loader)(str(path), access="sequential", fail_on="error", **options)
    except Error as error:
        raise _translated(error) from error


def pixels(image: Any, *, level: int, alpha: bool) -> NDArray[Any]:
    """Read the whole image, halved `level` times: (H, W, C) uint8 or uint16. `alpha`: the last band is alpha.

    Halving streams: only a few rows of the full size are in memory. Raises UnreadableError, MemoryError.
    """
    if image.format not in _TYPES:
        raise UnreadableError(f"pixels of the type {image.format}")
    small = _shrunk(image, level, alpha=alpha) if level else image
    try:
        memory = small.write_to_memory()
    except Error as error:
        raise _translated(error) from error
    return np.frombuffer(memory, _TYPES[small.format]).reshape(small.height, small.width, small.bands)


def unpack(image: Any, file: Path) -> None:
    """Write the whole image's pixels to a file, row by row without a header, a few rows in memory at a time.

    Raises UnreadableError (a full disk too), MemoryError.
    """
    if image.format not in _TYPES:
        raise UnreadableError(f"pixels of the type {image.format}")
    try:
        image.rawsave(str(file))
    except Error as error:
        raise _translated(error) from error


def dtype_of(image: Any) -> "np.dtype[Any]":
    """The type of an image's numbers."""
    return np.dtype(_TYPES[image.format])


def from_array(array: NDArray[Any], interpretation: str) -> Any:
    """A pyvips image over a contiguous (H, W, C) array, without a copy: keep the array alive."""
    height, width, bands = array.shape
    kind = "uchar" if array.dtype == np.uint8 else "ushort"
    image = pyvips.Image.new_from_memory(array, width, height, bands, kind)
    return image.copy(interpretation=interpretation)


def _shrunk(image: Any, level: int, *, alpha: bool) -> Any:
    step = 1 << level
    if not alpha:
        return image.shrink(step, step, ceil=True)
    # Colours under transparent pixels must not bleed into the mean.
    largest = 255 if image.format == "uchar" else 65535
    weighted = image.premultiply(max_alpha=largest).shrink(step, step, ceil=True)
    return weighted.unpremultiply(max_alpha=largest).rint().cast(image.format)


def _translated(error: Any) -> Exception:
    text = str(error)
    return MemoryError(text) if "out of memory" in text.lower() else UnreadableError(text)
