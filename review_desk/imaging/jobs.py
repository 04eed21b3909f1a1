"""What a worker process does for the desk: the table of jobs on photos."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from review_desk.imaging import decode as decoding
from review_desk.imaging import probe as probing
from review_desk.imaging import thumbnail as thumbnails
from review_desk.imaging.cube import engine
from review_desk.imaging.display import target_of
from review_desk.imaging.measures.photo import measure_photo
from review_desk.imaging.scratch import Result, Scratch

_ENOUGH = 2400
"""Pixels of the longer side that lining up looks at: it refines on a megapixel, to parts of a pixel."""


def probe(_: Scratch, *, path: str) -> Result:
    """Values: the probe's JSON."""
    return Result(probing.probe(Path(path)).to_json())


def develop(scratch: Scratch, *, jpegs: list[str], **colours: Any) -> Result:
    """Array: thumbnails end to end, uint8 BGRX in the display's codes. Values: `sizes`, (width, height) each.

    `jpegs` are what `thumbnail` made, in sRGB, as base64; a damaged one has the size (0, 0). `colours` as for
    `frame`.
    """
    target, contents = target_of(**colours), [base64.b64decode(jpeg) for jpeg in jpegs]
    sizes = [thumbnails.size_of(content) for content in contents]
    whole, start = scratch.array((4 * sum(w * h for w, h in sizes) + 4,), np.uint8), 0
    for number, (width, height) in enumerate(sizes):
        end = start + 4 * width * height
        if not thumbnails.develop(contents[number], whole[start:end].reshape(height, width, 4), target):
            sizes[number] = 0, 0
            continue
        start = end
    return Result({"sizes": sizes}, whole)


def inspect(scratch: Scratch, *, path: str, edge: int = 320) -> Result:
    """Values: the probe's JSON. Array: the thumbnail's bytes, proof that every pixel can be read."""
    facts, small = probe(scratch, path=path), thumbnails.thumbnail(Path(path), edge=edge)
    return Result(facts.values, np.frombuffer(small, np.uint8))


def frame(scratch: Scratch, *, path: str, level: int = 0, bound: int | None = None, **colours: Any) -> Result:
    """Array: (H, W, 4) uint8 BGRX in the display's codes. Values: the rest of `decode.Pixels`, and `engine`.

    `colours` are the arguments of `display.target_of`: display, intent, bpc, proof, proof_intent, warn_gamut.
    """
    pixels = decoding.decode(
        Path(path),
        level=level,
        bound=bound,
        allocate=lambda shape: scratch.array(shape, np.uint8),
        target=target_of(**colours),
    )
    values = {
        "level": pixels.level,
        "width": pixels.width,
        "height": pixels.height,
        "profile": pixels.profile,
        "profile_state": pixels.profile_state,
        "profile_reason": pixels.profile_reason,
        "out_of_gamut": pixels.out_of_gamut,
        "engine": engine(),
    }
    return Result(values, pixels.array)


def part(scratch: Scratch, *, path: str, box: list[int], level: int = 0, **colours: Any) -> Result:
    """Array: (H, W, 4) uint8 BGRX: a box (x, y, width, height) of a level, upright; sooner than the whole."""
    x, y, width, height = box
    array = scratch.array((height, width, 4), np.uint8)
    decoding.decode_part(Path(path), (x, y), array, level=level, target=target_of(**colours))
    return Result(array=array)


def unpack(scratch: Scratch, *, path: str) -> Result:
    """Values: the JSON of `unpacked.Unpacked`, whose pixels lie in a file on disk until the pool closes."""
    from review_desk.imaging import unpacked as unpacking  # libvips: not before it is needed

    return Result(unpacking.unpack(Path(path), scratch.disk_file()).to_json())


def tile(
    scratch: Scratch, *, path: str, unpacked: dict[str, Any], box: list[int], level: int = 0, **colours: Any
) -> Result:
    """Array: (H, W, 4) uint8 BGRX in the display's codes: a box (x, y, width, height) of a level, upright.

    `unpacked` is what `unpack` answered for that photo; `colours` as for `frame`.
    """
    from review_desk.imaging import unpacked as unpacking

    x, y, width, height = box
    array = scratch.array((height, width, 4), np.uint8)
    source = unpacking.Unpacked.from_json(unpacked)
    unpacking.tile(Path(path), source, (x, y), array, level=level, target=target_of(**colours))
    return Result(array=array)


def measure(_: Scratch, *, path: str, mask: str | None = None) -> Result:
    """Values: `values` by measure, `reason` why there are none ("" where there are), `cautions`."""
    found = measure_photo(Path(path), mask=Path(mask) if mask else None)
    return Result({"values": found.values, "reason": found.reason, "cautions": list(found.cautions)})


def evidence(_: Scratch, *, path: str, mask: str | None = None) -> Result:
    """Values: `values` by measure in per cent, `cautions` why some are missing."""
    from review_desk.imaging.evidence.photo import evidence_of  # not in every worker

    found = evidence_of(Path(path), mask=Path(mask) if mask else None)
    return Result({"values": found.values, "cautions": list(found.cautions)})


