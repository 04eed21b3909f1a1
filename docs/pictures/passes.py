"""The guide's pictures of passes on the demo photos, at 100 %: `python docs/pictures/passes.py [NAME…]`."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from review_desk.domain.shapes.path import Node
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.lab_space import lab_space
from review_desk.imaging.luminosity import luminosity, mixed
from review_desk.imaging.path_mask import drawn
from review_desk.imaging.protection import put_back
from review_desk.imaging.saved_paths import EXCLUDE, Part
from review_desk.passes.background_extend import background_extend
from review_desk.passes.colourway import colourway
from review_desk.passes.ghost_join import ghost_join
from review_desk.passes.normalise_exposure import normalise_exposure
from review_desk.passes.remove import remove
from review_desk.passes.skin_finish import skin_finish
from review_desk.passes.skin_level import skin_level
from review_desk.passes.tools import Tools

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.passes.garments import shirt, shot

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "assets" / "demo"
EDGE, GAP, WORDS = 280, 8, 22
GROUND, INK = (43, 43, 43), (232, 232, 232)

Codes = NDArray[np.uint8]
Tile = tuple[str, Codes]


def sheet(name: str, rows: list[list[Tile]]) -> None:
    """Write rows of tiles, each with its words above it."""
    high = WORDS + max(tile.shape[0] for row in rows for _, tile in row) + GAP
    wide = max(sum(tile.shape[1] + GAP for _, tile in row) for row in rows)
    page = Image.new("RGB", (wide + GAP, high * len(rows) + GAP), GROUND)
    pen, face = ImageDraw.Draw(page), ImageFont.load_default(13)
    for number, row in enumerate(rows):
        left = GAP
        for words, tile in row:
            pen.text((left, number * high + GAP), words, INK, face)
            page.paste(Image.fromarray(tile), (left, number * high + GAP + WORDS - 4))
            left += tile.shape[1] + GAP
    page.save(HERE / f"{name}.jpg", quality=90, optimize=True)


def photo(name: str) -> tuple[Path, Source]:
    """A photo of the demo batch."""
    path = DEMO / name
    return path, decode_depth(path)


def cut(pixels: NDArray[Any], middle: tuple[int, int], edge: int = EDGE) -> Codes:
    """A square of a photo round a place (x, y)."""
    x, y = (min(max(v - edge // 2, 0), m - edge) for v, m in zip(middle, pixels.shape[1::-1], strict=True))
    return np.ascontiguousarray(pixels[y : y + edge, x : x + edge])


def removals() -> None:
    """Places marked on three photos, and what remove made of them beside OpenCV's Telea."""
    rows = []
    for name, words, middle, axes in (
        ("before/kn-4401-rust-front.jpg", "a tag on a knit", (450, 640), (46, 30)),
        ("after/bg-3301-tan-front.jpg", "beside a ring", (450, 560), (60, 22)),
        ("before/bt-1120-front.jpg", "dust on the ground", (130, 300), (30, 22)),
    ):
        path, source = photo(name)
        mask = np.zeros(source.pixels.shape[:2], np.uint8)
        cv2.ellipse(mask, middle, axes, 20, 0, 360, 255, -1)
        marked = np.where(mask[..., None] > 0, np.uint8((235, 235, 225)), source.pixels)
        spoilt = Source(marked, source.mode, None, None, None)
        found = remove(spoilt, Tools(path, mask > 0), grow=2, seed=0).pixels
        telea = cv2.inpaint(marked, cv2.dilate(mask, np.ones((5, 5))), 5, cv2.INPAINT_TELEA)
        tiles = ((words, marked), ("removed", found), ("OpenCV's Telea", telea), ("the truth", source.pixels))
        rows.append([(said, cut(pixels, middle)) for said, pixels in tiles])
    sheet("pass-remove", rows)


def extensions() -> None:
    """Two photos in a wider frame, beside the border's pixels drawn out."""
    rows = []
    for name, ratio in (("before/rg-0409-front.jpg", "1:1"), ("before/kn-4401-navy-front.jpg", "1:1")):
        path, source = photo(name)
        found = background_extend(source, Tools(path), ratio=ratio, margin=5, place="middle")
        left, top = (int(v) for v in found.place[:2])
        after = found.source.pixels
        across, down = after.shape[1] - source.pixels.shape[1] - left, after.shape[0] - 1200 - top
        drawn = cv2.copyMakeBorder(source.pixels, top, down, left, across, cv2.BORDER_REPLICATE)
        tiles = (("the photo", source.pixels), ("extended", after), ("drawn out", drawn))
        rows.append([(said, less(pixels)) for said, pixels in tiles])
    sheet("pass-extend", rows)


def skins() -> None:
    """Made-up skin (a lit sheet with pores, blotches, lashes) at four settings: no person stands for it."""
    source, mask = skin_sheet()
    level = skin_level(source, Tools(HERE, mask))
    row = [(f"5, untouched: texture {level['texture']:.2f} %", source.pixels)]
    for setting in (4, 3, 1):
        found = skin_finish(source, Tools(HERE, mask), finish=setting)
        texture = skin_level(found, Tools(HERE, mask))["texture"]
        row.append((f"{setting}: texture {texture:.2f} %", found.pixels))
    sheet("pass-skin", [[(said, np.asarray(pixels, np.uint8)) for said, pixels in row]])


