"""Attaching a report of a measurement: copied into the desk under its hash, and read where it can be."""

import hashlib
from datetime import date
from pathlib import Path

from review_desk.domain.evidence import Evidence, Measured, read_colverify
from review_desk.errors import BadInput, DeskError, Refused
from review_desk.whole_file import write_whole

MAX_BYTES = 20_000_000
_MAX_TEXT = 2_000_000


def attach(
    source: Path, *, desk: Path, screen: str, profile: str, today: date, measured: Measured | None = None
) -> Evidence:
    """Copy a report to `files/` of a desk. The original is only read.

    `screen`: the screen it was measured on; `profile`: SHA-256 of its profile then, "" for none. Figures are
    read from the output of Argyll's colverify; for anything else, pass those that a person typed in. Raises
    BadInput where the file cannot be read or is too large, Refused where the disk does not take it.
    """
    report = _read(source)
    sha256 = hashlib.sha256(report).hexdigest()
    file = f"files/{sha256[:2]}/{sha256[2:]}{source.suffix.lower()[:12]}"
    _keep(report, desk / file)
    text = report[:_MAX_TEXT].decode("utf-8", "replace")
    return Evidence(
        name=source.name,
        sha256=sha256,
        file=file,
        attached=today,
        screen=screen,
        profile=profile,
        measured=measured or read_colverify(text),
    )


def _read(source: Path) -> bytes:
    try:
        with source.open("rb") as opened:
            report = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{source.name} cannot be read: {error.strerror}.") from error
    if len(report) > MAX_BYTES:
        raise BadInput(f"{source.name} is larger than {MAX_BYTES / 1e6:.0f} MB: attach a smaller report.")
    if not report:
        raise BadInput(f"{source.name} is empty.")
    return report


def _keep(report: bytes, place: Path) -> None:
    if place.exists():
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, report)
    except OSError as error:
        raise _refusal(error) from error


def _refusal(error: OSError) -> DeskError:
    return Refused(f"The report could not be kept: {error.strerror}. Nothing was attached.")
