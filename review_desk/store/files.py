"""The desk's own files, each in `files/` under the hash of its content."""

import hashlib
from pathlib import Path

from review_desk.store.connection import StoreTrouble
from review_desk.whole_file import write_whole


def place_of(sha256: str, ending: str) -> str:
    """Where a file of that content lies, from the desk's folder."""
    return f"files/{sha256[:2]}/{sha256[2:]}{ending}"


def keep(desk: Path, content: bytes, ending: str) -> str:
    """Write a file under its hash, whole or not at all. Returns the hash. Raises StoreTrouble."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = desk / place_of(sha256, ending)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, content)
    except OSError as error:
        raise StoreTrouble(f"A file of the desk could not be written: {error.strerror}.") from error
    return sha256


def read(desk: Path, sha256: str, ending: str) -> bytes:
    """The content of that hash. Raises StoreTrouble where it is gone or is another by now."""
    place = desk / place_of(sha256, ending)
    try:
        content = place.read_bytes()
    except OSError as error:
        raise StoreTrouble(f"{place.parent.name}/{place.name} is not in the desk's files.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreTrouble(f"{place.parent.name}/{place.name} in the desk's files was changed.")
    return content
