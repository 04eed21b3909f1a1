"""The failure modes in force: those that ship with the desk, and the studio's own on top.

A studio's file is one family. Its events are undone, backed up and audited like a verdict. Records name a
mode by its id and outlive it: a tag whose mode has gone is shown by that id.
"""

from functools import cache, lru_cache

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.failure_mode import Taxonomy, parse_family
from review_desk.domain.rule_place import line_of
from review_desk.errors import BadInput
from review_desk.operations.studio_file import put_in_force, require_in_force
from review_desk.paths import asset
from review_desk.store.desk import Reader, Store
from review_desk.store.mode_uses import mode_uses
from review_desk.store.studio_files import studio_files


@cache
def failure_modes() -> Taxonomy:
    """Every family of `assets/failure_modes`, in the order of the files' names."""
    files = sorted(asset("failure_modes").glob("*.toml"))
    return Taxonomy(tuple(parse_family(file.read_text("utf-8"), name=file.name) for file in files))


def taxonomy_of(reader: Reader) -> Taxonomy:
    """The failure modes in force on a desk."""
    return laid_on_top(tuple(studio_files(reader.db, "mode_file").items()))


def uses_of(reader: Reader) -> dict[str, int]:
    """How many photos and marks of a desk name each failure mode."""
    return mode_uses(reader.db)


@lru_cache(maxsize=8)
def laid_on_top(files: tuple[tuple[str, str], ...] = ()) -> Taxonomy:
    """What ships with these files (name, text) on top. Raises BadInput for a slip, with its line."""
    shipped = failure_modes()
    if not files:
        return shipped
    try:
        return shipped.with_own([parse_family(text, name=name) for name, text in files])
    except BadInput as error:
        found = next(((name, line_of(text, str(error))) for name, text in files if name in str(error)), None)
        if found is None or found[1] is None:
            raise
        raise BadInput(f"Line {found[1]} of {error}") from None


def use_mode_file(store: Store, *, text: str, actor: str, at: str, name: str) -> Changes:
    """Put a studio's family in force, in place of the file of that name. Raises BadInput for a slip.

    Modes of a family that ships join it, and take the place of those with their ids; another family stands
    after those that ship.
    """
    who = require_reviewer(actor)
    laid_on_top(tuple({**studio_files(store.db, "mode_file"), name: text}.items()))
    with store.step(f"{name} in force", actor=who, at=at) as step:
        put_in_force(step, "mode_file", name=name, text=text, author=who, at=at)
    return step.changes


def drop_mode_file(store: Store, *, actor: str, at: str, name: str) -> Changes:
    """Take a studio's file out of force; what was noted with its modes stays. Raises BadInput for no such."""
    require_in_force(store, "mode_file", name, called="file of failure modes")
    with store.step(f"{name} no longer in force", actor=require_reviewer(actor), at=at) as step:
        step.remove("mode_file", name=name)
    return step.changes
