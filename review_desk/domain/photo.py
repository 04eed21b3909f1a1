"""Photos, their versions, and where each stands."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.route import Reason

Role = Literal["original", "ai", "human"]

TRIED = -1
"""The number of a pass's result that is only looked at: versions count from 1."""

FIELDS = (
    "category", "surface", "content_type", "channel", "use", "lighting", "background",
    "studio", "shot_at", "sla_hours", "preset", "model",
)  # fmt: skip
"""What a manifest may say of a photo beside sku, colourway and shot."""


@dataclass(frozen=True)
class Version:
    """One file of a photo. `file` is absolute, or relative to the desk for files the desk made itself."""

    photo: str
    number: int
    role: Role
    label: str
    file: str
    sha256: str
    size: int
    width: int
    height: int
    bit_depth: int
    mode: str
    format: str
    orientation: int
    profile: str | None
    profile_state: str
    recipe: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Assignment:
    """Risk level and route of a photo, with the reasons, and who overruled them if anybody did."""

    level: int
    route: str
    rule: str
    reasons: tuple[Reason, ...]
    overruled_by: str | None = None
    overrule_reason: str | None = None


@dataclass(frozen=True)
class SecondLook:
    """A wish that other eyes see a photo, and whose."""

    asked_by: str
    at: str


@dataclass(frozen=True)
class Photo:
    """One photo of a batch with all its versions and how it stands."""

    id: str
    batch: str
    name: str
    sku: str
    colourway: str
    shot: str
    position: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    mask: str | None = None
    versions: tuple[Version, ...] = ()
    assignment: Assignment | None = None
    decision: Decision | None = None
    mask_recipe: Mapping[str, Any] | None = None
    second_look: SecondLook | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict in force, if there is one."""
        return self.decision.verdict if self.decision else None

    @property
    def title(self) -> str:
        """What people call it: the SKU where there is one, else the name."""
        return self.sku or self.name

    @property
    def original(self) -> Version:
        """The photo as it was shot: the first version."""
        return self.versions[0]

    @property
    def latest(self) -> Version:
        """The newest version: the one to judge."""
        return self.versions[-1]

    def version(self, number: int) -> Version:
        """The version of that number. Raises KeyError."""
        for version in self.versions:
            if version.number == number:
                return version
        raise KeyError(number)


def version_names(versions: Sequence[Version]) -> dict[int, str]:
    """Number to the name people see: “original”, “ai”, “ai v2”, “human”."""
    names, counts = {}, {"original": 0, "ai": 0, "human": 0}
    for version in versions:
        counts[version.role] += 1
        count = counts[version.role]
        names[version.number] = version.role if count == 1 else f"{version.role} v{count}"
    return names


def said_beside(name: str, label: str) -> str:
    """A version's label where it says more than its name: a person or a tool, but not “ai” again."""
    return "" if label.casefold() in name.casefold() else label


def photo_id(name: str, sha256: str) -> str:
    """A readable id, the same on every desk: a slug of the name and twelve hex digits of name and content.

    Twelve, because names outside ASCII all share the slug “photo”: among a million of those two would have
    the same id with a chance of 1 in 500.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "photo"
    identity = f"{name}\0{sha256}".encode()
    return f"{slug}-{hashlib.sha256(identity).hexdigest()[:12]}"


def matching(photos: Sequence[Photo], text: str) -> list[Photo]:
    """The photos a person may mean by `text`: an id, else a SKU or name, else the start of an id."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    exact = [p for p in photos if p.id == wanted]
    named = [p for p in photos if wanted in (p.sku.lower(), p.name.lower())]
    return exact or named or [p for p in photos if p.id.startswith(wanted)]
