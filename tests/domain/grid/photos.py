"""Photos for the grid's tests."""

from typing import Any

from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.photo import Assignment, Photo, Version


def photo_of(
    name: str,
    position: int,
    *,
    colourway: str = "",
    shot: str = "front",
    verdict: Verdict | None = None,
    level: int | None = None,
    tags: tuple[str, ...] = (),
    **fields: Any,
) -> Photo:
    """A photo of one version; the name is its SKU."""
    key = f"{name}-{colourway}-{shot}"
    version = Version(key, 1, "original", "", f"{key}.png", key, 1, 40, 40, 8, "RGB", "PNG", 1, None, "none")
    return Photo(
        key, "b", key, name, colourway, shot, position, fields, None, (version,),
        Assignment(level, "hybrid", "", ()) if level else None,
        Decision(key, verdict, 1, tags) if verdict or tags else None,
    )  # fmt: skip