def skin_sheet() -> tuple[Source, NDArray[np.bool_]]:
    """A square of skin in light from the left, and its mask; a strip of cloth is not skin."""
    chance = np.random.default_rng(3)
    y, x = np.indices((EDGE, EDGE))
    pores = cv2.GaussianBlur(chance.normal(0, 1, (EDGE, EDGE)), (0, 0), 0.8) * 9
    blotches = cv2.GaussianBlur(chance.normal(0, 1, (EDGE, EDGE)), (0, 0), 5) * 75
    light = 1.05 - 0.3 * (x / EDGE) ** 2 + (pores + blotches) / 200
    scene = np.array([212, 160, 134]) * light[..., None]
    for lash in range(7):
        curve = np.abs(x - 60 - 22 * lash - (y - 60) ** 2 / 60 * 0.3) < 1.2
        scene[curve & (y > 40) & (y < 75)] = (52, 36, 30)
    cloth = y > EDGE - 50
    scene[cloth] = 60 + 12 * ((x + y)[cloth] % 4 > 1)[:, None] * np.ones(3)
    return Source(np.clip(np.rint(scene), 0, 255).astype(np.uint8), "RGB", None, None, None), ~cloth


def colourways() -> None:
    """The bag in the colour of each other one, beside the bag that has it."""
    names = ("black", "olive", "tan")
    photos = [photo(f"after/bg-3301-{name}-front.jpg")[1].pixels for name in names]
    labs = [lab_space(None).lab(pixels) for pixels in photos]
    apart = np.min([np.linalg.norm(labs[n] - labs[n - 1], axis=-1) for n in range(3)], axis=0)
    area = cv2.GaussianBlur(apart.astype(np.float32), (0, 0), 1.5) > 5
    rows = []
    for one, other in ((1, 2), (2, 0)):
        light, a, b = map(float, labs[other][area].mean(axis=0))
        source = Source(photos[one], "RGB", None, None, None)
        found = colourway(source, Tools(HERE, area), lightness=light, a=a, b=b).pixels
        tiles = (
            (names[one], photos[one]),
            (f"to {light:.0f}, {a:.0f}, {b:.0f}", found),
            (f"the true {names[other]}", photos[other]),
        )
        rows.append([(said, cut(pixels, (450, 620), 300)) for said, pixels in tiles])
    sheet("pass-colourway", rows)


def zones() -> None:
    """A lift everywhere and within the darks, beside the mask."""
    path, source = photo("before/kn-4401-navy-front.jpg")
    lifted = normalise_exposure(source, Tools(path), target=0, stops=0.8).pixels
    darks = mixed(source.pixels, lifted, "darks")
    mask = np.rint(luminosity(source.pixels, "darks") * 255).astype(np.uint8)[..., None].repeat(3, axis=2)
    tiles = (
        ("the photo", source.pixels),
        ("0.8 stops", lifted),
        ("within the darks", darks),
        ("the mask", mask),
    )
    sheet("pass-within", [[(said, less(pixels)) for said, pixels in tiles]])


def paths() -> None:
    """A mug with the path a retoucher would save: drawn over it, as a mask, and what it protects."""
    path, source = photo("before/mg-2201-clay-front.jpg")
    high, wide = source.pixels.shape[:2]
    calm = cv2.GaussianBlur(source.pixels, (0, 0), 3).astype(int)
    product = calm[..., 0] - calm[..., 2] > 6  # clay on a bluish ground
    found, levels = cv2.findContours(product.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outer = max(range(len(found)), key=lambda n: cv2.contourArea(found[n]))
    holes = [n for n in range(len(found)) if levels[0][n][3] == outer]
    inner = max(holes, key=lambda n: found[n][:, 0, 0].min())  # that of the handle, on the right
    lines = [cv2.approxPolyDP(found[n], 1.5, True)[:, 0] for n in (outer, inner)]
    parts = [Part(EXCLUDE, tuple(_corner(x / wide, y / high) for x, y in line)) for line in lines]
    mask = drawn(parts, width=wide, height=high)
    assert mask is not None
    lifted = normalise_exposure(source, Tools(path), target=0, stops=0.7)
    outlined = cv2.polylines(source.pixels.copy(), lines, True, (204, 34, 34), 4, cv2.LINE_AA)
    tiles = (
        ("its path", outlined),
        ("as a mask", mask[..., None].repeat(3, axis=2)),
        ("0.7 stops more", lifted.pixels),
        ("and the path protects", put_back(source, lifted, mask > 127).pixels),
    )
    sheet("pass-path", [[(said, less(pixels)) for said, pixels in tiles]])


def _corner(x: float, y: float) -> Node:
    return Node((x, y), (x, y), (x, y))


def ghosts() -> None:
    """A drawn garment: the front without its neck, the inside shot, the two joined, and the truth."""
    with TemporaryDirectory() as folder:
        front, inside = shot(Path(folder))
        found = ghost_join(decode_depth(front), Tools(front, beside=inside), shade=0.3).pixels
        tiles = (
            ("the front", decode_depth(front).pixels),
            ("the inside shot", decode_depth(inside).pixels),
            ("joined", found),
            ("the truth", np.rint(shirt(170, inner=True)[0]).astype(np.uint8)),
        )
        sheet("pass-ghost", [[(said, cut(pixels, (300, 180), 300)) for said, pixels in tiles]])


def less(pixels: NDArray[Any], high: int = 330) -> Codes:
    """A photo at another height."""
    size = round(pixels.shape[1] * high / pixels.shape[0]), high
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


PICTURES: dict[str, Callable[[], None]] = {
    "pass-remove": removals,
    "pass-extend": extensions,
    "pass-skin": skins,
    "pass-ghost": ghosts,
    "pass-within": zones,
    "pass-path": paths,
    "pass-colourway": colourways,
}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or PICTURES:
        PICTURES[wanted]()
