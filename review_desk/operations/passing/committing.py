"""A pass's result: looked at before it is kept, then stored as a new version of the photo."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from review_desk.domain.changes import Changes
from review_desk.domain.photo import TRIED, Photo, Version
from review_desk.domain.viewplan import Match
from review_desk.operations.carry import carry_along
from review_desk.operations.passing.masking import give_mask, masked_before
from review_desk.operations.passing.plan import PassJob, made_before, photo_of
from review_desk.operations.passing.rows import settle
from review_desk.passes.recipe import Recipe
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader, Store
from review_desk.store.photos import version_of
from review_desk.store.projections import Row
from review_desk.whole_file import sync_folder

_FACTS = (
    "sha256", "size", "width", "height", "bit_depth", "mode", "format", "orientation", "profile",
    "profile_state",
)  # fmt: skip


def tried(job: PassJob, values: Mapping[str, Any]) -> Version:
    """A worker's result as a version that no desk knows of: its file is the temporary one."""
    facts = {name: values["facts"][name] for name in _FACTS}
    return Version(
        photo=job.photo,
        number=TRIED,
        role="ai",
        label=job.short,
        file=str(job.output),
        recipe=values["recipe"],
        **facts,
    )


def commit(
    store: Store, job: PassJob, values: Mapping[str, Any], *, actor: str, at: str, run: str = ""
) -> Changes:
    """Store a worker's result as a new version of the photo, in one step that undo takes back; a mask
    becomes the photo's. Of a `run` the photo is done in the same transaction.

    The file goes to `files/` under its hash before the row that names it is written; a desk that is killed
    in between has a file too many and nothing too few. Writes nothing where the photo has this result
    already. Raises BadInput where the photo is gone, StoreTrouble where the file cannot be kept.
    """
    recipe = Recipe.from_json({**values["recipe"], "at": at})
    file = _keep(store.folder, job, recipe.output_sha256)
    with store.step(job.label, actor=actor, at=at) as step:
        found = photo_of(store, job.photo)
        if job.chosen.makes_mask:
            if not masked_before(found, recipe.to_json()):
                give_mask(step, found, file, recipe)
        elif made_before(found, recipe.to_json()) is None:
            row = _row(found, job, file, values["facts"], recipe)
            step.put("version", row)
            match = Match(*recipe.moved) if recipe.moved else None
            carry_along(store, step, found, found.version(job.version), version_of(row), match=match)
        if run:
            settle(step, run, job.photo, "done", version=_made(store, job, recipe.to_json()))
    return step.changes


def _made(reader: Reader, job: PassJob, work: Mapping[str, Any]) -> int | None:
    return job.version if job.chosen.makes_mask else made_before(photo_of(reader, job.photo), work)


def _keep(desk: Path, job: PassJob, sha256: str) -> str:
    """Move the worker's file to its place by content. Returns its name relative to the desk."""
    name = f"files/{sha256[:2]}/{sha256[2:]}.png"
    place = desk / name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        job.output.replace(place)
        sync_folder(place.parent)
        sync_folder(place.parent.parent)
    except OSError as error:
        raise StoreTrouble(
            f"The result for {job.title} could not be kept: {error.strerror}. Nothing was changed."
        ) from error
    return name


def _row(photo: Photo, job: PassJob, file: str, facts: Mapping[str, Any], recipe: Recipe) -> Row:
    return {
        "photo_id": photo.id,
        "number": photo.versions[-1].number + 1,
        "role": "ai",
        "label": job.short,
        "file": file,
        **{name: facts[name] for name in _FACTS},
        "recipe": recipe.to_json(),
    }
