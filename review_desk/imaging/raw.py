"""Camera raw, through the optional `rawpy` (LibRaw): developed with the camera's white balance to sRGB."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any

from review_desk.errors import BadInput
from review_desk.imaging import formats, gate
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, reduced


def header(path: Path, _: BufferedReader) -> Header:
    """Read the size. LibRaw turns the picture itself, so the orientation is always 1."""
    with _opened(path) as photo:
        sizes = photo.sizes
        turned = sizes.flip in (5, 6)
        width, height = (sizes.height, sizes.width) if turned else (sizes.width, sizes.height)
    return Header(format="RAW", width=width, height=height, mode="RGB", bit_depth=16, names_srgb=True)


def raster(path: Path, _: Header, *, level: int) -> Raster:
    """Develop to (H, W, 3) uint16 sRGB, halved `level` times. BadInput where the file is damaged."""
    with _opened(path) as photo:
        pixels = photo.postprocess(use_camera_wb=True, output_bps=16, no_auto_bright=True)
    return Raster(reduced(pixels, level), "RGB", level=level)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        import rawpy
    except ImportError as error:
        raise gate.refuse(path, formats.missing_extra("RAW")) from error
    try:
        with rawpy.imread(str(path)) as photo:
            yield photo
    except BadInput:
        raise
    except rawpy.LibRawError as error:
        raise gate.refuse(path, "is damaged: it cannot be read as camera raw") from error
