"""Making a version once more from its recipe, to see whether it comes out the same, byte for byte."""

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
    """What came of it. `sha256` is that of the version's file, `again` of what was made now.

    `other_tools` are the programs that had another version then: “numpy” to (then, now). `other_work` names
    what the recipe asks for and cannot be asked for any more: another model, another mask.
    """

    version: int
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
        if self.ok:
            return f"Version {self.version} came out the same, byte for byte."
        changed = [*self.other_work, *(f"{name} {a} → {b}" for name, (a, b) in self.other_tools.items())]
        why = f" What is other now: {', '.join(changed)}." if changed else ""
        return f"Version {self.version} did not come out the same.{why}"


def rerun(reader: Reader, pool: WorkerPool, photo: str, *, version: int | None = None) -> Rerun:
    """Make the version (the newest that a pass made) again into a temporary file and compare the hashes.

    The desk is not changed. Raises BadInput for a version that no pass made and where the version it was made
    from is gone, and as the worker says it.
    """
    found = photo_of(reader, photo)
    made = _made_by_a_pass(found, version)
    recipe = made.recipe or {}
    source = _source(found, recipe)
    job = plan(
        reader,
        photo,
        recipe["pass"],
        version=source,
        parameters=recipe["parameters"],
        protect=_protector(reader, found.version(source), recipe),
        model=_model(recipe),
        region=_kept_region(reader, recipe),
    )
    return _compared(made, job, _again(pool, job))


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


def _compared(made: Version, job: PassJob, again: Mapping[str, Any]) -> Rerun:
    recipe = made.recipe or {}
    then, now = recipe.get("tools", {}), again["tools"]
    tools = {name: (then[name], now.get(name, "")) for name in then if then[name] != now.get(name)}
    other = tuple(_WORDS[name] for name in _WORDS if recipe.get(name) != job.work.get(name))
    return Rerun(made.number, made.sha256, again["output_sha256"], tools, other)


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
