"""What `subject-mask` learns from: products whose mask is known, and grounds to put them on."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("OPENCV_IO_ENABLE_OPENEXR", "1")
import cv2

cv2.setNumThreads(1)  # its threads do not outlive the fork that draws the scenes

Rgb = NDArray[np.float32]
Plane = NDArray[np.float32]

SIDE = 400
"""Longest side in pixels at which cut-outs and grounds are kept."""

HELD_RENDERS = ("rg-0409", "rg-0418", "rg-0424", "bt-1120", "bt-1141", "mg-2204", "bg-3301")
"""SKUs of the studio that are only measured on; of bags it has no other: a kind never seen."""

TRAINED_MAGENTO = ("mb", "mg", "mp", "msh", "ug")
SPOILT = ("dual-basket",)
"""Cut-outs that took their shadow along: seen by eye, left out."""

WORN = "alexeygrigorev-clothing-dataset"
ASTRAY = (
    "Blazer_03c6360d",
    "Shoes_110dcf71",
    "Shoes_7dc1ee94",
    "Top_2617b57c",
    "Top_4e8edac8",
    "Outwear_00208c77",
)
"""Clothes at home whose mask went astray: seen by eye, left out."""

HELD_PHOTOS = ("Sunset_by_the_Pier.jpg", "abstract-spiral.jpg", "the-spices-of-life.jpg", "canyon-wren.jpg")
"""Photos whose ground only the measure sees."""

PICTURES = ("brick", "grass", "gravel", "chelsea", "coffee", "hubble_deep_field", "rocket", "retina")
"""Of scikit-image's examples those that are CC0 or in the public domain."""

_MARGIN, _ROUNDS, _HOLE = 0.04, 8, 0.01


@dataclass(frozen=True)
class CutOut:
    """A product (h, w, 3) float32 in 0-1, RGB as stored, and its cover (h, w) in 0-1.

    `photo` is True where the pixels round it are its own real ground, which may be shown as it is.
    """

    pixels: Rgb
    cover: Plane
    photo: bool


@dataclass(frozen=True)
class Stock:
    """What scenes are made of: products in families that are drawn alike often, and grounds."""

    families: list[list[CutOut]]
    grounds: list[Rgb]

    def product(self, random: np.random.Generator) -> CutOut:
        """Any product: first its family, so that a large one is not shown more often for being large."""
        family = self.families[random.integers(len(self.families))]
        return family[random.integers(len(family))]


def stock(samples: Path, renders: Path) -> Stock:
    """The training material: renders not held back, packshots, clothes at home, and grounds."""
    packshots = [
        cut
        for path in sorted((samples / "magento-magento2-sample-da").glob("*.jpg"))
        if path.name.startswith(TRAINED_MAGENTO)
        for cut in _on_white(path)
    ]
    for folder, ending in (("spree-spree", "*.webp"), ("aws-samples-aws-smart-product-", "*.jpg")):
        for path in sorted((samples / folder).glob(ending)):
            packshots += [] if path.name.startswith(SPOILT) else _on_white(path)
    worn = [_at_home(p) for p in sorted((samples / WORN).glob("*.jpg")) if not p.name.startswith(ASTRAY)]
    rendered = _renders(renders)
    return Stock([rendered, rendered, packshots, packshots, worn], _grounds(samples, renders, worn))


