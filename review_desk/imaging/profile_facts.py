"""What a display profile says of itself, through Little CMS and a few tags. It describes the profile only."""

import hashlib
import math
import re
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ImageCms

from review_desk.domain.profile_facts import Kind, Panel, ProfileFacts, Tone, VideoCurves, White
from review_desk.errors import BadInput
from review_desk.imaging import vips
from review_desk.imaging.gamut import D50, SRGB_D50, UV, coverage, uv, xyz_of_lab
from review_desk.imaging.icc_tags import Tags
from review_desk.imaging.white_point import described

_D50_NEAR = 0.01
_STEPS = 33
_STRAIGHT = 1 / 255
_UNREADABLE = (ImageCms.PyCMSError, OSError, ValueError, TypeError)
_MEASURED_TAGS = ("targ", "CIED", "DevD", "CxF ")
_GENERIC = re.compile(
    r"(sRGB|generic|default|colou?r lcd|lcd colou?r|colou?r ?match|(display|dci)[- ]?p3|adobe ?rgb|oprgb"
    r"|rec\.? ?(709|2020)|prophoto|romm)\b",
    re.IGNORECASE,
)
"""How stock profiles begin their names. A measured one begins with its monitor's."""
_SRGB_UV, _SRGB_LIGHTNESS = 0.002, 0.2
"""Within these of sRGB's primaries and curve a profile without a trace of measurement is sRGB itself."""
_SOURCES: dict[str, Kind] = {"calib": "measured", "edid": "from EDID", "standard": "generic"}


def facts(icc: bytes) -> ProfileFacts:
    """Read a display's RGB profile.

    Raises BadInput where it is no profile, too large, not of RGB, or does not convert in Little CMS.
    """
    tags = Tags(icc)
    profile = _sound(icc, tags)
    lab, intent = _looked_up(icc, profile)
    tone, primaries, description = _tone(lab[:_STEPS]), uv(xyz_of_lab(lab[_STEPS:])), _description(profile)
    kind, kind_by = _kind(tags, description, is_srgb=_is_srgb(primaries, tone))
    black, black_by = _black(tags, lab)
    return ProfileFacts(
        sha256=hashlib.sha256(icc).hexdigest(),
        size=len(icc),
        version=tags.version,
        device_class=tags.device_class,
        description=description,
        kind=kind,
        tone=tone,
        coverage=coverage(primaries),
        created=tags.day("calt") or tags.created,
        instrument=_instrument(tags),
        luminance=_luminance(tags),
        white=_white(tags),
        contrast=1 / black if black else None,
        video_curves=_video_curves(tags),
        panel=_panel(tags.metadata()),
        known_by=_sources(tags, kind_by, black_by, intent),
    )


def _sources(tags: Tags, kind_by: str, black_by: str, intent: str) -> dict[str, str]:
    return {
        "description": "desc tag",
        "kind": kind_by,
        "created": "calt tag" if tags.day("calt") else "profile header",
        "instrument": "targ or meta tag",
        "luminance": "lumi tag",
        "white": "wtpt tag, chad undone" if _adapted(tags) else "wtpt tag",
        "contrast": black_by,
        "tone": f"{_STEPS} greys through Little CMS, {intent}",
        "coverage": f"primaries through Little CMS, {intent}; area in u′v′",
        "video_curves": "vcgt tag",
        "panel": "meta tag",
    }


def _sound(icc: bytes, tags: Tags) -> Any:
    if tags.colour_space != "RGB":
        raise BadInput(f"The profile is one for {tags.colour_space} colours; a display's is for RGB.")
    try:
        opened = ImageCms.getOpenProfile(BytesIO(icc))
        lab = ImageCms.createProfile("LAB")
        ImageCms.buildTransform(opened, lab, "RGB", "LAB", ImageCms.Intent.PERCEPTUAL)
        ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), opened, "RGB", "RGB", ImageCms.Intent.PERCEPTUAL
        )
    except _UNREADABLE as error:
        raise BadInput("The profile is broken: Little CMS cannot convert with it.") from error
    return opened


def _description(profile: Any) -> str:
    try:
        text = ImageCms.getProfileDescription(profile)
    except ImageCms.PyCMSError:  # letters beyond Unicode
        text = ""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:120] or "without a name"


def _looked_up(icc: bytes, profile: Any) -> tuple[NDArray[np.float64], str]:
    """CIELAB (D50, relative to the display's white) of 33 greys, red, green and blue: (36, 3); the intent.

    libvips hands 16 bits to Little CMS and 16 bits back: Pillow's 8-bit L* is too coarse for black. Asked for
    an intent that a profile has no table for, libvips takes sRGB without a word; so it is asked for before.
    """
    relative, reading = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Direction.INPUT
    intent = "relative" if ImageCms.isIntentSupported(profile, relative, reading) == 1 else "perceptual"
    ramp = np.linspace(0, 65535, _STEPS).round().astype(np.uint16)
    codes = np.concatenate([np.repeat(ramp[:, None], 3, axis=1), np.eye(3, dtype=np.uint16) * 65535])
    image = vips.from_array(np.ascontiguousarray(codes[None]), "rgb16").copy()
    image.set_type(vips.BLOB, "icc-profile-data", icc)
    try:
        memory = image.icc_import(embedded=True, intent=intent, pcs="lab").write_to_memory()
    except vips.Error as error:
        raise BadInput("The profile is broken: Little CMS cannot convert with it.") from error
    return np.frombuffer(memory, np.float32).reshape(-1, 3).astype(np.float64), intent


