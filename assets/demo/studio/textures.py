"""Pictures the scene needs: printed labels and relief height maps (Pillow, numpy; no bpy here)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Height = NDArray[np.float32]
Ink = tuple[int, int, int]


def _text(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: float, ink: Ink, spacing: float
) -> None:
    """Centred text with letter spacing in pixels."""
    font = ImageFont.load_default(size)
    widths = [font.getlength(c) for c in text]
    x = at[0] - (sum(widths) + spacing * (len(text) - 1)) / 2
    for char, width in zip(text, widths, strict=True):
        draw.text((x, at[1]), char, fill=ink, font=font, anchor="lm")
        x += width + spacing


def label(
    size: tuple[int, int], paper: Ink, ink: Ink, brand: str, name: str, lines: list[str], mark: bool
) -> Image.Image:
    """A printed label: border rule, a mark, brand, product name and small print."""
    image = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(image)
    w, h = size
    inset = 0.045 * w
    draw.rectangle((inset, inset, w - inset, h - inset), outline=ink, width=max(2, w // 260))
    if mark:
        r = 0.065 * w
        for k in range(3):
            x = w / 2 + (k - 1) * r * 0.9
            draw.ellipse((x - r, 0.17 * h - r, x + r, 0.17 * h + r), outline=ink, width=max(2, w // 200))
    _text(draw, (w / 2, 0.36 * h), brand, 0.1 * w, ink, 0.016 * w)
    draw.line((0.38 * w, 0.455 * h, 0.62 * w, 0.455 * h), fill=ink, width=max(2, w // 300))
    _text(draw, (w / 2, 0.545 * h), name, 0.066 * w, ink, 0.008 * w)
    for i, line in enumerate(lines):
        _text(draw, (w / 2, (0.67 + 0.075 * i) * h), line, 0.042 * w, ink, 0.004 * w)
    return image


def badge(size: tuple[int, int], ink: Ink, text: str) -> Image.Image:
    """A small round print on clear ground: ring, text and a sprig of lines."""
    image = Image.new("RGBA", size, (*ink, 0))
    draw = ImageDraw.Draw(image)
    w, h = size
    draw.ellipse((0.06 * w, 0.06 * h, 0.94 * w, 0.94 * h), outline=ink, width=w // 60)
    draw.ellipse((0.11 * w, 0.11 * h, 0.89 * w, 0.89 * h), outline=ink, width=w // 200)
    _text(draw, (w / 2, 0.56 * h), text, 0.11 * w, ink, 0.01 * w)
    draw.line((w / 2, 0.46 * h, w / 2, 0.2 * h), fill=ink, width=w // 110)
    for i in range(4):
        y = (0.43 - 0.055 * i) * h
        for side in (-1, 1):
            draw.line(
                (w / 2, y, w / 2 + side * (0.13 - 0.02 * i) * w, y - 0.07 * h), fill=ink, width=w // 110
            )
    draw.line((0.3 * w, 0.68 * h, 0.7 * w, 0.68 * h), fill=ink, width=w // 110)
    _text(draw, (w / 2, 0.75 * h), "STONEWARE", 0.05 * w, ink, 0.012 * w)
    return image


def wordmark(size: tuple[int, int], ink: Ink, text: str) -> Image.Image:
    """A brand name on clear ground, as wide as the picture."""
    image = Image.new("RGBA", size, (*ink, 0))
    _text(ImageDraw.Draw(image), (size[0] / 2, size[1] / 2), text, 0.105 * size[0], ink, 0.018 * size[0])
    return image


def knit_height(stitches: tuple[int, int], stitch: int = 32) -> Height:
    """A stocking-stitch relief, 0..1: columns of V pairs; stitch is the tile size in pixels."""
    y, x = np.mgrid[0:stitch, 0:stitch].astype(np.float32) / stitch
    side = np.abs(x - 0.5) * 2
    lift = (y + 0.55 * side) % 1.0
    yarn = np.clip(1 - np.abs(lift - 0.5) * 2.1, 0, 1) ** 0.5
    leg = np.clip(1 - (np.abs(side - 0.5) * 1.85) ** 2, 0, 1) ** 0.5
    tile = yarn * leg
    return np.tile(tile, (stitches[1], stitches[0])).astype(np.float32)
