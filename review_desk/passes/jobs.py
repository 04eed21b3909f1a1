"""What a worker process does for a pass: the table of jobs. Importing it brings in ONNX Runtime."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
import PIL
import pyvips
from numpy.typing import NDArray

from review_desk import __version__
from review_desk.errors import BadInput, Refused
from review_desk.imaging import formats, gate
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.encode import write_between, write_photo
from review_desk.imaging.luminosity import mixed
from review_desk.imaging.probe import probe
from review_desk.imaging.protection import Mask, own_transparency, proof, protected_pixels, put_back
from review_desk.imaging.scratch import Result, Scratch
from review_desk.passes import artefacts
from review_desk.passes.background_clean import background_clean
from review_desk.passes.background_extend import background_extend
from review_desk.passes.card import described
from review_desk.passes.catalogue import WITHIN, Pass, makes_mask, pass_named
from review_desk.passes.colourway import colourway
from review_desk.passes.denoise import denoise
from review_desk.passes.ghost_join import ghost_join
from review_desk.passes.library import Library, library
from review_desk.passes.measuring import measure
from review_desk.passes.normalise_exposure import normalise_exposure, product_lightness
from review_desk.passes.recipe import Recipe
from review_desk.passes.refine import refine
from review_desk.passes.remove import remove
from review_desk.passes.session import Session, session
from review_desk.passes.sheet import write_sheet
from review_desk.passes.skin_finish import skin_finish
from review_desk.passes.skin_level import skin_level
from review_desk.passes.straighten_frame import straighten_frame
from review_desk.passes.subject_mask import subject_mask
from review_desk.passes.tools import Moved, Tools
from review_desk.passes.trying import trial
from review_desk.passes.upscale import upscale

Does = Callable[..., Source | Moved]

_WORK: dict[str, Does] = {
    "denoise": denoise,
    "normalise-exposure": normalise_exposure,
    "background-clean": background_clean,
    "straighten-frame": straighten_frame,
    "background-extend": background_extend,
    "skin-finish": skin_finish,
    "colourway": colourway,
    "ghost-join": ghost_join,
    "remove": remove,
    "refine": refine,
    "subject-mask": subject_mask,
    "upscale": upscale,
}
_ROWS = 512


def run_pass(_: Scratch, *, path: str, output: str, name: str, **given: Any) -> Result:
    """Run the pass `name` on the photo at `path` and write the result to `output`, whole or not at all.

    `given` are the `parameters`, and where wanted: `expected` the SHA-256 the photo must have; `region` a
    mask file of what the pass is about; `protect` one of pixels that come back bit for bit, the file written
    being read again to prove it (either may be the photo itself, for its transparency); `beside` a second
    photo; `model` the SHA-256 of the one that runs, without it the active one of the pass's task.

    Values: `recipe` (a Recipe's JSON, its `at` still empty) and `facts` (the probe of the output). Raises
    BadInput for a photo that cannot be read or has changed, for a mask that does not fit, and for an output
    that cannot be written or cannot hold the result, Refused for a kind of photo no pass works on and where a
    protected pixel is not what it was.
    """
    work = Work(Path(path), Path(output), given.pop("expected", None))
    stage = {"name": name, "protect": bool(given.get("protect")), **given}
    region, protect = stage.pop("region", None), given.get("protect")
    masks = _masks(work, region, protect)
    made = _applied(work.source, work.path, stage, masks)
    files = {"region": region, "protect": protect, "beside": given.get("beside")}
    return _finished(work, made, masks, files, stages=())


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
    region: str | None = None,
    protect: str | None = None,
) -> Result:
    """Run the stages of the preset `name` one after another; only the last one's result is written.

    Each stage has `name`, `parameters`, `model` (a SHA-256 or "") and whether it shall `protect`. The rest
    and what is raised as for `run_pass`; once a stage has moved the photo no mask fits it any more.
    """
    work = Work(Path(path), Path(output), expected)
    masks = _masks(work, region, protect)
    source, photo, told, place = work.source, work.path, [], None
    for number, stage in enumerate(stages):
        began = time.perf_counter()
        if number:
            photo = work.output.with_name(f"stage-{number}.tif")
            write_between(photo, source.pixels, profile=source.profile, alpha=source.alpha)
            work.let_go()
        made = _applied(source, photo, stage, masks if place is None else Masks())
        told.append({**made.made_with, **_stage_told(stage, made, source, began)})
        source, place = made.source, made.place or place
    whole = Applied(source, place, {**_NO_MODEL, "pass_name": name, "parameters": {}})
    whole.made_with.update(model_version=revision, model_sha256=sha256)
    kept = masks if all(stage["protect"] for stage in stages) else replace(masks, protect=None)
    return _finished(work, whole, kept, {"region": region, "protect": protect}, stages=tuple(told))


@dataclass(frozen=True)
class Masks:
    """What a pass is about and what it may not touch, (H, W) True inside; None where nobody drew it."""

    region: Mask | None = None
    protect: Mask | None = None


@dataclass(frozen=True)
class Applied:
    """What a pass made: `place` is where the photo lies in a new frame, `made_with` goes into recipes."""

    source: Source
    place: tuple[float, ...] | None
    made_with: dict[str, Any]


class Work:
    """A photo that is worked on, its hash held against the `expected` one."""

    def __init__(self, path: Path, output: Path, expected: str | None) -> None:
        self.began = time.perf_counter()
        self.path, self.output = path, output
        _require_writable(output)
        self.digest = _digest(path, expected)
        self._source: Source | None = None

    @property
    def source(self) -> Source:
        """The photo as it is; read anew where it was let go."""
        if self._source is None:
            self._source = _workable(self.path)
        return self._source

    def let_go(self) -> None:
        """Hold it no longer: the next stage needs the memory."""
        self._source = None


def _masks(work: Work, region: str | None, protect: str | None) -> Masks:
    read = [_mask(file, str(work.path), work.source) if file else None for file in (region, protect)]
    return Masks(*read)


def _applied(source: Source, photo: Path, stage: Mapping[str, Any], masks: Masks) -> Applied:
    chosen = pass_named(stage["name"])
    loaded = _loaded(chosen, stage.get("model"))
    region = masks.region if chosen.about else None
    own = {name: value for name, value in stage["parameters"].items() if name != WITHIN.name}
    beside = Path(stage["beside"]) if stage.get("beside") else None
    made = _WORK[chosen.name](source, Tools(photo, region, loaded, beside), **own)
    result = made.source if isinstance(made, Moved) else made
    if WITHIN.name in stage["parameters"]:
        zone = str(stage["parameters"][WITHIN.name])
        result = replace(result, pixels=mixed(source.pixels, result.pixels, zone))
    if stage["protect"] and masks.protect is not None:
        result = put_back(source, result, masks.protect)
    place = made.place if isinstance(made, Moved) else None
    return Applied(result, place, {"pass_name": chosen.name, "parameters": stage["parameters"],
                                   **_made_with(chosen, loaded)})  # fmt: skip


def _stage_told(stage: Mapping[str, Any], made: Applied, before: Source, began: float) -> dict[str, Any]:
    return {
        "protect": stage["protect"],
        "changed_share": changed_share(before.pixels, made.source.pixels),
        "took_ms": round((time.perf_counter() - began) * 1000),
    }


def _finished(
    work: Work, made: Applied, masks: Masks, files: Mapping[str, str | None], *, stages: tuple[Any, ...]
) -> Result:
    protect, share = masks.protect, _share(made.made_with["pass_name"], work.source, made.source)
    if protect is None:
        work.let_go()  # what is written is copied: a large photo and its result would not fit beside that
    _write(work.output, made.source)
    protected = None if protect is None else _protected(work.output, work.source, made.source, protect)
    facts = probe(work.output).to_json()
    recipe = Recipe(
        **made.made_with,
        tools=_tools(),
        input_sha256=work.digest,
        output_sha256=facts["sha256"],
        output_format=facts["format"],
        changed_share=share,
        region_sha256=_digest(Path(region), None) if (region := files["region"]) else None,
        mask_sha256=_digest(Path(mask), None) if (mask := files["protect"]) else None,
        beside_sha256=_digest(Path(beside), None) if (beside := files.get("beside")) else None,
        protected=protected,
        moved=made.place,
        stages=stages,
        took_ms=round((time.perf_counter() - work.began) * 1000),
    )
    return Result({"recipe": recipe.to_json(), "facts": facts})


def changed_share(before: NDArray[Any], after: NDArray[Any]) -> float:
    """The share, 0 to 1, of pixels of (H, W, C) with any channel changed, to six digits; of a new frame 1."""
    if before.shape != after.shape:
        return 1.0
    height, width = before.shape[:2]
    changed = 0
    for top in range(0, height, _ROWS):  # in strips: a mask of the whole photo would double the memory
        strip = before[top : top + _ROWS] != after[top : top + _ROWS]
        changed += int(np.count_nonzero(strip.any(axis=2)))
    return round(changed / int(height * width), 6)


def _share(name: str, source: Source, result: Source) -> float:
    return inside(result.pixels) if makes_mask(name) else changed_share(source.pixels, result.pixels)


def inside(mask: NDArray[np.uint8]) -> float:
    """The share, 0 to 1, of a mask (H, W, 1) that is the product, to six digits."""
    return round(float(np.count_nonzero(mask > 127) / mask.size), 6)


def _require_writable(output: Path) -> None:
    """Raises BadInput for a file name that promises another format than PNG, TIFF or JPEG."""
    if formats.format_of_name(output.name) not in ("PNG", "TIFF", "JPEG"):
        raise BadInput(f"{gate.shown(output)} is no name for a result: it is written as PNG, TIFF or JPEG.")


def _digest(photo: Path, expected: str | None) -> str:
    with gate.open_photo(photo) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if expected is not None and digest != expected:
        raise BadInput(f"{gate.shown(photo)} was changed since the desk took it in.")
    return digest


def _workable(photo: Path) -> Source:
    source = decode_depth(photo)
    if source.mode not in ("RGB", "L"):
        what = {"LAB": "Lab"}.get(source.mode, source.mode)
        raise Refused(f"{gate.shown(photo)} is {what}; passes work on RGB and grey. Convert a copy first.")
    return source


def _write(target: Path, result: Source) -> None:
    try:
        write_photo(target, result.pixels, profile=result.profile, exif=result.exif, alpha=result.alpha)
    except ValueError as error:  # what the format cannot hold: 16 bits or transparency in a JPEG
        raise BadInput(f"{gate.shown(target)} cannot hold the result: {error}.") from error


def _mask(protect: str, path: str, source: Source) -> Mask:
    return (
        own_transparency(Path(path), source) if protect == path else protected_pixels(Path(protect), source)
    )


def _protected(target: Path, before: Source, result: Source, mask: Mask) -> dict[str, Any]:
    """The proof as a recipe keeps it. JPEG changes codes when it encodes: there it is that of the pixels
    before, and `lossless` says so. Raises Refused, and removes the file, where the proof fails.
    """
    lossless = formats.format_of_name(target.name) != "JPEG"
    found = proof(before, decode_depth(target) if lossless else result, mask)
    if found.changed or found.max_difference is None:
        target.unlink()
        raise Refused(f"{found.in_words}: the result was thrown away.")
    named = ("pixels", "changed", "sha256_before", "sha256_after")
    return {**{name: getattr(found, name) for name in named}, "lossless": lossless}


def _loaded(chosen: Pass, model: str | None) -> Session | None:
    if not chosen.task:
        return None
    own = library()
    card = own.with_hash(model) if model else own.wanted(chosen.task, chosen.model)
    return session(card) if card else None


_NO_MODEL: dict[str, Any] = {"model": "", "tile": 0, "overlap": 0}


def _made_with(chosen: Pass, loaded: Session | None) -> dict[str, Any]:
    if loaded is None:
        return {**_NO_MODEL, "model_version": chosen.revision, "model_sha256": ""}
    card = loaded.card
    return {
        "model": card.name,
        "model_version": card.version,
        "model_sha256": card.sha256,
        "tile": card.tile,
        "overlap": card.overlap,
        **loaded.ran_on.to_json(),
    }


def _tools() -> dict[str, str]:
    return {
        "review-desk": __version__,
        "onnxruntime": onnxruntime.__version__,
        "numpy": np.__version__,
        "opencv": cv2.__version__,
        "pillow": PIL.__version__,
        "libvips": ".".join(str(pyvips.version(part)) for part in range(3)),
    }


def lightness(_: Scratch, *, path: str, region: str | None = None) -> Result:
    """Values: `lightness`, the median L* of the product of a photo, by its mask where it has one. Raises
    Refused where it cannot be told from its background.
    """
    about = _mask(region, path, _workable(Path(path))) if region else None
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
    return Result({"measured": measure(loaded, _workable(Path(path)))})


def measure_skin(_: Scratch, *, path: str, region: str | None = None) -> Result:
    """`skin_level` of the photo at `path`, on the skin that the mask `region` marks, else as it is found.

    Raises BadInput for a photo or mask that cannot be read, Refused where no skin is found.
    """
    photo = Path(path)
    source = _workable(photo)
    about = _mask(region, path, source) if region else None
    return Result(dict(skin_level(source, Tools(photo, about, _loaded(pass_named("skin-finish"), None)))))


def find_harm(_: Scratch, *, before: str, after: str, output: str | None = None) -> Result:
    """Values: `spots` as `artefacts.Spot` has them, surest and largest first, and which model found them; the
    array is the heat map, which is written to `output` too, where one is named. Raises BadInput, Refused.
    """
    loaded = session(library().active("artefacts", "artefacts"))
    if output:
        _require_writable(Path(output))
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
