"""Photos made on the spot: every format, depth and ailment the imaging tests need."""

import functools
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image, ImageCms

EXIF_IFD, ORIENTATION, TAKEN, TAKEN_OFFSET = 0x8769, 0x0112, 0x9003, 0x9011
COLOUR_SPACE, INTEROP_IFD, INTEROP_INDEX = 0xA001, 0xA005, 0x0001


def scene(height: int = 60, width: int = 80, *, seed: int = 1) -> NDArray[np.uint8]:
    """A smooth (H, W, 3) RGB picture whose corners differ, with a little grain: no two turns look alike."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    red, green, blue = 255 * x / width, 255 * y / height, 128 + 80 * np.sin(9 * x / width + 4 * y / height)
    grain = np.random.default_rng(seed).normal(0, 4, (height, width, 3))
    return np.clip(np.dstack([red, green, blue]) + grain, 0, 255).astype(np.uint8)


def deep(pixels: NDArray[np.uint8], *, seed: int = 2) -> NDArray[np.uint16]:
    """The same picture with 16 bits that are really used."""
    low = np.random.default_rng(seed).integers(0, 257, pixels.shape)
    return (pixels.astype(np.uint32) * 256 + np.minimum(low, 255)).astype(np.uint16)


def exif(
    *,
    orientation: int = 1,
    taken: str | None = None,
    offset: str | None = None,
    colour_space: int | None = None,
    interop: str | None = None,
) -> bytes:
    block = Image.Exif()
    block[ORIENTATION] = orientation
    details = block.get_ifd(EXIF_IFD)
    if taken:
        details[TAKEN] = taken
    if offset:
        details[TAKEN_OFFSET] = offset
    if colour_space is not None:
        details[COLOUR_SPACE] = colour_space
    if interop:
        details[INTEROP_IFD] = {INTEROP_INDEX: interop}
    return block.tobytes()


def save(path: Path, pixels: NDArray[Any], mode: str | None = None, **options: Any) -> Path:
    """Write 8 bits with Pillow, in the format of the extension."""
    image = Image.fromarray(pixels)
    (image.convert(mode) if mode and mode != image.mode else image).save(path, **options)
    return path


def save_vips(path: Path, pixels: NDArray[Any], *, profile: bytes | None = None, **options: Any) -> Path:
    """Write 8 or 16 bits with libvips: the depths and layouts that Pillow cannot write."""
    pixels = np.ascontiguousarray(pixels)
    height, width, bands = pixels.shape
    wide = pixels.dtype == np.uint16
    space = {1: ("b-w", "grey16"), 2: ("b-w", "grey16"), 4: ("srgb", "rgb16")}.get(bands, ("srgb", "rgb16"))
    image = pyvips.Image.new_from_memory(pixels, width, height, bands, "ushort" if wide else "uchar")
    image = image.copy(interpretation=space[wide])
    if profile:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    path.write_bytes(image.write_to_buffer(path.suffix, **options))
    return path


def with_interop(path: Path, index: str) -> Path:
    """Give a TIFF with a dangling pointer to the interoperability directory (Pillow's) that directory."""
    content = path.read_bytes()
    entry = content.index(struct.pack("<HHI", INTEROP_IFD, 4, 1)) + 8
    directory = struct.pack("<HHHI4sI", 1, INTEROP_INDEX, 2, 4, index.encode(), 0)
    path.write_bytes(content[:entry] + struct.pack("<I", len(content)) + content[entry + 4 :] + directory)
    return path


def save_psd(
    path: Path,
    planes: NDArray[Any],
    *,
    mode: int = 3,
    packed: bool = False,
    large: bool = False,
    flattened: bool = True,
    icc: bytes | None = None,
    palette: bytes = b"",
) -> Path:
    """A PSD of nothing but its flattened picture; `planes` is (C, H, W), `mode` Photoshop's number."""
    channels, height, width = planes.shape
    depth = planes.dtype.itemsize * 8
    resources = _resource(1057, b"\0\0\0\1" + bytes([flattened]) + b"\0" * 8)
    if icc:
        resources += _resource(1039, icc)
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 2 if large else 1, channels, height, width, depth, mode)
    sections = struct.pack(">I", len(palette)) + palette + struct.pack(">I", len(resources)) + resources
    sections += b"\0" * (8 if large else 4)
    rows = planes.astype(planes.dtype.newbyteorder(">")).reshape(channels * height, width)
    path.write_bytes(header + sections + _image_data(rows, packed=packed, large=large))
    return path


def _resource(number: int, content: bytes) -> bytes:
    padded = content + b"\0" * (len(content) % 2)
    return b"8BIM" + struct.pack(">H", number) + b"\0\0" + struct.pack(">I", len(content)) + padded


def _image_data(rows: NDArray[Any], *, packed: bool, large: bool) -> bytes:
    if not packed:
        return b"\0\0" + rows.tobytes()
    lines = [_packbits(row.tobytes()) for row in rows]
    table = struct.pack(f">{len(lines)}{'I' if large else 'H'}", *(len(line) for line in lines))
    return b"\0\1" + table + b"".join(lines)


def _packbits(row: bytes) -> bytes:
    """Literal runs only: legal, if not small."""
    pieces = [row[at : at + 128] for at in range(0, len(row), 128)]
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces)


def png_claiming(path: Path, *, width: int, height: int) -> Path:
    """A small, well-formed PNG whose header claims any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def cut(path: Path, share: float) -> Path:
    """The first `share` of a file, under a name of its own."""
    content = path.read_bytes()
    shorter = path.with_stem(f"{path.stem}-{round(share * 100)}")
    shorter.write_bytes(content[: int(len(content) * share)])
    return shorter


@functools.cache
def srgb_profile() -> bytes:
    """Made once in a run: Little CMS writes the second it was made into a profile's bytes."""
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def swapped_profile() -> bytes:
    """sRGB with the tags of red and blue exchanged: a photo must be seen with its colours exchanged."""
    profile = srgb_profile()
    marks = ((b"rXYZ", b"\0tmp"), (b"bXYZ", b"rXYZ"), (b"\0tmp", b"bXYZ"))
    for old, new in marks:
        profile = profile.replace(old, new, 1)
    return profile


@functools.cache
def lab_profile() -> bytes:
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())


def jpeg_bytes(pixels: NDArray[Any], **options: Any) -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", **options)
    return buffer.getvalue()
