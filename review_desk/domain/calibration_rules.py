"""The rules by which a screen is judged, each in words with its value and its limit.

The limits are of our own choosing, after what makers of displays and of profiling software recommend.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from review_desk.domain.evidence import Evidence
from review_desk.domain.profile_facts import Panel, ProfileFacts

Colour = Literal["green", "amber", "red"]
ManagedBy = Literal["application", "system"]
VideoTable = Literal["linear", "loaded", "unknown"]


@dataclass(frozen=True)
class Limits:
    """Where green ends. Days, cd/m², a ratio, ΔL*, C*ab, ΔE2000, per cent of sRGB's area in u′v′."""

    amber_days: float = 14
    red_days: float = 30
    luminance_low: float = 80
    luminance_high: float = 160
    contrast: float = 300
    tone: float = 2
    grey_chroma: float = 2
    white_amber: float = 2
    white_red: float = 4
    coverage: float = 97
    measured_mean: float = 2
    measured_maximum: float = 4


@dataclass(frozen=True)
class Viewing:
    """How the screen is driven: with which profile, by whom, how sure that is, and the monitor it is."""

    screen: str = ""
    profile: str = ""
    managed_by: ManagedBy = "application"
    verifiable: bool = True
    note: str = ""
    hdr: bool = False
    video_table: VideoTable = "unknown"
    panel: Panel | None = None


@dataclass(frozen=True)
class Rule:
    """One rule as it came out. `colour` None: it cannot be judged here and does not count."""

    colour: Colour | None
    short: str
    text: str


def rules(
    facts: ProfileFacts | None, viewing: Viewing, evidence: Evidence | None, today: date, limits: Limits
) -> Iterator[Rule]:
    """Every rule in turn, as it comes out."""
    if facts is None and viewing.managed_by == "application":
        yield Rule(
            "red",
            "No display profile",
            _words("This screen has no usable profile: sRGB is assumed.", viewing.note),
        )
    else:
        yield _path(viewing)
    if facts is not None:
        yield _class(facts)
        yield _age(facts, today, limits)
        yield _kind(facts)
        yield _panel(facts, viewing.panel)
        yield _video_table(facts, viewing)
        yield from _figures(facts, limits)
    if evidence is not None:
        yield _evidence(evidence, facts, today, limits)


def _figures(facts: ProfileFacts, limits: Limits) -> Iterator[Rule]:
    yield _luminance(facts, limits)
    yield _white(facts, limits)
    yield _contrast(facts, limits)
    yield _tone(facts, limits)
    yield _greys(facts, limits)
    yield _coverage(facts, limits)


def _path(viewing: Viewing) -> Rule:
    if viewing.hdr:
        text = (
            "The screen is in HDR: its brightness is a slider of the system’s, and colours cannot be judged."
        )
        return Rule("red", "HDR is on", _words(text, viewing.note))
    if not viewing.verifiable:
        short = "Not verifiable" if viewing.managed_by == "system" else "Profile in doubt"
        text = "How the colours reach this screen cannot be verified."
        return Rule("amber", short, _words(text, viewing.note))
    by = "Review Desk converts" if viewing.managed_by == "application" else "The system converts"
    return Rule("green", "Managed", _words(f"{by} the photos to this profile.", viewing.note))


def _class(facts: ProfileFacts) -> Rule:
    if facts.device_class == "mntr":
        return Rule("green", "Display profile", "It is an RGB profile of a display, and it converts.")
    text = f"It is not the profile of a display: its class is “{facts.device_class}”, not “mntr”."
    return Rule("red", "Not a display profile", text)


def _age(facts: ProfileFacts, today: date, limits: Limits) -> Rule:
    if facts.created is None:
        return Rule("amber", "Profile without a date", "The profile does not say when it was made.")
    days = (today - facts.created).days
    if days < 0:
        text = f"The profile is dated {facts.created:%Y-%m-%d}, which is still to come: a date is wrong."
        return Rule("amber", "Profile from the future", text)
    colour: Colour = "red" if days > limits.red_days else "amber" if days > limits.amber_days else "green"
    text = (
        f"The profile was made {_days(days)} ago, on {facts.created:%Y-%m-%d} "
        f"(amber after {limits.amber_days:g} days, red after {limits.red_days:g})."
    )
    return Rule(colour, f"Profile {days} d old", text)


def _days(days: int) -> str:
    return "less than a day" if days == 0 else "1 day" if days == 1 else f"{days} days"


def _kind(facts: ProfileFacts) -> Rule:
    if facts.kind == "measured":
        with_ = f" with “{facts.instrument}”" if facts.instrument else ""
        return Rule("green", "Measured", f"The profile carries the traces of a measurement{with_}.")
    if facts.kind == "generic":
        text = f"“{facts.description}” is a generic profile: it was made for no panel in particular."
        return Rule("red", "Generic profile", text)
    if facts.kind == "from EDID":
        text = "The profile was made from what the monitor says of itself (EDID); nobody measured it."
        return Rule("amber", "Profile not measured", text)
    return Rule("amber", "Profile not measured", "The profile carries no trace of a measurement.")


