"""Photos, findings and signatures made on the spot."""

from collections.abc import Sequence
from typing import Any

from review_desk.domain.check.finding import Finding
from review_desk.domain.check.table import BY_ID
from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.gate.known import Known
from review_desk.domain.gate.record import Role, Signature
from review_desk.domain.photo import Assignment, Photo, Version
from review_desk.operations.gate_files import laid_on_top

ROUTES = {1: "ai_only", 2: "hybrid", 3: "human_led"}
GREEN = "DP-1 · EIZO CG2420 2026-11-17 · green · relative+bpc"


def photo(
    name: str,
    *,
    level: int = 2,
    verdict: str = "",
    judged: int = 2,
    versions: int = 2,
    reviewer: str = "Ada",
    **fields: Any,
) -> Photo:
    """A photo of so many versions; `judged` is the one that has the verdict."""
    facts: dict[str, Any] = {
        "label": "", "sha256": name, "size": 1, "width": 9, "height": 9, "bit_depth": 8, "mode": "RGB",
        "format": "JPEG", "orientation": 1, "profile": None, "profile_state": "untagged",
    }  # fmt: skip
    made = tuple(
        Version(name, number, "original" if number == 1 else "ai", file=f"{name}-{number}.jpg", **facts)
        for number in range(1, versions + 1)
    )
    decision = Decision(name, Verdict(verdict), judged, reviewer=reviewer) if verdict else None
    assigned = Assignment(level, ROUTES[level], "", ())
    return Photo(name, "batch", name, name, "", "front", 0, fields, None, made, assigned, decision)


def finding(photo: str, check: str, value: float | str, *, version: int = 2) -> Finding:
    """What a check with the desk's own tolerance says of a value."""
    known = BY_ID[check]
    return Finding(photo, version, known, value, known.tolerance, known.tolerance.outcome(value))


def known(photos: Sequence[Photo], *findings: Finding, **others: Any) -> Known:
    """A batch that was checked, with these findings and nothing else."""
    by_photo = {each.id: tuple(f for f in findings if f.photo == each.id) for each in photos}
    looked = frozenset(each.id for each in photos)
    return Known(photos, by_photo, **{"looked": looked, "checklists": laid_on_top().checklists, **others})


def signed(photo: Photo, person: str = "Ada", role: Role = "self", *, short: int = 0) -> dict[Any, Signature]:
    """A signature on the newest version, `short` of so many points."""
    points = [point.id for point in known([photo]).checklist(photo).points]
    kept = tuple(points[: len(points) - short])
    return {(photo.id, role): Signature(photo.id, role, photo.latest.number, "", kept, person, "")}
