"""A pass, or a preset, on one file, without a desk."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from review_desk.errors import BadInput, Refused
from review_desk.imaging import gate
from review_desk.imaging.workers import WorkerPool
from review_desk.operations.passing.chosen import (
    model_of,
    preset_work,
    protects_by,
    require_mask_wanted,
    stages_of,
)
from review_desk.operations.passing.protecting import MaskFile, mask_asked
from review_desk.operations.passing.running import asked
from review_desk.passes.catalogue import Pass, pass_named
from review_desk.passes.preset import MARK, Preset, preset_in, preset_named
from review_desk.passes.recipe import Recipe

_LIMIT_S = 600.0


def run_on_file(
    pool: WorkerPool,
    name: str,
    source: Path,
    output: Path,
    *,
    parameters: Mapping[str, Any],
    at: str,
    region: MaskFile | None = None,
    protect: MaskFile | None = None,
    beside: Path | None = None,
    model: str = "",
) -> Recipe:
    """Run a pass, or “preset:NAME”, on one file. `output` is replaced whole or not at all. `model` names
    another than the active one. A preset's NAME may be its file, ending in “.toml”.

    The mask `region` marks what the pass is about. The pixels inside the mask `protect` come back bit for
    bit; `source` itself, without one of its paths, means its transparency. A preset that protects does so by
    what the photo brings along where no mask is given. `beside` is the second photo of a pass that takes one.

    Raises Refused where `output` is the photo itself or a mask, BadInput for a mask that the pass has no use
    for, and as the worker says it.
    """
    preset = _preset(name) if name.startswith(MARK) else None
    chosen = preset.as_pass if preset else pass_named(name)
    settled = chosen.settled(parameters)
    stages = stages_of(preset) if preset else ()
    by = protects_by(chosen, stages, protect or "")
    protect = mask_asked(by, source) if isinstance(by, str) and by else protect
    _require_fitting(chosen, region=region, beside=beside)
    _require_free(output, source, *(mask.file for mask in (protect, region) if mask))
    masks = {**asked("region", region), **asked("protect", protect)}
    given = {"path": source, "timeout_s": _LIMIT_S * max(1, len(stages)), "name": chosen.name, **masks}
    if preset:
        values = _run_chain(pool, preset, stages, output, given)
    else:
        card = model_of(chosen, model)
        given |= {"parameters": settled, "beside": beside, "model": card.sha256 if card else None}
        values = pool.submit("run_pass", output=output, **given).result().values
    return Recipe.from_json({**values["recipe"], "at": at})


def _preset(name: str) -> Preset:
    named = name.removeprefix(MARK)
    return preset_in(Path(named)) if named.endswith(".toml") else preset_named(named)


def _run_chain(
    pool: WorkerPool,
    preset: Preset,
    stages: tuple[Mapping[str, Any], ...],
    output: Path,
    given: dict[str, Any],
) -> Mapping[str, Any]:
    """In a folder of its own beside the output: what the stages leave behind goes with it."""
    work = preset_work(preset)
    told = {"revision": preset.version, "sha256": work["model_sha256"], "stages": [dict(s) for s in stages]}
    try:
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=".part-") as folder:
            made = Path(folder) / output.name
            values = pool.submit("run_chain", output=made, **told, **given).result().values
            made.replace(output)
            return values
    except OSError as error:
        raise BadInput(f"{gate.shown(output)} cannot be written: {error.strerror}.") from error


def _require_fitting(chosen: Pass, *, region: MaskFile | None, beside: Path | None) -> None:
    require_mask_wanted(chosen, region.file if region else None)
    if chosen.by_marks and not chosen.finds and region is None:
        raise BadInput(
            f"Say with --mask what {chosen.name} is about: a picture that is white on {chosen.about}."
        )
    if bool(chosen.beside) != bool(beside):
        wants = f"wants {chosen.beside} with --beside" if chosen.beside else "takes no second photo"
        raise BadInput(f"{chosen.name} {wants}.")


def _require_free(output: Path, photo: Path, *masks: Path) -> None:
    """Originals are never written, under whichever name they are given."""
    for kept in (photo, *masks):
        if output.exists() and kept.exists() and output.samefile(kept):
            what = "the photo itself" if kept == photo else "the mask"
            raise Refused(f"{output.name} is {what}. Originals are never written: name another file.")
