"""What a desk demands of a display: limits, policy, and the reports attached. Kept beside the desk."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from review_desk.domain.calibration import Policy
from review_desk.domain.calibration_rules import Limits
from review_desk.domain.evidence import Evidence, Measured
from review_desk.errors import BadInput, Refused
from review_desk.ui.display.x11 import Prefer
from review_desk.whole_file import write_whole

FILE, ASIDE = "display.json", "display.broken.json"


@dataclass(frozen=True)
class DisplaySettings:
    """All that can be set about displays.

    Attributes:
        prefer: whom to believe where colord and the X server disagree.
        evidence: reports, newest last.
        trouble: a sentence where the file could not be read and the defaults hold; never stored.
    """

    limits: Limits = field(default_factory=Limits)
    policy: Policy = "warn"
    prefer: Prefer = "colord"
    evidence: tuple[Evidence, ...] = ()
    trouble: str = ""

    def newest(self, screen: str) -> Evidence | None:
        """The report attached last for a screen."""
        return next((report for report in reversed(self.evidence) if report.screen == screen), None)


def load(desk: Path) -> DisplaySettings:
    """What a desk has settled; the defaults where it has settled nothing.

    A file that cannot be read is put aside as `display.broken.json`, and `trouble` says so.
    """
    try:
        return _settings(json.loads((desk / FILE).read_text("utf-8")))
    except FileNotFoundError:
        return DisplaySettings()
    except OSError as error:
        return DisplaySettings(trouble=f"{FILE} cannot be read ({error.strerror}): the defaults hold.")
    except (ValueError, TypeError, KeyError, AttributeError):
        with contextlib.suppress(OSError):
            (desk / FILE).replace(desk / ASIDE)
        return DisplaySettings(trouble=f"{FILE} was broken: it is kept as {ASIDE}, and the defaults hold.")


def save(desk: Path, settings: DisplaySettings) -> None:
    """Replace the file whole. Raises Refused where the disk does not take it."""
    stored = {name: value for name, value in asdict(settings).items() if name != "trouble"}
    told = json.dumps(stored, indent=1, ensure_ascii=False, default=date.isoformat)
    try:
        write_whole(desk / FILE, told.encode())
    except OSError as error:
        raise Refused(f"The display settings could not be stored: {error.strerror}.") from error


def with_evidence(settings: DisplaySettings, report: Evidence) -> DisplaySettings:
    """The settings with a report added, the same report taken out where it was before."""
    same = report.sha256, report.screen
    others = tuple(kept for kept in settings.evidence if (kept.sha256, kept.screen) != same)
    return replace(settings, evidence=(*others, report))


def checked(limits: Limits) -> Limits:
    """The limits as they are. Raises BadInput where they contradict each other or are not positive."""
    names = {f.name: getattr(limits, f.name) for f in fields(limits)}
    if any(not 0 < value < 1e6 for value in names.values()):
        raise BadInput("Every limit is a number above zero.")
    for low, high, words in _ORDERED:
        if names[low] > names[high]:
            raise BadInput(words)
    if limits.coverage > 100:
        raise BadInput("No display reaches more than 100 % of sRGB.")
    return limits


_ORDERED = (
    (
        "amber_days",
        "red_days",
        "A profile turns amber before red: its first age is the smaller one.",
    ),
    ("white_amber", "white_red", "White turns amber before red: its first ΔE is the smaller one."),
    ("luminance_low", "luminance_high", "The lower luminance is above the upper one."),
)


def _settings(stored: Mapping[str, Any]) -> DisplaySettings:
    """Raises ValueError, TypeError, KeyError, AttributeError where the file says something else."""
    known = {f.name for f in fields(Limits)}
    limits = {name: float(value) for name, value in stored.get("limits", {}).items() if name in known}
    try:
        sound = checked(Limits(**limits))
    except BadInput as error:
        raise ValueError from error
    return DisplaySettings(
        limits=sound,
        policy=_one_of(stored.get("policy", "warn"), Policy),
        prefer=_one_of(stored.get("prefer", "colord"), Prefer),
        evidence=tuple(_evidence(report) for report in stored.get("evidence", ())),
    )


def _one_of(value: Any, choices: Any) -> Any:
    if value not in get_args(choices):
        raise ValueError(value)
    return value


def _evidence(stored: Mapping[str, Any]) -> Evidence:
    return Evidence(
        name=str(stored["name"]),
        sha256=str(stored["sha256"]),
        file=str(stored["file"]),
        attached=date.fromisoformat(stored["attached"]),
        screen=str(stored["screen"]),
        profile=str(stored["profile"]),
        measured=_measured(stored["measured"]) if stored.get("measured") else None,
    )


def _measured(stored: Mapping[str, Any]) -> Measured:
    return Measured(float(stored["mean"]), float(stored["maximum"]), str(stored["formula"]))
