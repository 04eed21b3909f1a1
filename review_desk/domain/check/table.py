"""The table of checks: what each measures, in which unit, and how far off it may be where nobody says."""

from dataclasses import dataclass
from typing import Literal

from review_desk.domain.check.tolerance import Limit, Tolerance

METHOD = "checks 5"
"""Names the way versions are measured; a change of it makes everything be measured anew."""

Group = Literal["file", "frame", "tone", "edge", "coding", "pair", "set", "input"]
GROUPS: tuple[Group, ...] = ("file", "frame", "tone", "edge", "coding", "pair", "set", "input")


NONE = Tolerance()
"""No limit at all."""


@dataclass(frozen=True)
class Check:
    """One check. `sentence` says what it measures; a word in place of a number has the unit ""."""

    id: str
    title: str
    sentence: str
    unit: str
    group: Group
    tolerance: Tolerance = NONE
    decimals: int = 1

    def shown(self, value: float | str) -> str:
        """A value with its unit."""
        if isinstance(value, str):
            return value
        number = f"{value:,.{self.decimals}f}"
        return f"{number} {self.unit}".strip()


def _tolerance(
    *,
    flag: tuple[float | None, float | None] = (None, None),
    fail: tuple[float | None, float | None] = (None, None),
) -> Tolerance:
    """Limits as (least, most)."""
    return Tolerance(Limit(*flag), Limit(*fail))


def _words(*, flag: tuple[str, ...] = (), fail: tuple[str, ...] = ()) -> Tolerance:
    return Tolerance(Limit(one_of=flag), Limit(one_of=fail))


_FILE = (
    Check("readable", "Readable", "Whether every pixel of the file can be read.", "", "file",
          _words(fail=("yes",))),
    Check("size", "Size", "The longer side.", "px", "file",
          _tolerance(flag=(1000, None), fail=(500, None)), 0),
    Check("short-side", "Shorter side", "The shorter side.", "px", "file", decimals=0),
    Check("ratio", "Shape", "Height divided by width.", "", "file", decimals=3),
    Check("format", "Format", "What the content of the file is.", "", "file",
          _words(flag=("JPEG", "PNG", "TIFF", "WEBP"))),
    Check("extension", "Extension", "Whether the file's extension says what its content is.", "", "file",
          _words(fail=("agrees",))),
    Check("profile", "Profile", "The colour profile that the file carries.", "", "file",
          _words(flag=("sRGB",))),
    Check("bit-depth", "Bit depth", "Bits a channel.", "bit", "file", _tolerance(flag=(8, None)), 0),
    Check("dpi", "Dots per inch", "What the file says of its printed size.", "dpi", "file", decimals=0),
    Check("file-size", "File size", "What the file weighs.", "MB", "file", _tolerance(flag=(None, 20))),
)  # fmt: skip

_FRAME = (
    Check("frame-fill", "Frame fill", "How much of the frame's side the product takes, of the side it fills "
          "more.", "%", "frame", _tolerance(flag=(60, 98))),
    Check("margins", "Margins", "The narrowest strip between product and frame.", "%", "frame",
          _tolerance(flag=(2, None), fail=(0.3, None))),
    Check("centring", "Centring", "How far the middle of the product is from that of the frame, across.", "%",
          "frame", _tolerance(flag=(None, 4), fail=(None, 12))),
    Check("tilt", "Tilt", "How far the axis of a product that is alike on both sides leans.", "°", "frame",
          _tolerance(flag=(None, 1), fail=(None, 4)), 2),
)  # fmt: skip

_TONE = (
    Check("background-white", "Background purity", "How much of a background that is meant to be white is at "
          "255 in red, green and blue.", "%", "tone", _tolerance(flag=(60, None), fail=(5, None))),
    Check("clipping", "Clipping", "How much of the product is pure white or pure black.", "%", "tone",
          _tolerance(flag=(None, 2), fail=(None, 15)), 2),
)  # fmt: skip

_EDGE = (
    Check("sharpness", "Edge sharpness", "Over how many pixels, at 100 %, the product's edge rises from 10 "
          "to 90 %; its sharper quarter counts.", "px", "edge",
          _tolerance(flag=(None, 6), fail=(None, 11)), 2),
    Check("halo", "Halo", "How much lighter or darker a strip along a tenth of the product's edge is than "
          "the background further out.", "codes", "edge", _tolerance(flag=(None, 6), fail=(None, 40))),
)  # fmt: skip

