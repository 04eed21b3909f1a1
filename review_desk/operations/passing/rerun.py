"""Making a version, or a photo's mask, once more from its recipe: is it the same, byte for byte?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review_desk.domain.photo import Photo, Version
from review_desk.domain.protecting import OWN, by_path
from review_desk.errors import BadInput
from review_desk.imaging.workers import WorkerPool
from review_desk.operations.passing.plan import PassJob, photo_of, plan
from review_desk.operations.passing.protecting import MaskFile
from review_desk.operations.passing.regions import kept_by_hash
from review_desk.operations.passing.running import discard, start
from review_desk.passes.library import library
from review_desk.store.desk import Reader


@dataclass(frozen=True)
class Rerun:
    """What came of it. `version` is None for the photo's mask. `sha256` is that of the file that was made,
    `again` of what was made now.

    `other_tools` are the programs that had another version then: “numpy” to (then, now). `other_work` names
    what the recipe asks for and cannot be asked for any more: another model, another mask.
    """

    version: int | None
    sha256: str
    again: str
    other_tools: Mapping[str, tuple[str, str]]
    other_work: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether both are the same bytes."""
        return self.sha256 == self.again

    def to_json(self) -> dict[str, Any]:
        """As `review-desk rerun --json` gives it."""
        tools = {name: list(versions) for name, versions in self.other_tools.items()}
        return {"ok": self.ok, **vars(self), "other_tools": tools, "other_work": list(self.other_work)}

    def in_words(self) -> str:
        """A sentence."""
        made = f"Version {self.version}" if self.version else "The mask"
        if self.ok:
            return f"{made} came out the same, byte for byte."
        changed = [*self.other_work, *(f"{name} {a} → {b}" for name, (a, b) in self.other_tools.items())]
        why = f" What is other now: {', '.join(changed)}." if changed else ""
        return f"{made} did not come out the same.{why}"


def rerun(reader: Reader, pool: WorkerPool, photo: str, *, version: int | None = None) -> Rerun:
    """Make the version (the newest that a pass made) again into a temporary file and compare the hashes.

    The desk is not changed. Raises BadInput for a version that no pass made and where the version it was made
    from is gone, and as the worker says it.
    """
    found = photo_of(reader, photo)
    made = _made_by_a_pass(found, version)
    return _made_again(reader, pool, found, made.recipe or {}, made.sha256, version=made.number)


def rerun_mask(reader: Reader, pool: WorkerPool, photo: str) -> Rerun:
    """Make the photo's mask again as `rerun` does a version. Raises BadInput where no pass made it."""
    found = photo_of(reader, photo)
    if not found.mask_recipe:
        raise BadInput(f"{found.title}: its mask was not made by a pass.")
    return _made_again(reader, pool, found, found.mask_recipe, found.mask_recipe["output_sha256"])


def _made_again(
    reader: Reader,
    pool: WorkerPool,
    found: Photo,
    recipe: Mapping[str, Any],
    sha256: str,
    *,
    version: int | None = None,
) -> Rerun:
    source = _source(found, recipe)
    job = plan(
        reader,
        found.id,
        recipe["pass"],
        version=source,
        parameters=recipe["parameters"],
        protect=_protector(reader, found.version(source), recipe),
        model=_model(recipe),
        region=_kept_region(reader, recipe),
    )
    again = _again(pool, job)
    return Rerun(version, sha256, again["output_sha256"], *_other_now(recipe, job, again))


def _model(recipe: Mapping[str, Any]) -> str:
    """The model of the recipe where it is still here, else the active one, and the answer says so."""
    sha256 = str(recipe.get("model_sha256", ""))
    try:
        return library().with_hash(sha256).sha256 if sha256 else ""
    except BadInput:
        return ""


def _kept_region(reader: Reader, recipe: Mapping[str, Any]) -> Path | None:
    """The mask that marks made, where the desk kept it."""
    sha256 = recipe.get("region_sha256")
    return kept_by_hash(reader, sha256) if sha256 else None


def _protector(reader: Reader, source: Version, recipe: Mapping[str, Any]) -> str | MaskFile:
    """The mask of the recipe where it is still here, else what protects the photo now."""
    sha256, path = recipe.get("mask_sha256"), recipe.get("mask_path")
    if not sha256 or path:
        return by_path(path) if path else ""
    if sha256 == source.sha256:
        return MaskFile(reader.resolve(source.file))
    kept = kept_by_hash(reader, sha256)
    return MaskFile(kept) if kept else OWN


def _again(pool: WorkerPool, job: PassJob) -> Mapping[str, Any]:
    """The recipe of the work done once more; its file is gone."""
    try:
        again: Mapping[str, Any] = start(pool, job).result().values["recipe"]
        return again
    finally:
        discard(job)


def _other_now(
    recipe: Mapping[str, Any], job: PassJob, again: Mapping[str, Any]
) -> tuple[dict[str, tuple[str, str]], tuple[str, ...]]:
    """The tools and the parts of the work that are other than the recipe's."""
    then, now = recipe.get("tools", {}), again["tools"]
    tools = {name: (then[name], now.get(name, "")) for name in then if then[name] != now.get(name)}
    return tools, tuple(_WORDS[name] for name in _WORDS if recipe.get(name) != job.work.get(name))


_WORDS = {
    "model_sha256": "the model",
    "model_version": "the pass's revision",
    "region_sha256": "the mask",
    "mask_sha256": "the protect mask",
    "mask_path": "the path that protects",
    "beside_sha256": "the second photo",
}


def _made_by_a_pass(photo: Photo, number: int | None) -> Version:
    made = [v for v in photo.versions if v.recipe and "pass" in v.recipe and number in (None, v.number)]
    if not made:
        which = f"version {number}" if number else "no version"
        raise BadInput(f"{photo.title}: {which} was {'not ' if number else ''}made by a pass.")
    return made[-1]


def _source(photo: Photo, recipe: Mapping[str, Any]) -> int:
    """The number of the version it was made from. Raises BadInput."""
    for version in photo.versions:
        if version.sha256 == recipe["input_sha256"]:
            return version.number
    raise BadInput(f"{photo.title} has the version no more that this one was made from.")
