"""One photo under a pass: read, worked on with its masks, proved, written, told of in a recipe."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
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
from review_desk.imaging.encode import write_photo
from review_desk.imaging.luminosity import mixed
from review_desk.imaging.probe import probe
from review_desk.imaging.protection import Mask, own_transparency, proof, protected_pixels, put_back
from review_desk.imaging.scratch import Result
from review_desk.passes.background_clean import background_clean
from review_desk.passes.background_extend import background_extend
from review_desk.passes.catalogue import WITHIN, Pass, makes_mask, pass_named
from review_desk.passes.colourway import colourway
from review_desk.passes.denoise import denoise
from review_desk.passes.ghost_join import ghost_join
from review_desk.passes.library import library
from review_desk.passes.normalise_exposure import normalise_exposure
from review_desk.passes.recipe import Recipe
from review_desk.passes.refine import refine
from review_desk.passes.remove import remove
from review_desk.passes.session import Session, session
from review_desk.passes.skin_finish import skin_finish
from review_desk.passes.straighten_frame import straighten_frame
from review_desk.passes.subject_mask import subject_mask
from review_desk.passes.tools import Moved, Tools
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


@dataclass(frozen=True)
class Masks:
    """What a pass is about and what it may not touch, (H, W) True inside; None where nobody drew it."""

    region: Mask | None = None
    protect: Mask | None = None


@dataclass(frozen=True)
class MaskFiles:
    """Where the masks lie, and the second photo; a mask may lie in the photo itself. `..._path` names a path
    in the file that is the mask, "" the one that clips; None where its codes are.
    """

    region: str | None = None
    protect: str | None = None
    beside: str | None = None
    region_path: str | None = None
    protect_path: str | None = None


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
        require_writable(output)
        self.digest = _digest(path, expected)
        self._source: Source | None = None

    @property
    def source(self) -> Source:
        """The photo as it is; read anew where it was let go."""
        if self._source is None:
            self._source = workable(self.path)
        return self._source

    def let_go(self) -> None:
        """Hold it no longer: the next stage needs the memory."""
        self._source = None


def masks_of(work: Work, files: MaskFiles) -> Masks:
    """The masks in these files. Raises BadInput where one does not fit."""
    asked = ((files.region, files.region_path), (files.protect, files.protect_path))
    read = [mask_of(file, str(work.path), work.source, path=path) if file else None for file, path in asked]
    return Masks(*read)


def applied(source: Source, photo: Path, stage: Mapping[str, Any], masks: Masks) -> Applied:
    """Do what a stage names to the pixels of `source`, which came from the file `photo`.

    A stage has `name`, `parameters`, whether it shall `protect`, and may have `model` (a SHA-256) and
    `beside` (a second photo). Raises what the pass raises.
    """
    chosen = pass_named(stage["name"])
    loaded = loaded_for(chosen, stage.get("model"))
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


def stage_told(stage: Mapping[str, Any], made: Applied, before: Source, began: float) -> dict[str, Any]:
    """What a recipe tells of one stage of a preset."""
    return {
        "protect": stage["protect"],
        "changed_share": changed_share(before.pixels, made.source.pixels),
        "took_ms": round((time.perf_counter() - began) * 1000),
    }


def finished(work: Work, made: Applied, masks: Masks, files: MaskFiles, *, stages: tuple[Any, ...]) -> Result:
    """Write what was made, prove what was protected, and tell of it: a Recipe's JSON and the file's facts."""
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
        region_sha256=_digest(Path(files.region), None) if files.region else None,
        mask_sha256=_digest(Path(files.protect), None) if files.protect else None,
        beside_sha256=_digest(Path(files.beside), None) if files.beside else None,
        region_path=files.region_path,
        mask_path=files.protect_path,
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
        any_channel = reduce(np.logical_or, np.moveaxis(strip, 2, 0))  # any(axis=2) takes 15 times as long
        changed += int(np.count_nonzero(any_channel))
    return round(changed / int(height * width), 6)


def _share(name: str, source: Source, result: Source) -> float:
    return inside(result.pixels) if makes_mask(name) else changed_share(source.pixels, result.pixels)


def inside(mask: NDArray[np.uint8]) -> float:
    """The share, 0 to 1, of a mask (H, W, 1) that is the product, to six digits."""
    return round(float(np.count_nonzero(mask > 127) / mask.size), 6)


def require_writable(output: Path) -> None:
    """Raises BadInput for a file name that promises another format than PNG, TIFF or JPEG."""
    if formats.format_of_name(output.name) not in ("PNG", "TIFF", "JPEG"):
        raise BadInput(f"{gate.shown(output)} is no name for a result: it is written as PNG, TIFF or JPEG.")


def _digest(photo: Path, expected: str | None) -> str:
    with gate.open_photo(photo) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if expected is not None and digest != expected:
        raise BadInput(f"{gate.shown(photo)} was changed since the desk took it in.")
    return digest


def workable(photo: Path) -> Source:
    """A photo with all its bits. Raises BadInput, and Refused for a kind that no pass works on."""
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


def mask_of(file: str, photo: str, source: Source, *, path: str | None = None) -> Mask:
    """The mask in a file, (H, W) True inside, or its path of that name; of the photo itself without one its
    transparency. Raises BadInput.
    """
    if file == photo and path is None:
        return own_transparency(Path(photo), source)
    return protected_pixels(Path(file), source, by=path)


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


def loaded_for(chosen: Pass, model: str | None) -> Session | None:
    """The model with this SHA-256, else the active one of the pass's task; None for a calculation."""
    if not chosen.task:
        return None
    own = library()
    card = own.with_hash(model) if model else own.wanted(chosen.task, chosen.model)
    return session(card) if card else None


NO_MODEL: dict[str, Any] = {"model": "", "tile": 0, "overlap": 0}


def _made_with(chosen: Pass, loaded: Session | None) -> dict[str, Any]:
    if loaded is None:
        return {**NO_MODEL, "model_version": chosen.revision, "model_sha256": ""}
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