_CODING = (
    Check("banding", "Banding", "How much of a shadow's soft gradient lies on a step.", "%", "coding",
          _tolerance(flag=(None, 5), fail=(None, 25)), 2),
    Check("blockiness", "Blockiness", "How much more neighbours differ across a JPEG's blocks than within.",
          "", "coding", _tolerance(flag=(None, 0.8), fail=(None, 2.5)), 2),
)  # fmt: skip

_PAIR = (
    Check("same-photo", "Same photo", "How well the edges agree with those of the before; 1 is all.", "",
          "pair", _tolerance(flag=(0.5, None), fail=(0.2, None)), 2),
    Check("moved", "Registration", "How far a corner moved against the before, of the longer side.", "%",
          "pair", _tolerance(flag=(None, 4)), 2),
    Check("changed", "Retouched at all", "How much changed against the before; nothing is an unmodified file "
          "that came back.", "%", "pair", _tolerance(flag=(0.02, None)), 2),
    Check("over-smoothed", "Over-smoothing", "How much fine texture the worst tenth of the product lost "
          "against the before, beyond what all of it lost.", "%", "pair",
          _tolerance(flag=(None, 30), fail=(None, 80))),
    Check("repeated-texture", "Repeated texture", "How much a place that changed is like another place that "
          "it was not like before.", "%", "pair", _tolerance(flag=(None, 97))),
    Check("outside-mask", "Outside the mask", "How much changed on the side of the mask that was to stay.",
          "%", "pair", _tolerance(flag=(None, 0.02), fail=(None, 1)), 3),
)  # fmt: skip

_SET = (
    Check("duplicate", "Duplicates", "How many other photos of the batch are the same picture.", "",
          "set", _tolerance(flag=(None, 0)), 0),
    Check("missing-shots", "Missing shots", "How many shots this SKU lacks that the others of its category "
          "have.", "", "set", _tolerance(flag=(None, 0)), 0),
)  # fmt: skip

_INPUT = (
    Check("exposure", "Exposure in the set", "How far the background's exposure is from the middle of its "
          "lighting set-up's.", "EV", "input", _tolerance(flag=(None, 0.2)), 2),
    Check("white-balance", "White balance in the set", "How far the background's colour is from the middle "
          "of the set's.", "ΔE", "input", _tolerance(flag=(None, 3))),
    Check("mixed-light", "Mixed light", "How far the background's colour changes across the frame.", "ΔE",
          "input", _tolerance(flag=(None, 4))),
    Check("edge-clean", "Clean about the product", "How much of the background near the product is tape, a "
          "cable, a fold or another thing; dust is too small.", "%", "input",
          _tolerance(flag=(None, 0.5)), 2),
    Check("dust", "Dust", "How many small dark specks lie on a smooth background.", "", "input",
          _tolerance(flag=(None, 3)), 0),
    Check("sensor-dust", "Dust on the sensor", "How many specks lie where other photos of the same frame "
          "have one too.", "", "input", _tolerance(flag=(None, 0)), 0),
    Check("distortion", "Lens distortion", "How far a corner is off its place, by the bow of the straight "
          "edges of the set.", "%", "input", _tolerance(flag=(None, 1)), 2),
)  # fmt: skip
"""Of a shot that nobody has retouched yet: they ask for a look and fail nothing."""

CHECKS: tuple[Check, ...] = (*_FILE, *_FRAME, *_TONE, *_EDGE, *_CODING, *_PAIR, *_SET, *_INPUT)
"""In the order in which people read them. The limits are the desk's own, set on the demo batch; a channel's
standard and the studio's file lie on top."""

OF_INPUTS = frozenset(
    ("readable", "size", "format", "extension", "profile", "bit-depth", "clipping", "sharpness", "blockiness",
     "tilt", "duplicate", *(check.id for check in _INPUT))
)  # fmt: skip
"""The checks that mean something of a shot before it is retouched: it need not be white, nor centred yet."""

BY_ID = {check.id: check for check in CHECKS}
