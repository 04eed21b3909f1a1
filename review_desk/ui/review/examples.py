"""What a failure mode looks like: a picture from the demo studio in the tip of its button."""

from functools import cache
from html import escape
from pathlib import Path

from review_desk.domain.failure_mode import FailureMode
from review_desk.paths import asset


@cache
def example_of(mode: str) -> Path | None:
    """The picture of a failure mode that ships with the desk; most have none."""
    path = asset("failure_modes", "pictures", f"{mode}.jpg")
    return path if path.is_file() else None


def tip(mode: FailureMode) -> str:
    """The sentence of a failure mode, and below it its picture where there is one."""
    picture = example_of(mode.id)
    if picture is None:
        return mode.sentence
    return (
        f'<table width="264"><tr><td>{escape(mode.sentence)}</td></tr><tr><td>'
        f'<img src="{escape(picture.as_uri())}" width="264" height="198"/></td></tr></table>'
    )