def _kind(tags: Tags, description: str, *, is_srgb: bool) -> tuple[Kind, str]:
    """How the profile came to be, and how that is known."""
    source = tags.metadata().get("DATA_source", "").lower()
    if source in _SOURCES:
        return _SOURCES[source], f"meta tag (DATA_source “{source}”)"
    evidence = [tag.strip() for tag in _MEASURED_TAGS if tag in tags]
    if evidence:
        return "measured", f"{', '.join(evidence)} tags"
    if "edid" in description.casefold():
        return "from EDID", "its name"
    if _GENERIC.match(description):
        return "generic", "its name"
    return ("generic", "its colours are sRGB’s own") if is_srgb else ("unknown", "no such tag")


def _is_srgb(primaries: list[UV], tone: Tone) -> bool:
    pairs = zip(primaries, uv(SRGB_D50), strict=True)
    near = all(math.dist(ours, theirs) < _SRGB_UV for ours, theirs in pairs)
    return near and tone.target == "sRGB curve" and tone.delta_l < _SRGB_LIGHTNESS


def _instrument(tags: Tags) -> str:
    metadata = tags.metadata().get("MEASUREMENT_device", "")
    found = re.search(r'^TARGET_INSTRUMENT "([^"\n]{1,80})"', tags.text("targ"), re.M)
    return found[1] if found else metadata[:80]


def _panel(metadata: dict[str, str]) -> Panel | None:
    """As colord and DisplayCAL write the EDID into the `meta` tag."""
    named = Panel(
        metadata.get("EDID_mnft", ""), metadata.get("EDID_model", ""), metadata.get("EDID_serial", "")
    )
    return named if named.model or named.serial else None


def _luminance(tags: Tags) -> float | None:
    lumi = tags.xyz("lumi")
    return lumi[1] if lumi and lumi[1] > 0 else None


def _adapted(tags: Tags) -> bool:
    """Whether `wtpt` is the D50 that the white was adapted to, and `chad` tells from what."""
    white = tags.xyz("wtpt")
    near = white is not None and math.dist(white, D50) < _D50_NEAR
    return near and tags.matrix("chad") is not None


def _white(tags: Tags) -> White | None:
    """None where the profile only repeats D50, as version 4 does without `chad`."""
    white, chad = tags.xyz("wtpt"), tags.matrix("chad")
    if white is None or sum(white) <= 0 or white[1] <= 0:
        return None
    if _adapted(tags) and chad is not None:
        if abs(np.linalg.det(np.array(chad))) < 1e-6:
            return None
        white = tuple(float(v) for v in np.linalg.solve(np.array(chad), np.array(white)))  # type: ignore[assignment]
    elif tags.version.startswith("4"):
        return None
    total = sum(white)
    return described(white[0] / total, white[1] / total) if total > 0 and white[1] > 0 else None


def _black(tags: Tags, lab: NDArray[np.float64]) -> tuple[float | None, str]:
    """Luminance of black over that of white, and how it is known."""
    black, white = tags.xyz("bkpt"), tags.xyz("wtpt")
    if black and white and black[1] > 0 and white[1] > 0:
        return black[1] / white[1], "bkpt tag"
    lowest = float(_luminances(lab[:1, 0])[0])
    return (
        (lowest, "RGB 0 through Little CMS")
        if lowest > 1e-5
        else (None, "no bkpt tag; RGB 0 converts to zero")
    )


def _luminances(lightness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Y (white is 1) of CIE L*."""
    return np.where(lightness > 8, ((lightness + 16) / 116) ** 3, lightness * 27 / 24389)


def _lightnesses(luminance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(luminance > 216 / 24389, 116 * np.cbrt(luminance) - 16, luminance * 24389 / 27)


def _tone(greys: NDArray[np.float64]) -> Tone:
    """Hold the ramp against both targets, each lifted to the display's own black, as BT.1886 does."""
    codes, luminance = np.linspace(0, 1, _STEPS), _luminances(greys[:, 0])
    black = float(luminance[0])
    rising = np.clip((luminance - black) / max(1 - black, 1e-6), 1e-9, None)
    middle = (codes > 0.2) & (codes < 0.95)
    logs = np.log(codes[middle])
    gamma = float((logs * np.log(rising[middle])).sum() / (logs**2).sum())
    targets = {
        "gamma 2.2 curve": codes**2.2,
        "sRGB curve": np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4),
    }
    off = {
        name: float(np.abs(_lightnesses(black + (1 - black) * curve) - greys[:, 0]).max())
        for name, curve in targets.items()
    }
    nearer = min(off, key=lambda name: off[name])
    chroma = np.hypot(greys[:, 1], greys[:, 2])[codes >= 0.12]
    return Tone(gamma=gamma, delta_l=off[nearer], target=nearer, chroma=float(chroma.max()))


def _video_curves(tags: Tags) -> VideoCurves:
    curves = tags.video_curves()
    if curves is None:
        return "none"
    straight = all(
        abs(value - n / (len(curve) - 1)) <= _STRAIGHT for curve in curves for n, value in enumerate(curve)
    )
    return "identity" if straight else "curves"
