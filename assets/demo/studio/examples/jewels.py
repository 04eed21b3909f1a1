"""Faults of jewellery and watches: planted in the demo's rings, or drawn where the studio has none."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from ..colour import Image
from .pair import Pair, Studio, blurred, both, cut, grey, mix, noise, spot, warped

YELLOW, GREEN, CLEAR, GOLD = "rg-0430-detail", "rg-0412-front", "rg-0424-front", "rg-0415-front"


def facets_warped(studio: Studio) -> Pair:
    sound = studio.frame(YELLOW).image
    weight = spot(sound, 450, 320, 300, 190, 0.5)

    def melt(x: Image, y: Image) -> tuple[Image, Image]:
        turn = weight * 0.9 * np.sin(np.hypot(x - 450, (y - 320) * 1.5) / 34)
        return x + 46 * weight * np.sin(y / 27 + turn), y + 40 * weight * np.sin(x / 31 + 2 * turn)

    return both(sound, mix(sound, blurred(warped(sound, melt), 2.5), weight), 450, 330, 560)


def prong_lost(studio: Studio) -> Pair:
    frame = studio.frame(YELLOW)
    eight = (np.clip(frame.image, 0, 1) * 255).astype(np.uint8)
    gone = np.clip(spot(frame.image, 570, 460, 58, 100, 0.05) + spot(frame.image, 545, 395, 40, 40, 0.05), 0, 1)
    filled = cv2.inpaint(eight, (gone > 0).astype(np.uint8), 9, cv2.INPAINT_TELEA).astype(np.float32) / 255
    facets = cut(frame.image, 420, 330, 280)
    patch = filled.copy()
    patch[380:560, 480:660] = mix(patch[380:560, 480:660], facets[60:240, 60:240][::-1], 0.5 * spot(facets[60:240, 60:240], 90, 30, 100, 70))
    return both(frame.image, mix(frame.image, patch, blurred(gone, 4)), 480, 340, 480)


def reflection_without_source(studio: Studio) -> Pair:
    sound = studio.frame("mg-2201-ink-front").image
    light = np.zeros(sound.shape[:2], np.float32)
    for x, y in ((250, 430), (328, 436), (250, 540), (328, 546)):
        cv2.fillPoly(light, [np.array([(x, y), (x + 66, y + 5), (x + 64, y + 98), (x + 2, y + 94)])], 1.0, cv2.LINE_AA)
    return both(sound, mix(sound, (0.97, 0.98, 1.0), blurred(light, 3) * 0.85), 430, 580, 700)


def stone_clarity(studio: Studio) -> Pair:
    frame = studio.frame(YELLOW)
    stone = blurred(frame.part(1), 2)
    hsv = cv2.cvtColor(frame.image, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0] - 26) % 360
    dark = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 0.5
    return both(frame.image, mix(frame.image, blurred(dark, 5), stone), 450, 330, 560)


def left_right_disagree(studio: Studio) -> Pair:
    frame = studio.frame(GREEN)
    h, w = 700, 700

    def piece(scale: float, x: float, hue: float = 0) -> tuple[Image, Image]:
        picture = frame.image
        if hue:
            hsv = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
            hsv[..., 0] = (hsv[..., 0] + hue * frame.part(1)) % 360
            picture = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
        cover = frame.cover().copy()
        rows, columns = np.mgrid[0 : cover.shape[0], 0 : cover.shape[1]]
        cover[(rows > 318) & (np.abs(columns - 450) > 1.15 * (394 - rows))] = 0
        way = np.array([[scale, 0, x - 450 * scale], [0, scale, 430 - 280 * scale]], np.float32)
        return (cv2.warpAffine(picture, way, (w, h), flags=cv2.INTER_AREA, borderValue=(1, 1, 1)),
                cv2.warpAffine(cover, way, (w, h)))  # fmt: skip

    def earrings(right: tuple[Image, Image]) -> Image:
        canvas = np.ones((h, w, 3), np.float32)
        for x in (185, 515):
            hook = np.zeros((h, w), np.float32)
            cv2.ellipse(hook, (x, 190), (42, 80), 0, 150, 400, 1.0, 10, cv2.LINE_AA)
            cv2.line(hook, (x, 262), (x, 350), 1.0, 10, cv2.LINE_AA)
            canvas = mix(canvas, (0.76, 0.60, 0.34), hook)
        for picture, cover in (piece(1.15, 185), right):
            canvas = mix(canvas, picture, cover)
        return canvas

    return earrings(piece(1.15, 515)), earrings(piece(0.72, 515, 130))


def metal_tone(studio: Studio) -> Pair:
    frame = studio.frame(GOLD)
    band = frame.part(0)
    x = np.arange(frame.image.shape[1], dtype=np.float32)[None, :]
    right = np.clip((x - 450) / 30 + 0.5, 0, 1)
    silver = grey(frame.image) * np.array([0.98, 1.0, 1.03], np.float32)
    return both(frame.image, mix(frame.image, silver * 1.08, band * right), 450, 620, 800)


def _sunk(canvas: Image, weight: Image, deep: float = 1.0) -> Image:
    """What is cut into metal: dark at its upper left side, light at its lower right."""
    slope = np.roll(weight, (2, 2), (0, 1)) - np.roll(weight, (-2, -2), (0, 1))
    return np.clip(canvas - 0.22 * deep * weight[..., None] + 0.34 * deep * slope[..., None], 0, 1)


def engraving_lost(_: Studio) -> Pair:
    h = w = 540
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    across = (y - 270) / 190
    shine = 0.42 + 0.5 * np.exp(-(((across + 0.35) / 0.28) ** 2)) + 0.2 * np.exp(-(((across - 0.6) / 0.2) ** 2))
    band = shine[..., None] * np.array([1.0, 0.82, 0.50], np.float32)
    inside = (np.abs(across) < 1).astype(np.float32)
    letters = Pictures.new("L", (w, h))
    font = ImageFont.load_default(92)
    ImageDraw.Draw(letters).text((270, 268), "750 ★ E&O".replace("★", "·"), 255, font=font, anchor="mm")
    text = np.asarray(letters, np.float32) / 255
    beads = np.zeros((h, w), np.float32)
    for row in (100, 440):
        for at in range(-10, w + 20, 26):
            cv2.circle(beads, (at, row), 10, 1.0, -1, cv2.LINE_AA)
    sound = _sunk(band, text, 1.5)
    slope = np.roll(blurred(beads, 2), (3, 3), (0, 1)) - np.roll(blurred(beads, 2), (-3, -3), (0, 1))
    sound = np.clip(sound - 0.5 * slope[..., None] + 0.05 * beads[..., None], 0, 1)
    fault = _sunk(band, blurred(text, 9), 0.5)
    made = [mix(np.ones_like(band), each, inside) for each in (sound, fault)]
    return made[0], made[1]


def _link(canvas: Image, x: float, y: float, angle: float, gap: bool = False, rx: int = 66, ry: int = 40) -> Image:
    """A round wire bent to an oval."""
    for width, tone in ((25, 0.38), (19, 0.66), (11, 0.86), (4, 1.0)):
        line = np.zeros(canvas.shape[:2], np.float32)
        ends = (35, 330) if gap else (0, 360)
        cv2.ellipse(line, (round(x), round(y)), (rx, ry), angle, *ends, 1.0, width, cv2.LINE_AA)
        canvas = mix(canvas, (tone, tone * 0.84, tone * 0.55), line)
    return canvas


def _chain(*, broken: bool) -> Image:
    canvas = np.ones((560, 560, 3), np.float32)
    places = [(40 + 92 * n, 120 + 62 * n + 10 * np.sin(n)) for n in range(7)]
    for number, (x, y) in enumerate(places):
        flat = number % 2
        if broken and number in (2, 3):
            continue
        canvas = _link(canvas, x, y, 34, gap=broken and number == 4, ry=14 if flat else 40)
    if broken:  # two links run into one lump
        (x, y), (u, v) = places[2], places[3]
        for width, tone in ((58, 0.38), (48, 0.62), (24, 0.78), (6, 0.95)):
            lump = np.zeros(canvas.shape[:2], np.float32)
            cv2.line(lump, (round(x - 30), round(y - 20)), (round(u + 30), round(v + 20)), 1.0, width, cv2.LINE_AA)
            canvas = mix(canvas, (tone, tone * 0.84, tone * 0.55), blurred(lump, 3))
    return canvas


def chain_broken(_: Studio) -> Pair:
    return _chain(broken=False), _chain(broken=True)


def _hand(canvas: Image, degrees: float, length: float, width: int, bend: float = 0) -> Image:
    a, b = np.radians(degrees), np.radians(degrees + bend)
    middle = (300 + 0.55 * length * np.sin(a), 300 - 0.55 * length * np.cos(a))
    end = (middle[0] + 0.45 * length * np.sin(b), middle[1] - 0.45 * length * np.cos(b))
    line = np.zeros(canvas.shape[:2], np.float32)
    points = np.array([(300, 300), middle, end], np.float32)
    cv2.polylines(line, [np.round(points * 16).astype(np.int32)], False, 1.0, width, cv2.LINE_AA, 4)
    return mix(canvas * (1 - 0.25 * blurred(np.roll(line, (6, 6), (0, 1)), 4))[..., None], (0.12, 0.13, 0.16), line)


def _watch(*, wrong: bool) -> Image:
    canvas = np.ones((600, 600, 3), np.float32)
    for radius, tone in ((270, 0.45), (262, 0.80), (246, 0.62), (236, 0.35), (230, 0.95)):
        disc = spot(canvas, 300, 300, radius, radius, 0.01)
        canvas = mix(canvas, (tone, tone * (0.99 if tone > 0.9 else 0.97), tone * (0.96 if tone > 0.9 else 0.93)), disc)
    for hour in range(12):
        a = np.radians(hour * 30)
        if wrong and hour in (4, 7, 8):
            continue
        a += np.radians(17) if wrong and hour == 10 else 0
        start, end = (178, 214) if hour % 3 else (160, 216)
        line = np.zeros((600, 600), np.float32)
        ends = [(round(300 + r * np.sin(a)), round(300 - r * np.cos(a))) for r in (start, end)]
        cv2.line(line, ends[0], ends[1], 1.0, 12 if hour % 3 else 18, cv2.LINE_AA)
        canvas = mix(canvas, (0.15, 0.16, 0.2), line)
    canvas = _hand(canvas, 305, 130, 18, 38 if wrong else 0)
    canvas = _hand(canvas, 52, 190, 12, -24 if wrong else 0)
    if wrong:
        canvas = _hand(canvas, 68, 180, 10)
    return mix(canvas, (0.12, 0.13, 0.16), spot(canvas, 300, 300, 18, 18, 0.1))


def watch_face_wrong(_: Studio) -> Pair:
    return _watch(wrong=False), _watch(wrong=True)


JEWELS = {
    "facets-warped": facets_warped,
    "prong-lost": prong_lost,
    "reflection-without-source": reflection_without_source,
    "stone-clarity": stone_clarity,
    "left-right-disagree": left_right_disagree,
    "metal-tone": metal_tone,
    "engraving-lost": engraving_lost,
    "chain-broken": chain_broken,
    "watch-face-wrong": watch_face_wrong,
}
