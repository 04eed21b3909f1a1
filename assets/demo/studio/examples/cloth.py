"""Faults of cloth: texture, seams, folds, quilting; drawn, but for the knit and the bag of the studio."""

from __future__ import annotations

import cv2
import numpy as np

from ..colour import Image
from .pair import Pair, Studio, blurred, both, cut, grey, mix, noise, spot, warped

SIZE = 540
KNIT, BAG, OAT = "kn-4401-rust-front", "bg-3301-tan-front", "mg-2201-oat-front"


def grid(size: int = SIZE) -> tuple[Image, Image]:
    """x and y of each pixel."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    return x, y


def lit(height: Image, strength: float = 1.0) -> Image:
    """(h, w) light on a relief, from the upper left; 1 where it is flat."""
    across, down = np.gradient(height, axis=1), np.gradient(height, axis=0)
    return np.clip(1 + strength * (across + down), 0.25, 1.7).astype(np.float32)


def painted(tone: tuple[float, float, float], light: Image) -> Image:
    return np.clip(np.asarray(tone, np.float32) * light[..., None], 0, 1)


def denim(turn: Image | float = 0.78, seed: int = 1) -> Image:
    """Twill: fine lines across, worn unevenly."""
    x, y = grid()
    lines = np.sin((x * np.cos(turn) + y * np.sin(turn)) * 1.05)
    worn = 1 + 0.10 * noise((SIZE, SIZE), seed, 1.2) + 0.06 * noise((SIZE, SIZE), seed + 1, 14)
    return painted((0.25, 0.35, 0.54), worn * (1 + 0.20 * lines))


def line(points: list[tuple[float, float]], width: int, *, dashes: float = 0) -> Image:
    """(SIZE, SIZE) weights of a line, or of stitches of a length along it."""
    made = np.zeros((SIZE, SIZE), np.float32)
    path = np.array(points, np.float32)
    if not dashes:
        cv2.polylines(made, [np.round(path * 16).astype(np.int32)], False, 1.0, width, cv2.LINE_AA, 4)
        return made
    steps = np.hypot(*np.diff(path, axis=0).T)
    far = np.concatenate(([0], np.cumsum(steps)))
    for start in np.arange(0, far[-1], dashes * 1.6):
        at = np.linspace(start, min(start + dashes, far[-1]), 4)
        piece = np.stack([np.interp(at, far, path[:, k]) for k in (0, 1)], 1)
        cv2.polylines(made, [np.round(piece * 16).astype(np.int32)], False, 1.0, width, cv2.LINE_AA, 4)
    return made


def stitched(cloth: Image, points: list[tuple[float, float]], tone: tuple[float, float, float] = (0.86, 0.60, 0.28),
             dashes: float = 17, width: int = 6) -> Image:  # fmt: skip
    """A row of stitches with the dent that it makes."""
    dent = blurred(line(points, width + 8), 3)
    thread = line(points, width, dashes=dashes)
    return mix(mix(cloth, cloth * 0.55, 0.6 * dent), tone, thread)


# --- texture -------------------------------------------------------------------------------------------------


def texture_flattened(studio: Studio) -> Pair:
    frame = studio.frame(KNIT)
    wool = cv2.erode(frame.part(0), np.ones((9, 9), np.uint8))
    sound = frame.image
    flat = blurred(sound * wool[..., None], 7) / np.maximum(blurred(wool, 7), 0.05)[..., None]
    return both(sound, mix(sound, flat, blurred(wool, 2)), 600, 470, 220)


def plastic_upscale(studio: Studio) -> Pair:
    sound = cv2.resize(cut(studio.frame(KNIT).image, 585, 470, 110), (SIZE, SIZE), interpolation=cv2.INTER_CUBIC)
    worms = np.tanh(1.9 * noise((SIZE, SIZE), 5, 5.0) + 7 * (grey(blurred(sound, 4)) - grey(blurred(sound, 18)))[..., 0])
    oil = blurred(sound, 14) * (1.0 + 0.14 * worms)[..., None] * lit(4 * blurred(worms, 2), 0.5)[..., None]
    gleam = np.clip(lit(5 * blurred(worms, 2.5), 0.7) - 1.25, 0, 1)
    return sound, mix(oil, (1, 0.95, 0.92), gleam)


def _felt(spots: list[tuple[float, float]]) -> Image:
    cloth = painted((0.55, 0.57, 0.52), 1 + 0.14 * noise((SIZE, SIZE), 2, 1.6) + 0.05 * noise((SIZE, SIZE), 3, 20))
    for x, y in spots:
        for dx, dy, r, tone in ((0, 0, 19, 0.22), (30, 16, 9, 0.28), (-24, 30, 7, 0.9), (12, -32, 11, 0.88), (40, -14, 6, 0.25)):
            cloth = mix(cloth, (tone, tone * 0.96, tone * 0.88), 0.9 * spot(cloth, x + dx, y + dy, r, r, 0.3))
    return cloth


def repeated_patch(_: Studio) -> Pair:
    single = [(150.0, 190.0)]
    return _felt(single), _felt([*single, (300, 190), (150, 350), (300, 350), (450, 190), (450, 350)])


def grain_direction(_: Studio) -> Pair:
    x, y = grid()

    def ribs(turned: Image) -> Image:
        flat = np.cos(2 * np.pi * x / 30) * (1 - turned) + np.cos(2 * np.pi * (0.6 * x + 0.8 * y) / 30) * turned
        loops = 0.12 * np.sin(2 * np.pi * y / 9 + 2.2 * np.sin(2 * np.pi * x / 30))
        return painted((0.62, 0.50, 0.38), 0.86 + 0.28 * flat + loops)

    patch = (np.clip(np.minimum(np.minimum(x - 150, 420 - x), np.minimum(y - 130, 400 - y)) / 6, 0, 1)).astype(np.float32)
    return ribs(np.zeros_like(x)), ribs(patch)


def moire(_: Studio) -> Pair:
    x, y = grid()
    weave = 0.5 + 0.22 * np.sin(x * 0.9) * np.sin(y * 0.9)
    bend = 0.0006 * (x - 270) ** 2 + 0.0009 * (y - 200) ** 2
    waves = np.stack([np.sin((bend + 0.35 * y + 0.2 * x) / 13 + shift) for shift in (0.0, 0.9, 1.8)], -1)
    sound = np.repeat(weave[..., None], 3, 2) * np.array([0.86, 0.88, 0.92], np.float32)
    return sound, np.clip(sound * (1 + 0.24 * waves), 0, 1)


def grain_mismatch(_: Studio) -> Pair:
    x, y = grid()
    base = np.repeat((0.52 + 0.0002 * x + 0.0001 * y)[..., None], 3, 2).astype(np.float32)
    grain = 0.085 * noise((SIZE, SIZE), 1, 2.0)[..., None] + 0.02 * np.stack([noise((SIZE, SIZE), n, 2.0) for n in (2, 3, 4)], -1)
    patch = spot(base, 290, 260, 165, 140, 0.1)
    return base + grain, base + grain * (1 - patch[..., None])


def _sequins() -> Image:
    canvas = np.full((SIZE, SIZE, 3), 0.16, np.float32)
    rng = np.random.default_rng(6)
    for row in range(-1, 17):
        for column in range(-1, 16):
            x, y = 36 * column + 18 * (row % 2) + 8, 32 * row + 16
            tone = rng.uniform(0.35, 0.8)
            canvas = mix(canvas, (0.05, 0.05, 0.07), spot(canvas, x + 1, y + 4, 20, 20, 0.1))
            canvas = mix(canvas, (tone * 0.85, tone * 0.55, tone * 0.75), spot(canvas, x, y, 18.5, 18.5, 0.06))
            a = rng.uniform(0, 6.3)
            gleam = spot(canvas, x + 6 * np.cos(a), y + 6 * np.sin(a), 8, 5, 0.8) * rng.uniform(0, 1.2)
            canvas = mix(canvas, (1, 0.96, 0.98), np.clip(gleam, 0, 1))
            canvas = mix(canvas, (0.1, 0.06, 0.09), spot(canvas, x, y - 11, 2.6, 2.6, 0.3))
    return canvas


def sequins_melted(_: Studio) -> Pair:
    sound = _sequins()
    wild = [noise((SIZE, SIZE), n, 22) for n in (4, 5)]
    weight = spot(sound, 270, 280, 330, 300, 0.5)
    melted = warped(blurred(sound, 9), lambda x, y: (x + 22 * wild[0], y + 30 * wild[1]))
    return sound, mix(sound, np.clip(melted * 1.15, 0, 1), weight)


def sheer_opaque(_: Studio) -> Pair:
    x, y = grid()
    behind = np.ones((SIZE, SIZE, 3), np.float32) * np.array([0.95, 0.95, 0.94], np.float32)
    stripes = (np.sin((x + y) / 26) > 0).astype(np.float32)
    behind = mix(behind, (0.30, 0.34, 0.42), stripes * 0.85)
    edge = 190 + 34 * np.sin(y / 95)
    veil = np.clip((x - edge) / 3, 0, 1)
    fold = 0.80 + 0.16 * np.sin(x / 34 + 0.7 * np.sin(y / 120)) + 0.06 * np.sin(x / 13 + y / 160)
    tulle = painted((0.62, 0.68, 0.80), fold * (1 + 0.05 * np.sin(x * 1.3) * np.sin(y * 1.3)))
    hem = np.exp(-(((x - edge - 6) / 4) ** 2))
    return tuple(mix(mix(behind, tulle, veil * strength), (0.40, 0.45, 0.58), 0.7 * hem) for strength in (0.42, 1.0))  # type: ignore[return-value]


# --- garment -------------------------------------------------------------------------------------------------


def seam_misaligned(_: Studio) -> Pair:
    cloth = denim()

    def sewn(jump: float) -> Image:
        made = cloth
        for offset in (-16, 0, 16):
            points = [(270 + offset, -10), (270 + offset, 255)]
            after = [(270 + offset + jump, 262), (270 + offset + jump, 560)]
            if offset == 0:
                ridge = np.maximum(line(points, 7), line(after, 7))
                made = mix(made, made * 0.35, ridge)
            else:
                made = stitched(stitched(made, points), after)
        return made

    return sewn(0), sewn(66)


def quilting_smashed(_: Studio) -> Pair:
    x, y = grid()

    def quilt(u: Image, v: Image, deep: Image | float) -> Image:
        a, b = (u + v) / 92, (u - v) / 92
        puff = np.abs(np.sin(np.pi * a)) ** 0.6 * np.abs(np.sin(np.pi * b)) ** 0.6
        seams = np.minimum(np.abs(np.sin(np.pi * a)), np.abs(np.sin(np.pi * b)))
        made = painted((0.33, 0.43, 0.46), lit(26 * puff * deep, 0.55))
        gleam = np.clip(puff * deep - 0.75, 0, 1) * 1.0
        return mix(mix(made, made * 0.4, np.exp(-((seams / 0.06) ** 2)).astype(np.float32)), (0.86, 0.92, 0.94), gleam * 0.5)

    weight = spot(np.zeros((SIZE, SIZE, 3)), 290, 280, 250, 230, 0.4)
    wild = [noise((SIZE, SIZE), n, 40) for n in (11, 12)]
    return quilt(x, y, 1.0), quilt(x + 44 * wild[0] * weight, y + 40 * wild[1] * weight, 1 - 0.85 * weight)


def crease_left(_: Studio) -> Pair:
    x, y = grid()
    soft = 1.2 * noise((SIZE, SIZE), 3, 60) + 0.05 * noise((SIZE, SIZE), 4, 1.2)
    creases = np.zeros_like(x)
    for at in (180, 372):
        creases += 6 * np.exp(-np.abs(x - at - 3 * np.sin(y / 60)) / 9) + 6 * np.exp(-np.abs(y - at - 3 * np.sin(x / 70)) / 9)
    crumple = 5 * np.abs(noise((SIZE, SIZE), 9, 18)) * spot(np.zeros((SIZE, SIZE, 3)), 420, 130, 160, 120, 0.9)
    tone = (0.74, 0.79, 0.86)
    return painted(tone, lit(soft, 0.5)), painted(tone, lit(soft + creases + crumple, 0.42))


def _pocket(*, cleaned: bool) -> Image:
    made = denim(seed=4)
    outline = [(120, 90), (120, 400), (270, 470), (420, 400), (420, 90)]
    if cleaned:
        return mix(made, blurred(made, 3), spot(made, 270, 270, 230, 230, 0.3))
    shape = np.zeros((SIZE, SIZE), np.uint8)
    cv2.fillPoly(shape, [np.array(outline, np.int32)], 1)
    made = mix(made, made * 1.16, shape.astype(np.float32))
    made = mix(made, made * 0.3, 0.8 * blurred(line([*outline, outline[0]], 8), 2))
    inner = [(134, 96), (134, 391), (270, 454), (406, 391), (406, 96)]
    made = stitched(made, inner)
    made = stitched(made, [(120, 118), (420, 118)])
    made = stitched(made, [(134, 250), (210, 300), (270, 250), (330, 300), (406, 250)])
    for x in (128, 412):
        for radius, tone in ((17, 0.30), (14, 0.72), (6, 0.95)):
            made = mix(made, (tone, tone * 0.66, tone * 0.38), spot(made, x, 98, radius, radius, 0.12))
    return made


def detail_removed(_: Studio) -> Pair:
    return _pocket(cleaned=False), _pocket(cleaned=True)


def _waistband(*, slack: bool) -> Image:
    x, y = grid()
    made = denim(seed=7)
    pull = np.zeros_like(x)
    if not slack:
        for k, (slope, far) in enumerate(((0.10, 1.0), (0.34, 0.9), (0.62, 0.7), (0.95, 0.5))):
            for side in (-1, 1):
                u = (x - 270) * side
                middle = 185 + 20 * k + slope * u
                pull += 22 * far * np.exp(-(((y - middle) / (9 + 0.05 * np.abs(u))) ** 2)) * np.clip(u / 30, 0, 1) * np.exp(-u / 190)
    made = made * lit(pull, 0.30)[..., None]
    made = mix(made, made * 0.32, 0.8 * blurred(line([(-10, 150), (550, 150)], 7), 2))
    for at in (30, 132):
        made = stitched(made, [(-10, at), (550, at)])
    fly = [(285, 150), (285, 380), (250, 450), (200, 480)]
    made = stitched(made, [(x + 40, y) for x, y in fly])
    made = mix(made, made * 0.35, 0.8 * line([(268, 150), (268, 560)], 6))
    for radius, tone in ((44, 0.28), (40, 0.62), (32, 0.80), (14, 0.55)):
        made = mix(made, (tone, tone * 0.74, tone * 0.48), spot(made, 270, 82, radius, radius, 0.08))
    return made


def waistband_tension(_: Studio) -> Pair:
    return _waistband(slack=False), _waistband(slack=True)


def drape_wrong(_: Studio) -> Pair:
    """A skirt from its waist: folds that fall, and folds that stand off to the side."""
    x, y = grid()
    t = np.clip((y - 50) / 450, 0, 1)

    def skirt(lean: float, stiff: bool) -> Image:
        half = 90 + 140 * t
        middle = 270 + lean * 150 * t**1.4
        u = (x - middle) / half
        if stiff:
            fold = np.sin(9 * (u * 0.35 + 1.9 * t * np.sign(u + 0.2)) + 2) + 0.7 * np.sin(21 * t + 4 * u)
        else:
            fold = np.sin(15 * u + 1.2 * np.sin(2.2 * t)) * (0.35 + 0.65 * t) + 0.25 * np.sin(31 * u)
        hem = 490 + 9 * np.cos(15 * u) * (not stiff)
        inside = ((np.abs(u) < 1) & (y > 50) & (y < hem)).astype(np.float32)
        round_ = 1 - 0.45 * np.clip(np.abs(u), 0, 1) ** 3
        made = painted((0.60, 0.30, 0.36), (0.82 + 0.24 * fold) * round_)
        band = ((y > 50) & (y < 86) & (np.abs(u) < 1)).astype(np.float32)
        made = mix(made, (0.36, 0.16, 0.21), band)
        return mix(np.full((SIZE, SIZE, 3), 0.96, np.float32), made, blurred(inside, 1))

    return skirt(0, False), skirt(0.36, True)


def _shirt(buttons: list[tuple[float, float]], holes: bool = True) -> Image:
    x, y = grid()
    cloth = painted((0.70, 0.80, 0.90), 0.96 + 0.05 * np.sin(x / 60 + y / 300) + 0.02 * np.sin(x * 1.5) * np.sin(y * 1.5))
    band = ((x > 205) & (x < 335)).astype(np.float32)
    cloth = mix(cloth, cloth * 1.06, band)
    for at in (205, 335):
        shade = np.exp(-(((x - at - 5) / 9) ** 2)) * 0.34
        cloth = cloth * (1 - shade)[..., None]
        cloth = stitched(cloth, [(at + (14 if at < 270 else -14), -10), (at + (14 if at < 270 else -14), 560)], (0.93, 0.95, 0.98), 11, 3)
    for x0, y0 in buttons:
        cloth = mix(cloth, cloth * 0.5, 0.7 * spot(cloth, x0 + 4, y0 + 7, 37, 37, 0.3))
        for radius, tone in ((34, 0.55), (31, 0.97), (23, 0.86), (20, 0.94)):
            cloth = mix(cloth, (tone, tone, tone * 0.98), spot(cloth, x0, y0, radius, radius, 0.06))
        for dx in (-7, 7):
            for dy in (-7, 7):
                cloth = mix(cloth, (0.25, 0.28, 0.33), spot(cloth, x0 + dx, y0 + dy, 4, 4, 0.3))
    return cloth


def closure_wrong(_: Studio) -> Pair:
    return _shirt([(270, 70), (270, 200), (270, 330), (270, 460)]), _shirt([(262, 60), (296, 92), (150, 330), (270, 470)])


def strap_floating(studio: Studio) -> Pair:
    """The right strap ends in the air, a hand's width over its ring."""
    frame = studio.frame(BAG)
    cover = frame.cover()
    gap = np.zeros(cover.shape, np.float32)
    cv2.fillPoly(gap, [np.array([(486, 322), (584, 330), (580, 440), (486, 440)], np.int32)], 1.0)
    return both(frame.image, mix(frame.image, (1, 1, 1), blurred(gap, 2)), 480, 420, 440)


