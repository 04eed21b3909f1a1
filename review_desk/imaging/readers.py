"""The table of formats: which reader reads which, and the one way from a path to a header."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from review_desk.imaging import gate, heic, jpeg, png, psd, raw, tiff, webp
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster


@dataclass(frozen=True)
class Reader:
    """`header(path, file)` reads no pixels; `raster(path, header, level=n)` reads them all."""

    header: Callable[[Path, BufferedReader], Header]
    raster: Callable[..., Raster]


READERS: dict[str, Reader] = {
    "JPEG": Reader(jpeg.header, jpeg.raster),
    "PNG": Reader(png.header, png.raster),
    "TIFF": Reader(tiff.header, tiff.raster),
    "WEBP": Reader(webp.header, webp.raster),
    "PSD": Reader(psd.header, psd.raster),
    "RAW": Reader(raw.header, raw.raster),
    "HEIC": Reader(heic.header, heic.raster),
}


def read_header(path: Path, file: BufferedReader) -> Header:
    """The header of a file that `gate.open_photo` opened. BadInput where the desk does not take the file."""
    reader = READERS[gate.admitted_format(path, file)]
    header = reader.header(path, file)
    gate.check_dimensions(path, width=header.width, height=header.height)
    return header


def header_of(path: Path) -> Header:
    """The header of the photo at `path`. Raises BadInput."""
    with gate.open_photo(path) as file:
        return read_header(path, file)


def raster_of(path: Path, header: Header, *, level: int) -> Raster:
    """All pixels of a photo whose header was read. Raises BadInput, MemoryError."""
    return READERS[header.format].raster(path, header, level=level)
