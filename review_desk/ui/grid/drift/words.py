"""The short words of drift: what fits on a card, before a strip, over a chart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from review_desk.domain.drift.measure import Measure

if TYPE_CHECKING:
    from review_desk.domain.drift.flag import Deviation
    from review_desk.operations.drift import Drift

ABOVE, BELOW, APART, STEADY, UNKNOWN = "▲", "▼", "◆", "✓", "?"
"""More than expected, less than expected, off without a sign, as expected, not known."""

_SHORT = {
    "background_l": "Background", "background_a": "Background", "background_b": "Background",
    "background_white": "Pure white", "exposure_ev": "Exposure", "specular_share": "Speculars",
    "specular_contrast": "Speculars", "product": "Product", "frame_fill": "Scale", "centre_x": "Across",
    "centre_y": "Down", "product_l": "Product", "product_a": "Product", "product_b": "Product",
}  # fmt: skip
"""Where the unit tells the rest; other measures keep their title."""

_WAYS = {
    "background_l": ("light ground", "dark ground"),
    "background_a": ("pink", "green"),
    "background_b": ("warm", "cool"),
    "background_white": ("white", "not white"),
    "exposure_l": ("light", "dark"),
    "exposure_ev": ("light", "dark"),
    "contrast": ("hard", "flat"),
    "shadow_density": ("dense shadow", "thin shadow"),
    "specular_share": ("shiny", "dull"),
    "specular_contrast": ("hard shine", "soft shine"),
    "clipped_share": ("clipped", "unclipped"),
    "product": ("colour", "colour"),
    "frame_fill": ("large", "small"),
    "centre_x": ("right", "left"),
    "centre_y": ("low", "high"),
    "baseline": ("sits low", "sits high"),
    "tilt": ("leans right", "leans left"),
}


def short(measure: Measure) -> str:
    """A measure with its unit: “Background b*”."""
    return f"{title(measure)} {measure.unit}"


def title(measure: Measure) -> str:
    """A measure without its unit: “Background”."""
    return _SHORT.get(measure.id, measure.title)


def figure(measure: Measure, amount: float, *, sign: bool = True) -> str:
    """A deviation with its sign and unit: “+2.4 b*”, “−0.31 EV”; a ΔE has no sign."""
    signed = "+" if sign and measure.id != "product" else ""
    said = f"{amount:{signed}.{measure.decimals}f}".replace("-", "−")
    return f"{said}{'' if measure.unit == '°' else ' '}{measure.unit}"


def shape(measure: Measure, amount: float) -> str:
    """Which way a deviation goes, as a shape."""
    if measure.id == "product":
        return APART
    return ABOVE if amount > 0 else BELOW


def card_words(deviations: Sequence["Deviation"]) -> str:
    """The worst flag of a photo as its card tells it: “▲ warm +2.4 b*”; nothing where there is no flag."""
    worst = next((each for each in deviations if each.flagged), None)
    if worst is None:
        return ""
    way = _WAYS[worst.measure.id][worst.amount < 0]
    return f"{shape(worst.measure, worst.amount)} {way} {figure(worst.measure, worst.amount)}"


def gap_words(found: "Drift", photo: str) -> str:
    """That a photo, or something of it, could not be measured, as its card tells it; nothing where it was."""
    if photo in found.unmeasured:
        return f"{UNKNOWN} not measured"
    missing = found.partly.get(photo, ())
    if len(missing) == 1:
        return f"{UNKNOWN} {title(missing[0]).lower()} not measured"
    return f"{UNKNOWN} partly measured" if missing else ""


def gap_reason(found: "Drift", photo: str) -> str:
    """Why a photo, or something of it, could not be measured; nothing where it was."""
    why = found.unmeasured.get(photo, "")
    return why or (" ".join(found.subject(photo).cautions) if photo in found.partly else "")