def fringe_lost(_: Studio) -> Pair:
    x, y = grid()
    weave = 0.92 + 0.06 * np.sin(x * 0.8) * np.sin(y * 0.8) + 0.05 * np.sin(y / 40)
    scarf = painted((0.72, 0.38, 0.30), weave)
    bands = ((np.abs(y - 120) < 16) | (np.abs(y - 180) < 8)).astype(np.float32)
    scarf = mix(scarf, painted((0.93, 0.86, 0.74), weave), bands)
    inside = ((x > 70) & (x < 470) & (y < 300)).astype(np.float32)
    sound = mix(np.ones((SIZE, SIZE, 3), np.float32), scarf, blurred(inside, 0.8))
    rng = np.random.default_rng(4)
    for at in range(78, 466, 17):
        sway = rng.uniform(-9, 9)
        knot = 330 + rng.uniform(-4, 4)
        for thread in range(5):
            end = (at + sway + (thread - 2) * 4.5 + rng.uniform(-3, 3), 440 + rng.uniform(-14, 16))
            tone = rng.uniform(0.7, 1.1)
            strand = line([(at + (thread - 2) * 2, 298), (at, knot), ((at + end[0]) / 2 + 2, 390), end], 3)
            sound = mix(sound, (0.68 * tone, 0.36 * tone, 0.29 * tone), strand)
        sound = mix(sound, (0.55, 0.28, 0.22), spot(sound, at, knot, 6, 7, 0.3))
    fault = mix(np.ones((SIZE, SIZE, 3), np.float32), scarf, blurred(inside, 0.8))
    return sound, fault


CLOTH = {
    "texture-flattened": texture_flattened,
    "plastic-upscale": plastic_upscale,
    "repeated-patch": repeated_patch,
    "grain-direction": grain_direction,
    "moire": moire,
    "grain-mismatch": grain_mismatch,
    "sequins-melted": sequins_melted,
    "sheer-opaque": sheer_opaque,
    "seam-misaligned": seam_misaligned,
    "quilting-smashed": quilting_smashed,
    "crease-left": crease_left,
    "detail-removed": detail_removed,
    "waistband-tension": waistband_tension,
    "drape-wrong": drape_wrong,
    "closure-wrong": closure_wrong,
    "strap-floating": strap_floating,
    "fringe-lost": fringe_lost,
}