def _panel(facts: ProfileFacts, panel: Panel | None) -> Rule:
    if facts.panel is None or panel is None:
        return Rule(
            None,
            "",
            "Whether the profile belongs to this monitor cannot be told: one of the two has no name.",
        )
    pairs = ((facts.panel.model, panel.model, "model"), (facts.panel.serial, panel.serial, "serial number"))
    known = [
        (ours.strip(), theirs.strip(), what)
        for ours, theirs, what in pairs
        if ours.strip() and theirs.strip()
    ]
    for made_for, here, what in known:
        if made_for.casefold() != here.casefold():
            text = f"The profile was made for another monitor: {what} {made_for}, and this one is {here}."
            return Rule("red", "Another monitor’s profile", text)
    if not known:
        return Rule(
            None,
            "",
            "Whether the profile belongs to this monitor cannot be told: one of the two has no name.",
        )
    named = " and ".join(f"{what} {here}" for _, here, what in known)
    return Rule("green", "Its own profile", f"The profile was made for this monitor ({named}).")


def _video_table(facts: ProfileFacts, viewing: Viewing) -> Rule:
    if facts.video_curves != "curves":
        text = "The profile needs no curves in the video card" + (
            " (its own are straight)." if facts.video_curves == "identity" else "."
        )
        return Rule("green", "No curves", text)
    if viewing.video_table == "linear":
        text = "The profile brings curves for the video card, and the card’s table is straight: not loaded."
        return Rule("red", "Curves not loaded", text)
    if viewing.video_table == "loaded":
        return Rule("green", "Curves loaded", "The video card holds curves, as the profile needs.")
    return Rule(
        None, "", "The profile brings curves for the video card; whether they are loaded cannot be read here."
    )


def _luminance(facts: ProfileFacts, limits: Limits) -> Rule:
    if facts.luminance is None:
        return Rule(None, "", "The profile does not say how bright its white is.")
    inside = limits.luminance_low <= facts.luminance <= limits.luminance_high
    text = (
        f"White is {facts.luminance:.0f} cd/m² "
        f"(amber outside {limits.luminance_low:g} to {limits.luminance_high:g})."
    )
    return Rule("green" if inside else "amber", f"White {facts.luminance:.0f} cd/m²", text)


def _white(facts: ProfileFacts, limits: Limits) -> Rule:
    white = facts.white
    if white is None:
        return Rule(None, "", "The profile does not say what colour its white is.")
    far = white.delta_e
    colour: Colour = "red" if far > limits.white_red else "amber" if far > limits.white_amber else "green"
    text = (
        f"White is {far:.1f} ΔE2000 from D65, at {white.cct:.0f} K "
        f"(amber above {limits.white_amber:g}, red above {limits.white_red:g})."
    )
    return Rule(colour, f"White {far:.1f} ΔE off", text)


def _contrast(facts: ProfileFacts, limits: Limits) -> Rule:
    if facts.contrast is None:
        return Rule(None, "", "The profile does not say how dark its black is.")
    low = facts.contrast < limits.contrast
    text = f"Contrast is {facts.contrast:.0f}:1 (amber below {limits.contrast:g}:1)."
    return Rule("amber" if low else "green", f"Contrast {facts.contrast:.0f}:1", text)


def _tone(facts: ProfileFacts, limits: Limits) -> Rule:
    tone = facts.tone
    text = (
        f"Greys follow the {tone.target} within {tone.delta_l:.1f} ΔL*, fitted gamma {tone.gamma:.2f} "
        f"(amber above {limits.tone:g})."
    )
    return Rule("amber" if tone.delta_l > limits.tone else "green", f"Gamma {tone.gamma:.2f}", text)


def _greys(facts: ProfileFacts, limits: Limits) -> Rule:
    chroma = facts.tone.chroma
    text = f"Greys are neutral within C* {chroma:.1f} (amber above {limits.grey_chroma:g})."
    return Rule("amber" if chroma > limits.grey_chroma else "green", f"Greys C* {chroma:.1f}", text)


def _coverage(facts: ProfileFacts, limits: Limits) -> Rule:
    text = f"The display reaches {facts.coverage:.1f} % of sRGB (amber below {limits.coverage:g} %)."
    low = facts.coverage < limits.coverage
    return Rule("amber" if low else "green", f"{facts.coverage:.0f} % of sRGB", text)


def _evidence(evidence: Evidence, facts: ProfileFacts | None, today: date, limits: Limits) -> Rule:
    measured, days = evidence.measured, (today - evidence.attached).days
    if measured is None:
        return Rule(None, "", f"“{evidence.name}” is attached without figures: it is not judged.")
    if evidence.profile != (facts.sha256 if facts else ""):
        return Rule(None, "", f"“{evidence.name}” was measured with another profile: it is not judged.")
    if days > limits.red_days:
        return Rule(None, "", f"“{evidence.name}” is {days} days old: it is not judged any more.")
    failed = measured.mean > limits.measured_mean or measured.maximum > limits.measured_maximum
    text = (
        f"“{evidence.name}”, attached {_days(days)} ago: {measured.formula} {measured.mean:.1f} in the mean, "
        f"{measured.maximum:.1f} at most (red above {limits.measured_mean:g}, {limits.measured_maximum:g})."
    )
    return Rule("red" if failed else "green", "Measurement failed" if failed else "Measurement passed", text)


def _words(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
