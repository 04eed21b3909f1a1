"""Writing: JPEG files with an embedded sRGB profile, the manifest and the truth."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import ImageCms

from .colour import Image

COLUMNS = (
    "before",
    "after",
    "sku",
    "colourway",
    "shot",
    "category",
    "surface",
    "content_type",
    "channel",
    "use",
    "lighting",
    "background",
    "studio",
    "shot_at",
    "sla_hours",
    "preset",
    "model",
)


def srgb_profile() -> bytes:
    """An sRGB profile with its date set to zero, so that the same picture is the same file."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[24:36] = bytes(12)
    data[84:100] = bytes(16)
    return bytes(data)


def write_jpeg(image: Image, path: Path, quality: int = 90) -> None:
    """Write sRGB-coded values 0..1 as an 8-bit JPEG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    eight = np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)
    Pillow.fromarray(eight).save(path, "JPEG", quality=quality, optimize=True, icc_profile=srgb_profile())


def write_manifest(rows: list[dict[str, str]], path: Path) -> None:
    """Write the manifest, one row a version."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, fieldnames=COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_truth(seed: int, photos: list[dict[str, Any]], path: Path) -> None:
    """Write what was planted, one record a version."""
    path.write_text(
        json.dumps({"seed": seed, "photos": photos}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
