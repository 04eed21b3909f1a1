"""The failure modes that ship with the desk."""

from functools import cache

from review_desk.domain.failure_mode import Taxonomy, parse_family
from review_desk.paths import asset


@cache
def failure_modes() -> Taxonomy:
    """Every family of `assets/failure_modes`, in the order of the files' names."""
    files = sorted(asset("failure_modes").glob("*.toml"))
    return Taxonomy(tuple(parse_family(file.read_text("utf-8"), name=file.name) for file in files))
