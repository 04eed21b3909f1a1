"""Facts and reports in words, for the page. Pure."""

from typing import NamedTuple

from review_desk.domain.calibration_rules import Colour
from review_desk.domain.evidence import Evidence
from review_desk.domain.profile_facts import Panel, ProfileFacts, Tone
from review_desk.ui.display.profile import DisplayProfile

SHAPES: dict[Colour | None, str] = {"green": "●", "amber": "◐", "red": "○", None: "–"}
"""A full disc for full trust, so that the colour says nothing that the shape does not."""
TOKENS: dict[Colour, str] = {"green": "approve", "amber": "correct", "red": "reject"}
"""Which colour of the scheme each one takes."""

_KINDS = {"unknown": "unknown: no trace of a measurement"}
_CURVES = {
    "none": "none",
    "identity": "straight: nothing to load",
    "curves": "curves, to be loaded into the video card",
}
_TABLES = {"linear": "straight", "loaded": "holds curves", "unknown": "cannot be read here"}


class Line(NamedTuple):
    """A fact: what, its value, and where it comes from."""

    what: str
    value: str
    source: str = ""


def path_lines(profile: DisplayProfile) -> list[Line]:
    """How colours reach the screen."""
    by = "Review Desk, to this profile" if profile.icc else "Review Desk, to sRGB"
    if profile.managed_by == "system":
        by = "the system, from sRGB"
    return [
        Line("Screen", " · ".join(filter(None, (profile.screen, _panel(profile.panel))))),
        Line("Profile", profile.name or "none: sRGB is assumed"),
        Line("Found by", "nothing" if profile.source == "none" else profile.source),
        Line("Converted by", by),
        Line("Verifiable", _verifiable(profile)),
        Line("Video card’s table", _TABLES[profile.video_table]),
    ]


def _verifiable(profile: DisplayProfile) -> str:
    if profile.managed_by == "application" and profile.icc is None:
        return "there is nothing to verify"
    return "yes" if profile.verifiable else "no"


def fact_lines(facts: ProfileFacts) -> list[Line]:
    """Every fact of a profile, with how it is known."""
    lines = [
        ("description", "Name", facts.description),
        ("", "Class", f"{facts.device_class}, RGB, version {facts.version}, {facts.size / 1000:.0f} kB"),
        ("kind", "Origin", _KINDS.get(facts.kind, facts.kind)),
        ("instrument", "Instrument", facts.instrument or "not named"),
        ("created", "Made", facts.created.isoformat() if facts.created else "without a date"),
        ("panel", "Made for", _panel(facts.panel) or "not named"),
        ("luminance", "White’s luminance", f"{facts.luminance:.0f} cd/m²" if facts.luminance else "not told"),
        ("white", "White", _white(facts)),
        ("contrast", "Contrast", f"{facts.contrast:.0f}:1" if facts.contrast else "not told"),
        (
            "tone",
            "Gamma",
            f"{facts.tone.gamma:.2f}, within {facts.tone.delta_l:.1f} ΔL* of the {facts.tone.target}",
        ),
        ("tone", "Greys", f"neutral within C* {facts.tone.chroma:.1f}"),
        ("coverage", "sRGB reached", f"{facts.coverage:.1f} %"),
        ("video_curves", "Video card curves", _CURVES[facts.video_curves]),
    ]
    known = [Line(what, value, facts.known_by.get(key, "profile header")) for key, what, value in lines]
    return [*known, Line("SHA-256", facts.sha256[:16], "the whole file")]


def report_words(report: Evidence) -> str:
    """One attached report."""
    found = report.measured
    figures = f"{found.formula} mean {found.mean:.2f}, max {found.maximum:.2f}" if found else "no figures"
    return f"{report.attached.isoformat()} · {report.screen or 'screen'} · {figures} · {report.sha256[:12]}"


def _panel(panel: Panel | None) -> str:
    if panel is None:
        return ""
    serial = f"no. {panel.serial}" if panel.serial else ""
    return " ".join(filter(None, (panel.maker, panel.model, serial)))


def _gamma(tone: Tone) -> str:
    return f"{tone.gamma:.2f}, within {tone.delta_l:.1f} ΔL* of the {tone.target}"


def _white(facts: ProfileFacts) -> str:
    white = facts.white
    if white is None:
        return "not told"
    return (
        f"x {white.x:.4f}, y {white.y:.4f} · {white.cct:.0f} K, Duv {white.duv:+.4f} · "
        f"{white.delta_e:.1f} ΔE2000 from D65"
    )