def check(_: Scratch, *, path: str, before: str | None = None, mask: str | None = None) -> Result:
    """Values: what `checks.photo.check_photo` found of the version at `path`."""
    from review_desk.imaging.checks.photo import check_photo  # registration and codecs: not in every worker

    others = {"before": Path(before) if before else None, "mask": Path(mask) if mask else None}
    return Result(check_photo(Path(path), **others))


def prove(_: Scratch, *, path: str, after: str, mask: str, by: str | None = None) -> Result:
    """Values: the JSON of `protection.Proof`, with `ok`. `path` is the photo as it was before, `by` a path in
    the mask file.
    """
    from review_desk.imaging.protection import prove as proven  # distances: not in every worker

    found = proven(Path(path), Path(after), Path(mask), by=by)
    return Result({**found.to_json(), "ok": found.ok, "in_words": found.in_words})


def hand_out(_: Scratch, *, path: str, to: str, as_is: bool, edge: int) -> Result:
    """Writes the photo at `path` to `to` as others read it (`handout.hand_out`)."""
    from review_desk.imaging import handout

    handout.hand_out(Path(path), Path(to), as_is=as_is, edge=edge)
    return Result()


def luminosity_mask(_: Scratch, *, path: str, to: str, zone: str) -> Result:
    """Writes a grey PNG of one zone of a photo's light. Values: `share`, 0-1, of it at least half."""
    from review_desk.imaging.encode import write_photo
    from review_desk.imaging.luminosity import luminosity

    mask = np.rint(luminosity(decoding.decode_depth(Path(path)).pixels, zone) * 255).astype(np.uint8)
    write_photo(Path(to), mask[..., None], profile=None)
    return Result({"share": round(float((mask > 127).mean()), 4)})


def path_mask(_: Scratch, *, path: str, to: str, name: str) -> Result:
    """Writes a grey PNG of a path in the photo's file, soft at its edges; of "" the one that clips. Values:
    `share`, 0-1, of the photo at least half inside.
    """
    from review_desk.imaging.encode import write_photo
    from review_desk.imaging.path_mask import path_mask as inside_path

    mask = inside_path(Path(path), name)
    write_photo(Path(to), mask[..., None], profile=None)
    return Result({"share": round(float((mask > 127).mean()), 4)})


def mask_out(
    _: Scratch,
    *,
    to: str,
    width: int,
    height: int,
    outlines: list[list[tuple[float, float]]],
    painted: list[tuple[str, tuple[float, float, float, float]]],
) -> Result:
    """Writes a mask of outlines and of painted masks to `to` (`handout.write_mask`)."""
    from review_desk.imaging import handout

    files = [(Path(path), box) for path, box in painted]
    handout.write_mask(Path(to), outlines, files, width=width, height=height)
    return Result()


def copy_out(
    _: Scratch, *, path: str, to: str, marks: str, outlines: list[tuple[bool, list[tuple[float, float]]]]
) -> Result:
    """Writes a working copy to `to` and its marks to `marks`. Values: `sha256` of the copy, `size`."""
    from review_desk.imaging import working_copy

    working_copy.write_copy(Path(path), Path(to))
    facts = probing.probe(Path(to))
    if outlines:
        working_copy.write_marks(Path(marks), outlines, width=facts.width, height=facts.height)
    return Result({"sha256": facts.sha256, "size": facts.size})


def take_back(_: Scratch, *, path: str, before: str) -> Result:
    """Values: `facts`, the probe's JSON of the file that came back, and `changed` against `before`."""
    from review_desk.imaging.changed_area import changed_area

    facts = probing.probe(Path(path)).to_json()
    return Result({"facts": facts, "changed": changed_area(Path(before), Path(path)).to_json()})


def align(_: Scratch, *, path: str, other: str) -> Result:
    """Where the photo `other` lies on the photo at `path`. Values: dx, dy, scale, rotation, score, sure.

    In pixels of the full photos; both are read at no more than `_ENOUGH` pixels a side, in sRGB.
    """
    from review_desk.imaging.registration import best_alignment  # loads the features: not in every worker

    a, b = (decoding.decode(Path(name), bound=_ENOUGH) for name in (path, other))
    per_a, per_b = (pixels.width / pixels.array.shape[1] for pixels in (a, b))
    found = best_alignment(a.array, b.array)
    values = {"dx": found.dx * per_a, "dy": found.dy * per_a, "scale": found.scale * per_a / per_b}
    return Result({**values, "rotation": found.rotation_deg, "score": found.score, "sure": found.sure})


JOBS: dict[str, Callable[..., Result]] = {
    "probe": probe,
    "develop": develop,
    "inspect": inspect,
    "hand_out": hand_out,
    "mask_out": mask_out,
    "luminosity_mask": luminosity_mask,
    "path_mask": path_mask,
    "copy_out": copy_out,
    "take_back": take_back,
    "frame": frame,
    "part": part,
    "unpack": unpack,
    "tile": tile,
    "measure": measure,
    "evidence": evidence,
    "check": check,
    "align": align,
    "prove": prove,
}