def read_rgb(path: Path, side: int) -> Rgb:
    """(h, w, 3) in 0-1 as stored, at most `side` pixels long."""
    found = cv2.imread(str(path), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    return np.asarray(reduced(found[..., ::-1].astype(np.float32) / 255, side))


def reduced(plane: NDArray[Any], side: int) -> NDArray[np.float32]:
    """No longer than `side`."""
    share = min(1.0, side / max(plane.shape[:2]))
    size = max(1, round(plane.shape[1] * share)), max(1, round(plane.shape[0] * share))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def camera_scene(folder: Path, *, stand: bool = False) -> tuple[Rgb, Plane]:
    """One of the studio's renders as a camera would show it, and the exact cover; `stand` with its stand."""
    studio = Path(__file__).resolve().parents[2] / "demo"
    if str(studio) not in sys.path:
        sys.path.insert(0, str(studio))
    from studio import colour, develop  # type: ignore[import-not-found,unused-ignore]

    layers = develop.load_layers(folder)
    light = layers.raw if stand and layers.raw is not None else layers.clean
    return np.asarray(colour.encode(colour.tone(light))), np.asarray(layers.cover())


def _renders(folder: Path) -> list[CutOut]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(HELD_RENDERS) or not (path / "info.json").is_file():
            continue
        for stand in (False, True) if (path / "raw.exr").is_file() else (False,):
            pixels, cover = camera_scene(path, stand=stand)
            found.append(CutOut(reduced(pixels, SIDE), reduced(cover, SIDE), photo=True))
    return found


def _on_white(path: Path) -> list[CutOut]:
    """A packshot on a plain ground by the desk's own separation; nothing where that has none."""
    from review_desk.imaging.measures.picture import NoProductError, picture
    from review_desk.imaging.measures.separation import separate

    seen = picture(path)
    try:
        product = separate(seen).product.astype(np.float32)
    except NoProductError:
        return []
    pixels = seen.codes[..., 2::-1].astype(np.float32) / 255
    return [CutOut(reduced(pixels, SIDE), reduced(_soft(product), SIDE), photo=True)]


def _at_home(path: Path) -> CutOut:
    """Something that lies or hangs in the middle of a photo, parted from its ground by colours alone.

    C. Rother, V. Kolmogorov, A. Blake, “GrabCut” (2004), from a frame at the photo's edge.
    """
    pixels = read_rgb(path, SIDE)
    height, width = pixels.shape[:2]
    codes = np.ascontiguousarray((pixels[..., ::-1] * 255).astype(np.uint8))
    marks = np.full((height, width), cv2.GC_BGD, np.uint8)
    down, across = int(height * _MARGIN), int(width * _MARGIN)
    marks[down : height - down, across : width - across] = cv2.GC_PR_FGD
    cv2.setRNGSeed(1)
    cv2.grabCut(codes, marks, None, np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    return CutOut(pixels, _soft(_one_piece(marks == cv2.GC_PR_FGD)), photo=True)


def _one_piece(mask: NDArray[np.bool_]) -> Plane:
    """The largest piece without its small holes."""
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, figures, _ = cv2.connectedComponentsWithStats(opened)
    piece = labels == 1 + np.argmax(figures[1:, cv2.CC_STAT_AREA])
    _, labels, figures, _ = cv2.connectedComponentsWithStats((~piece).astype(np.uint8), connectivity=4)
    return np.asarray(piece | (figures[labels, cv2.CC_STAT_AREA] < _HOLE * mask.size), np.float32)


def _soft(mask: Plane) -> Plane:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 0.7), np.float32)


def _grounds(samples: Path, renders: Path, worn: list[CutOut]) -> list[Rgb]:
    photos = [p for p in sorted((samples / "hires").iterdir()) if p.suffix.lower() in (".jpg", ".jpeg")]
    found = [read_rgb(path, 4 * SIDE) for path in photos if path.name not in HELD_PHOTOS]
    found += [_place(path) for path in sorted((renders / "places").glob("*.exr"))]
    found += [_example(name) for name in PICTURES]
    return found + [beside for cut in worn for beside in _beside(cut)]


def _place(path: Path) -> Rgb:
    """A room or a landscape all round, in the light it had."""
    light = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., 2::-1].astype(np.float32)
    light = light / max(1e-6, float(np.median(light))) * 0.25
    return np.asarray(np.clip(light / (1 + light) * 1.3, 0, 1) ** np.float32(1 / 2.2), np.float32)


def _example(name: str) -> Rgb:
    from skimage import data  # type: ignore[import-untyped,unused-ignore]

    found = np.asarray(getattr(data, name)(), np.float32) / 255
    return np.repeat(found[..., None], 3, axis=2) if found.ndim == 2 else found[..., :3]


def _beside(cut: CutOut) -> list[Rgb]:
    """The widest strip of ground beside something that lies at home, mirrored to a sheet."""
    rows, columns = np.flatnonzero(cut.cover.max(axis=1) > 0.1), np.flatnonzero(cut.cover.max(axis=0) > 0.1)
    strips = (
        cut.pixels[: rows[0]],
        cut.pixels[rows[-1] + 1 :],
        cut.pixels[:, : columns[0]],
        cut.pixels[:, columns[-1] + 1 :],
    )
    best = max(strips, key=lambda strip: min(strip.shape[:2]))
    if min(best.shape[:2]) < 30:
        return []
    across = np.concatenate((best, best[:, ::-1]), axis=1) if best.shape[1] < best.shape[0] else best
    sheet = across if across.shape[1] < across.shape[0] else np.concatenate((across, across[::-1]), axis=0)
    return [cv2.resize(sheet, None, fx=3.0, fy=3.0, interpolation=cv2.INTER_CUBIC).clip(0, 1)]
