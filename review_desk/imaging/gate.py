"""The gate every file passes before a parser sees it: a regular file, of an allowed format, not disguised."""

import os
import stat
from io import BufferedReader
from pathlib import Path

from review_desk.errors import BadInput
from review_desk.imaging import formats

MAX_PIXELS = 450_000_000
"""Larger photos are refused. The largest camera of today makes 151 million; scanning backs reach 400."""
MAX_SIDE = 100_000
"""Longest side in pixels; also keeps every width inside the limits of the codecs."""
MAX_BYTES = 8_000_000_000


def shown(path: Path) -> str:
    """A file's name fit for a sentence: no folder, no line breaks or control characters, not endless."""
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    name = "".join(c if c.isprintable() else "?" for c in name)
    return name if len(name) <= 120 else f"{name[:80]}…{name[-30:]}"


def refuse(path: Path, reason: str) -> BadInput:
    """The error for one file: its name, then `reason` ("is cut off after about 61 %")."""
    return BadInput(f"{shown(path)} {reason}")


def open_photo(path: Path) -> BufferedReader:
    """Open `path` for reading, at its first byte, never blocking on a pipe or a device.

    Raises BadInput where it is not a regular file with a name that can be stored, is empty or is huge.
    """
    _check_name(path)
    try:
        _check_kind(path, path.stat().st_mode)
        # O_NONBLOCK: the file may have become a pipe since the check; opening one would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise refuse(path, _why_not_opened(path, error)) from error
    file = os.fdopen(descriptor, "rb")
    try:
        _check_kind(path, os.fstat(descriptor).st_mode)
        _check_size(path, os.fstat(descriptor).st_size)
    except BadInput:
        file.close()
        raise
    return file


def admitted_format(path: Path, file: BufferedReader) -> str:
    """The format of an open file if the desk reads it and the extension says so too; BadInput otherwise.

    Leaves `file` at its first byte.
    """
    head = file.read(formats.SNIFF_LENGTH)
    file.seek(0)
    content, promised = formats.sniff(head), formats.format_of_name(path.name)
    if content is None:
        raise refuse(path, "is not a photo: its content is of no known format")
    if promised == "RAW" and content == "TIFF":
        return "RAW"
    if content not in formats.READ and content not in formats.EXTRAS and promised is None:
        raise refuse(path, f"is {formats.spoken(content)}; the desk reads JPEG, PNG, TIFF, WebP and PSD")
    if content != promised:
        extension = f"with the extension {path.suffix}" if path.suffix else "without an extension"
        raise refuse(path, f"is {formats.spoken(content)} {extension}")
    return content


def check_dimensions(path: Path, *, width: int, height: int) -> None:
    """Refuse a photo without pixels or with more than the desk can hold. Sizes in pixels."""
    if width < 1 or height < 1:
        raise refuse(path, "is damaged: its header says it has no pixels")
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        limit = f"{MAX_PIXELS // 1_000_000} megapixels and {MAX_SIDE:,} pixels a side"
        raise refuse(path, f"is too large: {width:,} × {height:,} pixels, the desk reads up to {limit}")


def _check_name(path: Path) -> None:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise refuse(path, "has a name that is not valid UTF-8: rename it and bring it in again") from error


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    what = next((name for is_kind, name in kinds if is_kind(mode)), "something else")
    raise refuse(path, f"is not a file but {what}")


def _check_size(path: Path, size: int) -> None:
    if size == 0:
        raise refuse(path, "is empty")
    if size > MAX_BYTES:
        raise refuse(path, f"is too large: {size / 1e9:.1f} GB, the desk reads up to {MAX_BYTES // 10**9} GB")


def _why_not_opened(path: Path, error: OSError) -> str:
    if path.is_symlink() and not path.exists():
        return "is a link that leads nowhere"
    if isinstance(error, FileNotFoundError):
        return "is not there"
    if isinstance(error, PermissionError):
        return "may not be read: the system denies access"
    return f"cannot be opened: {error.strerror or 'the system gives no reason'}"
