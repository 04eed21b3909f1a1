"""What a worker process does for a pass: the table of jobs. Importing it brings in ONNX Runtime."""

import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from review_desk.imaging.encode import write_between, write_photo
from review_desk.imaging.scratch import Result, Scratch
from review_desk.passes import artefacts
from review_desk.passes.card import described
from review_desk.passes.catalogue import pass_named
from review_desk.passes.library import Library, library
from review_desk.passes.measuring import measure
from review_desk.passes.normalise_exposure import product_lightness
from review_desk.passes.session import session
from review_desk.passes.sheet import write_sheet
from review_desk.passes.skin_level import skin_level
from review_desk.passes.tools import Tools
from review_desk.passes.trying import trial
from review_desk.passes.work import (
    NO_MODEL,
    Applied,
    MaskFiles,
    Masks,
    Work,
    applied,
    finished,
    loaded_for,
    mask_of,
    masks_of,
    require_writable,
    stage_told,
    workable,
)


def run_pass(_: Scratch, *, path: str, output: str, name: str, **given: Any) -> Result:
    """Run the pass `name` on the photo at `path` and write the result to `output`, whole or not at all.

    `given` are the `parameters`, and where wanted: `expected` the SHA-256 the photo must have; `region` a
    mask file of what the pass is about; `protect` one of pixels that come back bit for bit, the file written
    being read again to prove it (either may be the photo itself, for its transparency); `region_path` and
    `protect_path` a path in those files by its name; `beside` a second photo; `model` the SHA-256 of the one
    that runs, without it the active one of the pass's task.

    Values: `recipe` (a Recipe's JSON, its `at` still empty) and `facts` (the probe of the output). Raises
    BadInput for a photo that cannot be read or has changed, for a mask that does not fit, and for an output
    that cannot be written or cannot hold the result, Refused for a kind of photo no pass works on and where a
    protected pixel is not what it was.
    """
    work = Work(Path(path), Path(output), given.pop("expected", None))
    files = MaskFiles(**{name: given.pop(name, None) for name in _FILES})
    stage = {"name": name, "protect": bool(files.protect), "beside": files.beside, **given}
    masks = masks_of(work, files)
    made = applied(work.source, work.path, stage, masks)
    return finished(work, made, masks, files, stages=())


_FILES = tuple(field.name for field in fields(MaskFiles))


def run_chain(
    _: Scratch,
    *,
    path: str,
    output: str,
    name: str,
    revision: str,
    sha256: str,
    stages: list[dict[str, Any]],
    expected: str | None = None,
    **masked: str | None,
) -> Result:
    """Run the stages of the preset `name` one after another; only the last one's result is written.

    Each stage has `name`, `parameters`, `model` (a SHA-256 or "") and whether it shall `protect`. `masked`
    are the masks and their paths. These, the rest and what is raised as for `run_pass`; once a stage has
    moved the photo no mask fits it any more.
    """
    work, files = Work(Path(path), Path(output), expected), MaskFiles(**masked)
    masks = masks_of(work, files)
    source, photo, told, place = work.source, work.path, [], None
    for number, stage in enumerate(stages):
        began = time.perf_counter()
        if number:
            photo = work.output.with_name(f"stage-{number}.tif")
            write_between(photo, source.pixels, profile=source.profile, alpha=source.alpha)
            work.let_go()
        made = applied(source, photo, stage, masks if place is None else Masks())
        told.append({**made.made_with, **stage_told(stage, made, source, began)})
        source, place = made.source, made.place or place
    whole = Applied(source, place, {**NO_MODEL, "pass_name": name, "parameters": {}})
    whole.made_with.update(model_version=revision, model_sha256=sha256)
    kept = masks if all(stage["protect"] for stage in stages) else replace(masks, protect=None)
    return finished(work, whole, kept, files, stages=tuple(told))


def lightness(_: Scratch, *, path: str, region: str | None = None) -> Result:
    """Values: `lightness`, the median L* of the product of a photo, by its mask where it has one. Raises
    Refused where it cannot be told from its background.
    """
    about = mask_of(region, path, workable(Path(path))) if region else None
    return Result({"lightness": product_lightness(Tools(Path(path), about))})


def try_model(_: Scratch, *, path: str, card: str) -> Result:
    """Values: what a model of nobody's yet does on made-up pixels (`trying.trial`). Raises BadInput."""
    return Result(trial(described(Path(card), Path(path), Path(path).stem)))


def measure_model(_: Scratch, *, path: str, model: str, own: str) -> Result:
    """Values: `measured`, what the model with this SHA-256 (a studio's own lie in `own`) reaches on one photo
    (`measuring.measure`); None where the photo holds no truth for its task. Raises BadInput, or Refused for a
    kind no pass works on.
    """
    loaded = session(Library(Path(own)).with_hash(model))
    return Result({"measured": measure(loaded, workable(Path(path)))})


def measure_skin(_: Scratch, *, path: str, region: str | None = None) -> Result:
    """`skin_level` of the photo at `path`, on the skin that the mask `region` marks, else as it is found.

    Raises BadInput for a photo or mask that cannot be read, Refused where no skin is found.
    """
    photo = Path(path)
    source = workable(photo)
    about = mask_of(region, path, source) if region else None
    return Result(dict(skin_level(source, Tools(photo, about, loaded_for(pass_named("skin-finish"), None)))))


def find_harm(_: Scratch, *, before: str, after: str, output: str | None = None) -> Result:
    """Values: `spots` as `artefacts.Spot` has them, surest and largest first, and which model found them; the
    array is the heat map, which is written to `output` too, where one is named. Raises BadInput, Refused.
    """
    loaded = session(library().active("artefacts", "artefacts"))
    if output:
        require_writable(Path(output))
    found = artefacts.find_harm(Path(after), Path(before), loaded)
    if output:
        write_photo(Path(output), found.map[..., np.newaxis], profile=None)
    spots = [vars(spot) for spot in found.spots]
    return Result({"spots": spots, "model": loaded.card.name, "model_sha256": loaded.card.sha256}, found.map)


def sheet(_: Scratch, *, output: str, columns: list[str], rows: list[dict[str, Any]]) -> Result:
    """Write a sheet of photos side by side (`sheet.write_sheet`). Raises BadInput."""
    write_sheet(Path(output), columns, rows)
    return Result()


JOBS: dict[str, Callable[..., Result]] = {
    "run_pass": run_pass,
    "skin_level": measure_skin,
    "run_chain": run_chain,
    "sheet": sheet,
    "lightness": lightness,
    "try_model": try_model,
    "measure_model": measure_model,
    "find_harm": find_harm,
}
