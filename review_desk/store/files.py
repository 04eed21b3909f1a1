"""The desk's own files, each in `files/` under the hash of its content."""

import contextlib
import hashlib
import os
import uuid
from pathlib import Path

from review_desk.store.connection import StoreTrouble


def place_of(sha256: str, ending: str) -> str:
    """Where a file of that content lies, from the desk's folder."""
    return f"files/{sha256[:2]}/{sha256[2:]}{ending}"


def keep(desk: Path, content: bytes, ending: str) -> str:
    """Write a file under its hash, whole or not at all. Returns the hash. Raises StoreTrouble."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = desk / place_of(sha256, ending)
    part = place.with_name(f".{uuid.uuid4().hex}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
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


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
