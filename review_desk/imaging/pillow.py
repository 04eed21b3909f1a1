"""Pillow, set up once: one allowed format at a time, no bomb limit of its own, no printed warnings."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from PIL import Image

# The gate's own limit is checked on the header, before a pixel is read, and says why in the desk's words.
Image.MAX_IMAGE_PIXELS = None

DAMAGE = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow's parsers raise on a damaged file, as found on the fuzzed samples."""


@contextmanager
def opened(source: Path | BufferedReader, format_name: str) -> Iterator[Image.Image]:
    """Open a photo with the parser of one format. Nothing is decoded yet; warnings stay silent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(source, formats=[format_name]) as image:
            yield image
