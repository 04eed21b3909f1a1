"""What one file is: format, size, orientation, profile, hash. Reads the header, never the pixels."""

import dataclasses
import hashlib
import os
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, Self

from review_desk.imaging import colour, gate, readers
from review_desk.imaging.header import Header


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A photo's facts. `width` and `height` are pixels after the EXIF orientation (1-8) is applied.

    `mode` is the stored channels as Pillow names them, `bit_depth` bits a channel. `profile` is the
    description of the embedded profile, or None; `profile_state` says whether it is sound ("embedded"),
    absent ("untagged") or of no use ("broken", taken as sRGB). `size` is in bytes. `taken_at` is EXIF's
    DateTimeOriginal as ISO 8601, with its offset where the camera wrote one, or None.
    """

    format: str
    width: int
    height: int
    orientation: int
    bit_depth: int
    mode: str
    profile: str | None
    profile_state: str
    sha256: str
    size: int
    taken_at: str | None

    def to_json(self) -> dict[str, Any]:
        """A JSON object with a key for each field."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The probe that `to_json` wrote. TypeError where a key is missing or unknown."""
        return cls(**values)


def probe(path: Path) -> Probe:
    """Read one file's facts. Raises BadInput with one sentence where the desk does not take the file.

    Never blocks on a pipe or device. The whole file is read once for its hash; no pixel is decoded.
    """
    with gate.open_photo(path) as file:
        header = readers.read_header(path, file)
        return _probe(header, file)


def _probe(header: Header, file: BufferedReader) -> Probe:
    width, height = header.oriented
    state = colour.state_of(header)
    file.seek(0)
    return Probe(
        format=header.format,
        width=width,
        height=height,
        orientation=header.orientation,
        bit_depth=header.bit_depth,
        mode=header.mode,
        profile=colour.name_of(header),
        profile_state="untagged" if state == "assumed" else state,
        sha256=hashlib.file_digest(file, "sha256").hexdigest(),
        size=os.fstat(file.fileno()).st_size,
        taken_at=header.taken_at,
    )
