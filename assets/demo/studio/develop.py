"""From cached renders to the before and the after of a photo, with its truth. No bpy here."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("OPENCV_IO_ENABLE_OPENEXR", "1")
import cv2

from . import colour, faults, grade, plan, retouch
from .colour import Image
from .frame import Frame
from .plan import Fault, Photo


@dataclass(frozen=True)
class Drift:
    """A known, even change of every finished picture: ΔE and hue, EV, scale in per cent, shadow density."""

    cast_de: float = 0.0
    cast_hue_deg: float = 74.0
    exposure_ev: float = 0.0
    scale_percent: float = 0.0
    shadow_density: float = 1.0


def read_exr(path: Path) -> Image:
    """A linear RGB picture from an EXR file."""
    data = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if data is None:
        raise FileNotFoundError(f"cannot read the render {path.name}")
    return np.ascontiguousarray(data[..., :3][..., ::-1].astype(np.float32))


def with_stand(clean: Image, part: Image, feather: float = 14.0) -> Image:
    """The set with its stand: `part` is black where it was not rendered, and is feathered in at its edge."""
    inside = (part.max(axis=-1) > 0).astype(np.uint8)
    weight = np.clip(cv2.distanceTransform(inside, cv2.DIST_L2, 5) / feather, 0, 1)[..., None]
    return np.asarray((clean + weight * (part - clean)), dtype=np.float32)


def load_layers(folder: Path) -> retouch.Layers:
    """The renders of one photo; the empty plate is brought up to full size."""
    clean = read_exr(folder / "clean.exr")
    size = (clean.shape[1], clean.shape[0])
    empty = cv2.resize(
        cv2.GaussianBlur(read_exr(folder / "empty.exr"), (0, 0), 3), size, interpolation=cv2.INTER_CUBIC
    )
    raw = with_stand(clean, read_exr(folder / "raw.exr")) if (folder / "raw.exr").exists() else None
    info = json.loads((folder / "info.json").read_text())
    anchors = {k: (float(x), float(y)) for k, (x, y) in info["anchors"].items()}
    mask = np.clip(read_exr(folder / "mask.exr"), 0, 1)
    return retouch.Layers(clean, np.asarray(empty, dtype=np.float32), mask, raw, anchors)


def zoomed(image: Image, percent: float, fill: float) -> Image:
    """Scale about the centre by percent (5 makes the product 5 % larger)."""
    h, w = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((w - 1) / 2, (h - 1) / 2), 0.0, 1 + percent / 100.0)
    out = cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_CUBIC, borderValue=(fill,) * 4)
    return np.asarray(out, dtype=np.float32)


def good_frame(layers: retouch.Layers, size: tuple[int, int], drift: Drift | None = None) -> Frame:
    """The faultless retouch of a photo as a frame, with any known drift on top of it."""
    d = drift or Drift()
    shadow, cover = retouch.shadow_map(layers), layers.cover()
    image = retouch.compose(retouch.cut_out(layers), cover, shadow, d.shadow_density, d.exposure_ev)
    if d.cast_de:
        tinted = colour.shift_lab(image, d.cast_de, d.cast_hue_deg)
        image = image + cover[..., None] * (tinted - image)
    grey = colour.encode(colour.tone(layers.clean))
    ghost = None if layers.raw is None else colour.encode(colour.tone(layers.raw))
    dx, dy = ((full - want) // 2 for full, want in zip(cover.shape[::-1], size, strict=True))
    pick = [grade.crop_centre(x, size) for x in (image, layers.mask, shadow, grey)]
    if d.scale_percent:
        pick = [zoomed(x, d.scale_percent, fill) for x, fill in zip(pick, (1.0, 0.0, 1.0, 1.0), strict=True)]
    anchors = {k: (x - dx, y - dy) for k, (x, y) in layers.anchors.items()}
    stand = None if ghost is None else grade.crop_centre(ghost, size)
    return Frame(pick[0], pick[1], pick[2], pick[3], stand, anchors)


def before(photo: Photo, layers: retouch.Layers) -> Image:
    """The camera's picture: with the stand where there is one."""
    scene = layers.clean if layers.raw is None else layers.raw
    return grade.camera_picture(scene, layers.cover(), photo.raw, plan.SIZE)


def after(
    photo: Photo, frame: Frame, version: tuple[Fault, ...], number: int
) -> tuple[Image, list[dict[str, Any]]]:
    """One AI version: the good retouch with its planted faults, and their truth."""
    finished, records = faults.plant(frame, version, photo.raw.seed * 10 + number)
    return finished.image, records


def truth(
    photo: Photo, before_file: str, after_file: str | None, records: list[dict[str, Any]]
) -> dict[str, Any]:
    """The truth record of one manifest row."""
    look = asdict(photo.raw)
    look.pop("seed")
    head = {"sku": photo.sku, "shot": photo.shot, "colourway": photo.colourway}
    return {**head, "before": before_file, "after": after_file, "faults": records, **look}
