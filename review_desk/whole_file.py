"""Files that are there whole or not at all, whatever ends the program or the power in between."""

import os
import uuid
from pathlib import Path


def write_whole(place: Path, content: bytes) -> None:
    """Create or replace a file at once: written beside it, flushed to the disk, renamed.

    Its folder must be there. Raises OSError: what was there is as it was, and nothing is left beside it.
    """
    part = place.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut; Windows neither needs nor allows it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
