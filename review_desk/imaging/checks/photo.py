"""Everything that is measured of one version, from one decoding of it and of its before."""

from pathlib import Path
from typing import Any

from review_desk.imaging import readers
from review_desk.imaging.checks.coding import coding
from review_desk.imaging.checks.edges import edges
from review_desk.imaging.checks.file import dpi
from review_desk.imaging.checks.frame import frame
from review_desk.imaging.checks.inputs import inputs, light_of
from review_desk.imaging.checks.likeness import fingerprint
from review_desk.imaging.checks.masked import outside_mask
from review_desk.imaging.checks.pairing import Pair, pair, registration
from review_desk.imaging.checks.repeats import repeats
from review_desk.imaging.checks.subject import Found, read_before, subject
from review_desk.imaging.checks.texture import smoothing
from review_desk.imaging.checks.tones import tones


def check_photo(path: Path, *, before: Path | None = None, mask: Path | None = None) -> dict[str, Any]:
    """Measure a version: `found` by check, each {value, region, note}, its `fingerprint` and its `light`.

    A version without a before is a shot that nobody has retouched: the checks of inputs are for it, and its
    `light` is the CIELAB of its background, where that is not burnt out.

    `before` is the version it was made from and `mask` a picture of the before's size, where there are such;
    without them their checks are left out. Raises BadInput where a file cannot be read; MemoryError.
    """
    seen = subject(path)
    beside = pair(seen, read_before(before)) if before else None
    found = {
        "dpi": dpi(path, readers.header_of(path).format),
        **frame(seen),
        **tones(seen),
        **coding(seen),
        **edges(seen, beside),
        **(_against(beside, mask) if beside else inputs(seen)),
    }
    told = {name: _plain(each) for name, each in found.items()}
    light = None if beside else light_of(seen)
    return {"found": told, "fingerprint": fingerprint(seen.levels), "light": list(light) if light else None}


def _against(beside: Pair, mask: Path | None) -> dict[str, Found]:
    masked = outside_mask(beside, mask) if mask else {}
    return {**registration(beside), **smoothing(beside), **repeats(beside), **masked}


def _plain(found: Found) -> dict[str, Any]:
    value = found.value if found.value is None or isinstance(found.value, str) else float(found.value)
    return {"value": value, "region": list(found.region) if found.region else None, "note": found.note}
