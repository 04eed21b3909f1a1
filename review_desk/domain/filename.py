"""How file names are compared and ordered, whatever system they came from. Paths are relative and POSIX."""

import re
import unicodedata

_NaturalKey = tuple[tuple[tuple[int, int, str], ...], str]


def fold(text: str) -> str:
    """The form two names are compared in: Unicode NFC (a Mac may send NFD), without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def natural_key(text: str) -> _NaturalKey:
    """Sorts ``v2`` before ``v10``, without case; the text itself settles ties, so the order is total."""
    return tuple(_chunk_key(chunk) for chunk in re.findall(r"[0-9]+|[^0-9]+", fold(text))), text


def path_key(file: str) -> tuple[_NaturalKey, _NaturalKey, str]:
    """Natural order by folder, then by name without extension: ``x.jpg`` stands before ``x-2.jpg``."""
    return natural_key(folder(file)), natural_key(stem(file)), file


def _chunk_key(chunk: str) -> tuple[int, int, str]:
    if chunk[0] not in "0123456789":
        return 1, 0, chunk
    digits = chunk.lstrip("0")  # by length, then text: int() refuses more than 4,300 digits
    return 0, len(digits), digits


def folder(file: str) -> str:
    """``a/b/x.jpg`` lies in ``a/b``; a file at the top lies in the empty text."""
    return file.rpartition("/")[0]


def stem(file: str) -> str:
    """The last part without its extension: ``x.after`` of ``a/x.after.jpg``."""
    name = file.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def extension(file: str) -> str:
    """``jpg`` of ``a/X.JPG``; empty where there is none."""
    name = file.rpartition("/")[2]
    return fold(name.rpartition(".")[2]) if name.rpartition(".")[0] else ""
