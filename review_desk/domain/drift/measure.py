"""The table of what is measured of a photo, in which unit, and from when on a difference can be seen."""

from dataclasses import dataclass
from typing import Literal

METHOD = "drift 9"
"""Names the way photos are measured; a change of it makes everything be measured anew."""

Family = Literal["background", "light", "colour", "framing"]
Scale = Literal["difference", "ratio", "colour"]


@dataclass(frozen=True)
class Measure:
    """One measure of a photo.

    Attributes:
        id: its key in `Subject.values`; a colour's three values are there as id_l, id_a and id_b.
        unit: of its deviations. A ratio deviates in per cent of what is expected, a colour in ΔE2000.
        visible: the difference from which a person sees it on a page; smaller ones are never flagged.
        floor: the least spread (MAD) assumed, so that photos that are all alike do not flag their noise.
        of_product: it depends on the product's own colour, so that only photos of one colourway compare.
        of_shape: it depends on the product's outline, so that only photos of one SKU and shot compare.
        seen: a difference can be seen on a page; one that only a delivery's rules ask for is held against
            the style guide alone.
        above, below: how a photo with more, or less, of it looks.
    """

    id: str
    title: str
    unit: str
    visible: float
    floor: float
    family: Family
    above: str
    below: str
    scale: Scale = "difference"
    of_product: bool = False
    of_shape: bool = False
    seen: bool = True
    decimals: int = 1


MEASURES: tuple[Measure, ...] = (
    Measure("background_l", "Background lightness", "L*", 1.5, 0.2, "background", "lighter", "darker"),
    Measure("background_a", "Background red-green", "a*", 1.0, 0.12, "background", "redder", "greener"),
    Measure("background_b", "Background yellow-blue", "b*", 1.0, 0.12, "background", "yellower", "bluer"),
    Measure("background_white", "Pure white", "%", 5.0, 1.0, "background", "more", "less", seen=False,
            decimals=0),
    Measure("exposure_l", "Exposure", "L*", 2.0, 0.3, "light", "lighter", "darker", of_product=True),
    Measure("exposure_ev", "Exposure in stops", "EV", 0.15, 0.02, "light", "lighter", "darker",
            of_product=True, decimals=2),
    Measure("contrast", "Contrast", "L*", 5.0, 0.7, "light", "harder", "flatter", of_product=True),
    Measure("shadow_density", "Shadow", "D", 0.05, 0.007, "light", "denser", "thinner", decimals=3),
    Measure("specular_share", "Specular share", "%", 2.0, 0.3, "light", "more", "less", of_product=True),
    Measure("specular_contrast", "Specular contrast", "L*", 5.0, 0.7, "light", "harder", "softer",
            of_product=True),
    Measure("clipped_share", "Clipped", "%", 2.0, 0.3, "light", "more", "less", of_product=True, seen=False),
    Measure("product", "Product colour", "ΔE", 2.0, 0.25, "colour", "off", "off", scale="colour",
            of_product=True),
    Measure("frame_fill", "Size in the frame", "%", 2.0, 0.25, "framing", "larger", "smaller", scale="ratio"),
    Measure("centre_x", "Centre, across", "%", 2.0, 0.25, "framing", "further right", "further left"),
    Measure("centre_y", "Centre, down", "%", 2.0, 0.25, "framing", "lower", "higher"),
    Measure("baseline", "Baseline", "%", 2.0, 0.25, "framing", "lower", "higher"),
    Measure("tilt", "Tilt", "°", 0.7, 0.1, "framing", "more clockwise", "more anticlockwise",
            of_shape=True, decimals=2),
)  # fmt: skip
"""Alert limits are those proposed in the research on drift: L* 2 and contrast 5 L*, 0.15 EV, 0.05 D, 2 % of
framing; ΔE2000 2, the “amber” of colourways; ISO 19264-1 asks for ΔL* ≤ 2 of tone; b* 1 of the white. Each is
a setting."""

BY_ID = {measure.id: measure for measure in MEASURES}


def parts(measure: Measure) -> tuple[str, ...]:
    """The keys of its values: three for a colour, else one."""
    if measure.scale != "colour":
        return (measure.id,)
    return (f"{measure.id}_l", f"{measure.id}_a", f"{measure.id}_b")


def way_of(measure: Measure, amount: float) -> str:
    """Which way a deviation goes, in a word."""
    return measure.above if amount > 0 else measure.below
