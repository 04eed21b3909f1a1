"""Whether a screen may be judged on, from what its profile says.

It describes the profile and how it is used, never the panel as it is today (`CAVEAT`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from review_desk.domain.calibration_rules import Colour, Limits, Rule, Viewing, rules
from review_desk.domain.evidence import Evidence
from review_desk.domain.profile_facts import ProfileFacts

Policy = Literal["warn", "comment", "block"]
POLICIES: dict[Policy, str] = {
    "warn": "The badge warns; verdicts are taken all the same.",
    "comment": "While the badge is amber or red, each verdict asks for a comment.",
    "block": "While the badge is red no verdict is taken; while it is amber, each asks for a comment.",
}
CAVEAT = (
    "All of this describes the profile, not the panel. Only an instrument on the glass can say what the "
    "panel shows today. Night modes, True Tone, the monitor’s own menu, a cold lamp and the light in the "
    "room change what you see and leave no trace here."
)


@dataclass(frozen=True)
class Calibration:
    """The state of a screen, as it is shown and written into every decision."""

    colour: Colour
    rules: tuple[Rule, ...]
    screen: str
    profile: str
    created: date | None
    age_days: int | None
    may_sign_off: bool
    asks_comment: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every rule in words."""
        return tuple(rule.text for rule in self.rules)

    @property
    def short(self) -> str:
        """A few words for the badge: the first rule of the worst colour, or how young the profile is."""
        if self.colour == "green":
            return "Calibrated" if self.age_days is None else f"Calibrated {self.age_days} d"
        return next(rule.short for rule in self.rules if rule.colour == self.colour)

    def to_record(self, *, intent: str = "relative", bpc: bool = True) -> str:
        """One line for the record: "DP-1 · EIZO CG2420 2026-11-17 · green · relative+bpc"."""
        profile = " ".join(filter(None, (self.profile, self.created.isoformat() if self.created else "")))
        conversion = f"{intent}+bpc" if bpc else intent
        return " · ".join((self.screen or "screen", profile or "no profile", self.colour, conversion))


def judge(
    facts: ProfileFacts | None,
    *,
    today: date,
    limits: Limits,
    policy: Policy,
    viewing: Viewing | None = None,
    evidence: Evidence | None = None,
) -> Calibration:
    """Hold the facts against the limits. `evidence` is the newest report that was attached for this screen.

    Without facts a screen that the application manages is red; one that the system manages is amber, as
    nobody can see what it does.
    """
    viewing = viewing or Viewing()
    found = tuple(rules(facts, viewing, evidence, today, limits))
    colours = {rule.colour for rule in found}
    colour: Colour = "red" if "red" in colours else "amber" if "amber" in colours else "green"
    created = facts.created if facts else None
    return Calibration(
        colour=colour,
        rules=found,
        screen=viewing.screen,
        profile=facts.description if facts else viewing.profile,
        created=created,
        age_days=(today - created).days if created else None,
        may_sign_off=policy != "block" or colour != "red",
        asks_comment=policy != "warn" and colour != "green",
    )
