"""What one file is: format, size, orientation, profile, hash. Reads the header, never the pixels."""

import dataclasses
import hashlib
import os
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, Self

from review_desk.imaging import gate, readers
from review_desk.imaging.header import Header
from review_desk.imaging.provenance import provenance
from review_desk.imaging.source_profile import source_profile
from review_desk.imaging.xmp import embedded


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A photo's facts. `width` and `height` are pixels after the EXIF orientation (1-8) is applied.

    `mode` is the stored channels as Pillow names them, `bit_depth` bits a channel. `profile` is what the
    photo's profile calls itself, or None; `profile_state` is a `badge.ProfileState`; `profile_reason` says in
    one clause why a profile is broken or assumed. `size` is in bytes. `taken_at` is EXIF's DateTimeOriginal
    as ISO 8601, with its offset where the camera wrote one, or None. `provenance` is what a generator wrote
    of how it made the photo; `xmp` the rating, label and keywords that are embedded in it.
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
    profile_reason: str | None = None
    provenance: dict[str, Any] | None = None
    xmp: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON object with a key for each field; the last three only where there is anything."""
        fields = dataclasses.asdict(self)
        for name in ("profile_reason", "provenance", "xmp"):
            if fields[name] is None:
                del fields[name]
        return fields

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
    colours = source_profile(header)
    made = provenance(header, file)
    size = os.fstat(file.fileno()).st_size
    said = embedded(file, size)
    file.seek(0)
    return Probe(
        format=header.format,
        width=width,
        height=height,
        orientation=header.orientation,
        bit_depth=header.bit_depth,
        mode=header.mode,
        profile=colours.name,
        profile_state=colours.state,
        profile_reason=colours.reason,
        sha256=hashlib.file_digest(file, "sha256").hexdigest(),
        size=size,
        taken_at=header.taken_at,
        provenance=made,
        xmp=said,
    )
