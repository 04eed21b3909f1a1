"""Everything that is measured of one version, from one decoding of it and of its before."""

from pathlib import Path
from typing import Any

from review_desk.imaging import readers
from review_desk.imaging.checks.coding import coding
from review_desk.imaging.checks.dust import dust
from review_desk.imaging.checks.edges import edges
from review_desk.imaging.checks.file import dpi
from review_desk.imaging.checks.frame import frame
from review_desk.imaging.checks.inputs import inputs, light_of
from review_desk.imaging.checks.lens import bow_of
from review_desk.imaging.checks.likeness import fingerprint
from review_desk.imaging.checks.masked import outside_mask
from review_desk.imaging.checks.pairing import Pair, pair, registration
from review_desk.imaging.checks.repeats import repeats
from review_desk.imaging.checks.subject import Found, Subject, read_before, subject
from review_desk.imaging.checks.texture import smoothing
from review_desk.imaging.checks.tones import tones


def check_photo(path: Path, *, before: Path | None = None, mask: Path | None = None) -> dict[str, Any]:
    """Measure a version: `found` by check, each {value, region, note}, and its `fingerprint`.

    A version without a before is a shot that nobody has retouched: the checks of inputs are for it. Its
    `light` is the CIELAB of its background, where that is not burnt out, its `spots` are the specks there (no
    list where none could be seen), its `bow` is what its straight edges say of the lens.

    `before` is the version it was made from and `mask` a picture of the before's size, where there are such;
    without them their checks are left out. Raises BadInput where a file cannot be read; MemoryError.
    """
    seen = subject(path)
    beside = pair(seen, read_before(before)) if before else None
    own, of_set = (_against(beside, mask), {}) if beside else _as_shot(seen)
    found = {
        "dpi": dpi(path, readers.header_of(path).format),
        **frame(seen),
        **tones(seen),
        **coding(seen),
        **edges(seen, beside),
        **own,
    }
    told = {name: _plain(each) for name, each in found.items()}
    return {"found": told, "fingerprint": fingerprint(seen.levels), **of_set}


def _as_shot(seen: Subject) -> tuple[dict[str, Found], dict[str, Any]]:
    """The checks of a shot, and what is judged among the other shots of the set."""
    specks, spots = dust(seen)
    light, bow = light_of(seen), bow_of(seen)
    of_set = {
        "light": list(light) if light else None,
        "spots": spots,
        "bow": [bow.percent, list(bow.region)] if bow else None,
    }
    return {**inputs(seen), "dust": specks}, of_set


def _against(beside: Pair, mask: Path | None) -> dict[str, Found]:
    masked = outside_mask(beside, mask) if mask else {}
    return {**registration(beside), **smoothing(beside), **repeats(beside), **masked}


def _plain(found: Found) -> dict[str, Any]:
    value = found.value if found.value is None or isinstance(found.value, str) else float(found.value)
    return {"value": value, "region": list(found.region) if found.region else None, "note": found.note}
