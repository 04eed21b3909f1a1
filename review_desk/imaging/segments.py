"""The segments of a JPEG before its picture: where profiles, EXIF, manifests and paths lie. Standard library
only.

ITU-T T.81, B.1.1: a marker is 0xFF and a code; most are followed by the length of what belongs to them.
"""

from collections.abc import Iterator
from io import BufferedReader

_STANDING_ALONE = (0x01, *range(0xD0, 0xD8))
_START_OF_SCAN, _END = 0xDA, 0xD9


def segments(file: BufferedReader) -> Iterator[tuple[int, bytes]]:
    """Code and body of each segment of an open JPEG, in order, as far as it is whole; the last body has fewer
    bytes than it promised where the file is cut.
    """
    file.seek(2)
    while (code := _marker(file)) is not None and code not in (_START_OF_SCAN, _END):
        if code in _STANDING_ALONE:
            continue
        size = int.from_bytes(file.read(2), "big")
        if size < 2:
            return
        yield code, file.read(size - 2)


def _marker(file: BufferedReader) -> int | None:
    """The code of the marker that stands here, None where none does."""
    if file.read(1) != b"\xff":
        return None
    code = b"\xff"
    while code == b"\xff":  # any number of them may go before
        code = file.read(1)
    return code[0] if code else None
