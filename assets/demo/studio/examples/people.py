"""Faults of hands, bodies and faces: schematic people, drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ..colour import Image
from .cloth import SIZE, grid, line
from .garments import curve, filled
from .pair import Pair, Studio, blurred, cut, mix, spot
from .solid import Form, Limb, egg, form, ground, over, shaded, turned

SKIN = (0.93, 0.71, 0.59)
NAIL = (0.97, 0.80, 0.75)
Finger = tuple[tuple[float, float], tuple[float, float], float]
"""Base, tip, radius at the base."""

FOUR: list[Finger] = [((196, 318), (150, 128), 25), ((246, 300), (234, 84), 26), ((296, 306), (318, 106), 25),
                      ((340, 334), (394, 190), 21)]  # fmt: skip
FIVE: list[Finger] = [((186, 326), (116, 160), 22), ((222, 304), (192, 98), 23), ((264, 296), (268, 78), 23),
                      ((304, 306), (338, 102), 22), ((342, 334), (404, 186), 19)]  # fmt: skip


def nail(canvas: Image, base: tuple[float, float], tip: tuple[float, float], radius: float,
         tone: tuple[float, float, float] = NAIL, long: float = 1.0) -> Image:  # fmt: skip
    """A nail on the end of a finger, along it."""
    way = np.array(tip, np.float32) - np.array(base, np.float32)
    way /= np.linalg.norm(way)
    middle = np.array(tip, np.float32) + way * radius * 0.12 * long
    x, y = grid()
    u = ((x - middle[0]) * way[0] + (y - middle[1]) * way[1]) / (radius * 0.78 * long)
    v = ((x - middle[0]) * -way[1] + (y - middle[1]) * way[0]) / (radius * 0.60)
    far = (np.abs(u) ** 3 + np.abs(v) ** 3) ** (1 / 3)
    shape = np.clip((1 - far) * 7, 0, 1)
    rim = np.clip((1.22 - far) * 6, 0, 1)
    canvas = mix(canvas, canvas * 0.80, rim)
    return mix(mix(canvas, tone, shape), (1, 1, 1), 0.45 * shape * np.exp(-(((v + 0.35) / 0.2) ** 2)))


def crease(canvas: Image, base: tuple[float, float], tip: tuple[float, float], at: float, radius: float) -> Image:
    """The lines over a joint."""
    a, b = np.array(base), np.array(tip)
    middle, way = a + at * (b - a), (b - a) / np.linalg.norm(b - a)
    side = np.array([-way[1], way[0]]) * radius * 0.62
    for shift in (-5, 2):
        m = middle + way * shift
        canvas = mix(canvas, canvas * 0.72, 0.75 * blurred(line([tuple(m - side), tuple(m + way * 2.5), tuple(m + side)], 3), 0.8))
    return canvas


def limbs_of(fingers: list[Finger]) -> list[Limb]:
    return [(*base, radius, *tip, radius * 0.80) for base, tip, radius in fingers]


PALM: list[Limb] = [(270, 600, 74, 268, 480, 76), (220, 430, 62, 218, 350, 44), (305, 440, 62, 310, 360, 44),
                    (262, 470, 84, 262, 360, 60)]  # fmt: skip
THUMB: list[Limb] = [(205, 470, 46, 130, 392, 31), (130, 392, 31, 84, 306, 22)]


def _hand(fingers: list[Finger], *, extra: list[Limb] = [], joints: bool = True) -> Image:  # noqa: B006 read only
    canvas = over(ground(), form([*PALM, *THUMB, *limbs_of(fingers), *extra], 8), SKIN)
    for base, tip, radius in fingers:
        if joints:
            for at in (0.36, 0.68):
                canvas = crease(canvas, base, tip, at, radius)
        canvas = nail(canvas, base, tip, radius * 0.8)
    canvas = crease(canvas, (130, 392), (84, 306), 0.25, 28)
    return nail(canvas, (130, 392), (84, 306), 20)


def finger_count(_: Studio) -> Pair:
    return _hand(FOUR), _hand(FIVE)


def knuckles_fused(_: Studio) -> Pair:
    web: list[Limb] = []
    for a, b in ((0, 1), (2, 3)):
        for t in np.linspace(0, 0.78, 14):
            p, q = (np.array(FOUR[k][0]) * (1 - t) + np.array(FOUR[k][1]) * t for k in (a, b))
            web.append((p[0], p[1], 25 - 5 * t, q[0], q[1], 25 - 5 * t))
    return _hand(FOUR), _hand(FOUR, extra=web, joints=False)


def bent_through_prop(_: Studio) -> Pair:
    """A fist around a pole; the pole through the fingers."""
    x, y = grid()

    def grip(*, through: bool) -> Image:
        pole = form([(270, -60, 40, 270, 600, 40)])
        palm = form([(560, 300, 90, 420, 290, 92), (400, 220, 60, 390, 380, 66)], 12)
        canvas = over(over(ground(), palm, SKIN), pole, (0.36, 0.42, 0.50), gloss=0.4)
        for number, top in enumerate((175, 248, 320, 388)):
            r = 38 - 3 * number
            limb = form([(400, top + 6, r, 270, top - 4, r), (270, top - 4, r, 180, top + 8, r * 0.88)], 8)
            cover = limb.cover
            if through and number in (1, 3):
                cover = cover * (np.abs(x - 270) > 40)
            if through and number == 2:
                cover = cover * (x > 232)
            canvas = over(canvas, Form(cover.astype(np.float32), limb.height), SKIN, drop=6)
            if not (through and number == 2):
                canvas = nail(canvas, (250, top - 2), (176, top + 8), r * 0.78)
        return canvas

    return grip(through=False), grip(through=True)


def nails_wrong(_: Studio) -> Pair:
    fingers: list[Finger] = [((120, 600), (104, 210), 62), ((272, 600), (270, 130), 66), ((424, 600), (438, 200), 62)]

    def tips(tones: list[tuple[float, float, float] | None], long: list[float]) -> Image:
        canvas = over(ground(), form(limbs_of(fingers), 3), SKIN)
        for (base, tip, radius), tone, stretch in zip(fingers, tones, long, strict=True):
            canvas = crease(canvas, base, tip, 0.52, radius)
            if tone:
                canvas = nail(canvas, base, tip, radius * 0.92, tone, stretch)
        return canvas

    red, pale = (0.74, 0.10, 0.16), (0.96, 0.84, 0.55)
    return tips([red, red, red], [1.1, 1.1, 1.1]), tips([red, None, pale], [1.1, 1.0, 0.62])


# --- whole bodies --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Body:
    """A standing person, front. Widths in pixels of SIZE."""

    waist: float = 40
    hip: float = 50
    leg: float = 26
    arms: tuple[tuple[tuple[float, float], ...], ...] = (
        ((216, 128), (186, 220), (170, 300)),
        ((324, 128), (354, 220), (370, 300)),
    )
    bent: bool = False


def _person(body: Body) -> Image:
    x, y = grid()
    canvas = ground((0.88, 0.89, 0.90))
    for at in (70, 160, 380, 470):
        wave = 14 * np.exp(-(((y - 214) / 46) ** 2)) * np.sign(270 - at) * np.exp(-np.abs(at - 270) / 150) * body.bent
        canvas = mix(canvas, (0.62, 0.64, 0.66), np.exp(-(((x - at - 2.4 * wave) / 3.5) ** 2)).astype(np.float32))
    legs: list[Limb] = [(270 + s * 26, 320, body.leg + 6, 270 + s * 36, 420, body.leg - 4) for s in (-1, 1)]
    shins: list[Limb] = [(270 + s * 36, 420, body.leg - 5, 270 + s * 40, 520, 15) for s in (-1, 1)]
    canvas = over(canvas, form([*legs, *shins]), SKIN, shadow=0.15)
    for points in body.arms:
        limbs = [(*a, 19 - 3 * k, *b, 16 - 3 * k) for k, (a, b) in enumerate(zip(points, points[1:], strict=False))]
        hand = (*points[-1], 13, points[-1][0], points[-1][1] + 20, 9)
        canvas = over(canvas, form([*limbs, hand], 5), SKIN, shadow=0.2, drop=5)
    canvas = over(canvas, form([(270, 108, 19, 270, 130, 22), (270, 62, 33, 270, 76, 30)], 5), SKIN, shadow=0.15)
    torso: list[Limb] = [(228, 138, 24, 312, 138, 24), (270, 150, 56, 270, 214, body.waist),
                         (270, 214, body.waist, 270, 288, body.hip + 4), (248, 300, body.hip - 16, 292, 300, body.hip - 16)]  # fmt: skip
    canvas = over(canvas, form(torso, 10, 0.8), (0.20, 0.42, 0.46), shadow=0.15, gloss=0.05)
    hair = filled(curve([(228, 70), (236, 26), (270, 14), (304, 26), (312, 70), (300, 52), (270, 40), (240, 52)]), 1)
    return mix(canvas, (0.22, 0.15, 0.11), hair)


def body_reshaped(_: Studio) -> Pair:
    near = [cut(_person(each), 270, 240, 420) for each in (Body(), Body(waist=24, hip=58, bent=True))]
    return near[0], near[1]


def limb_impossible(_: Studio) -> Pair:
    sound = Body(arms=(((216, 128), (176, 214), (236, 262)), ((324, 128), (354, 220), (370, 300))))
    odd = ((324, 128), (366, 196), (318, 246), (392, 300))
    fault = replace(sound, arms=(sound.arms[0], odd, ((330, 150), (410, 130), (450, 190))))
    return cut(_person(sound), 290, 220, 400), cut(_person(fault), 290, 220, 400)


def feet_wrong(_: Studio) -> Pair:
    sole: list[Limb] = [(280, 470, 66, 262, 330, 70), (262, 330, 74, 232, 240, 66), (300, 320, 60, 318, 250, 46)]
    toes: list[Finger] = [((196, 236), (176, 108), 40), ((250, 220), (250, 112), 25), ((296, 224), (308, 130), 23),
                          ((332, 240), (354, 162), 21), ((360, 268), (390, 204), 18)]  # fmt: skip
    odd: list[Finger] = [((190, 250), (150, 186), 24), ((220, 226), (196, 106), 30), ((262, 216), (262, 76), 42),
                         ((300, 226), (316, 118), 22), ((326, 236), (356, 130), 23), ((350, 254), (396, 170), 22),
                         ((366, 290), (432, 250), 20)]  # fmt: skip

    def foot(these: list[Finger]) -> Image:
        canvas = over(ground(), form([*sole, *[(*b, r, *t, r * 0.86) for b, t, r in these]], 7, 0.7), SKIN)
        for base, tip, radius in these:
            canvas = nail(canvas, base, tip, radius * 0.8)
        return canvas

    return foot(toes), foot(odd)


# --- faces ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Face:
    """What a face looks like. Places in pixels of SIZE."""

    iris: tuple[float, float, float] = (0.28, 0.44, 0.34)
    right_eye: tuple[float, float, float] = (334, 250, 1.0)
    right_gaze: float = 0
    brow: float = 0
    smile: float = 14
    teeth: bool = False
    nose: float = 24
    jaw: float = 88
    neck: tuple[float, float, float] = SKIN
    skin: tuple[float, float, float] = SKIN


def _eye(canvas: Image, x: float, y: float, size: float, iris: tuple[float, float, float], gaze: float) -> Image:
    a, b = 40 * size, 21 * size
    lid = filled(curve([(x - a, y + 3), (x - a * 0.4, y - b), (x + a * 0.5, y - b * 0.9), (x + a, y), (x, y + b * 0.8)]), 0.8)
    canvas = mix(canvas, canvas * 0.74, blurred(np.roll(lid, -7, 0), 5))
    canvas = mix(canvas, (0.97, 0.96, 0.95), lid)
    for radius, tone in ((19, (0.12, 0.10, 0.10)), (17, iris), (8, (0.04, 0.04, 0.05))):
        canvas = mix(canvas, tone, lid * spot(canvas, x + gaze, y - 1, radius * size, radius * size, 0.1))
    canvas = mix(canvas, (1, 1, 1), lid * spot(canvas, x + gaze - 6, y - 8, 5 * size, 5 * size, 0.4))
    lash = line([(x - a, y + 3), (x - a * 0.4, y - b), (x + a * 0.5, y - b * 0.9), (x + a, y)], max(4, round(7 * size)))
    return mix(canvas, (0.16, 0.11, 0.09), blurred(lash, 1))


def _face(face: Face) -> Image:
    canvas = ground((0.80, 0.83, 0.86))
    hair = filled(curve([(270, 30), (120, 90), (86, 300), (110, 520), (430, 520), (454, 300), (420, 90)]), 1.5)
    canvas = mix(canvas, (0.24, 0.15, 0.10), hair)
    canvas = over(canvas, form([(270, 390, 62, 270, 520, 70), (150, 580, 60, 390, 580, 60)], 12, 0.6), face.neck, shadow=0.1)
    upper, chin = egg(270, 250, 128, 170, 190, 90), egg(270, 330, face.jaw, 100, 112, 66)
    head = Form(np.maximum(upper.cover, chin.cover), blurred(np.maximum(upper.height, chin.height), 9))
    canvas = over(canvas, head, face.skin, shadow=0.35, drop=12, gloss=0.06)
    fringe = filled(curve([(150, 236), (148, 120), (270, 58), (392, 120), (390, 236), (356, 150), (270, 132), (190, 150)]), 1.2)
    canvas = mix(canvas, (0.28, 0.18, 0.12), fringe)
    for x, y, size, gaze in ((206, 250, 1.0, 0), (*face.right_eye, face.right_gaze)):
        canvas = _eye(canvas, x, y, size, face.iris, gaze)
        inner, outer = (x + 34, x - 42) if x < 270 else (x - 34, x + 42)
        brow = line([(outer, y - 34), ((outer + inner) / 2, y - 50), (inner, y - 42 + face.brow)], 11)
        canvas = mix(canvas, (0.24, 0.15, 0.10), 0.9 * blurred(brow, 1.5))
    w = face.nose
    canvas = mix(canvas, canvas * 0.80, 0.8 * blurred(line([(282, 262), (288, 318), (270 + w, 334)], 7), 4))
    canvas = mix(canvas, (1, 0.90, 0.83), 0.5 * blurred(line([(268, 256), (268, 318)], 10), 5))
    for side in (-1, 1):
        canvas = mix(canvas, (0.42, 0.22, 0.18), 0.8 * spot(canvas, 270 + side * 0.55 * w, 338, 7, 4, 0.5))
    s = face.smile
    mouth = filled(curve([(214, 394 - s), (252, 386), (270, 390), (288, 386), (326, 394 - s), (270, 412 + 0.7 * s)]), 0.8)
    canvas = mix(canvas, (0.76, 0.36, 0.36), mouth)
    if face.teeth:
        teeth = filled(curve([(226, 397 - s), (270, 396), (314, 397 - s), (270, 408 + 0.55 * s)]), 0.8)
        return mix(canvas, (0.98, 0.97, 0.95), teeth)
    return mix(canvas, (0.45, 0.18, 0.19), blurred(line([(216, 394 - s), (254, 397), (286, 397), (324, 394 - s)], 4), 0.8))


def ears_or_eyes_disagree(_: Studio) -> Pair:
    return _face(Face()), _face(Face(right_eye=(350, 282, 0.66), right_gaze=13))


def face_changed(_: Studio) -> Pair:
    other = Face(iris=(0.25, 0.42, 0.66), brow=-16, smile=34, teeth=True, nose=38, jaw=118)
    return _face(Face()), _face(other)


def skin_tone_uneven(_: Studio) -> Pair:
    return _face(Face()), _face(Face(neck=(0.74, 0.52, 0.38), skin=(0.97, 0.76, 0.70)))


def light_direction(_: Studio) -> Pair:
    """A vase whose shadow falls to the right, lit from the left; lit from the right."""
    x, y = grid()

    def scene(side: float) -> Image:
        floor = np.clip((y - 330) / 3 + 0.5, 0, 1)
        canvas = mix(ground((0.86, 0.87, 0.88)), (0.76, 0.75, 0.73), floor)
        cast = filled([(250, 440), (300, 466), (560, 380), (540, 320)], 10)
        canvas = canvas * (1 - 0.5 * cast)[..., None]
        vase = turned(270, [(120, 46), (150, 36), (200, 40), (310, 104), (380, 100), (462, 62)])
        made = shaded(vase.height, (0.62, 0.30, 0.22), light=(0.75 * side, -0.35, 0.42), gloss=0.35)
        return mix(canvas, made, vase.cover)

    return scene(-1), scene(1)


PEOPLE = {
    "finger-count": finger_count,
    "knuckles-fused": knuckles_fused,
    "bent-through-prop": bent_through_prop,
    "limb-impossible": limb_impossible,
    "feet-wrong": feet_wrong,
    "nails-wrong": nails_wrong,
    "ears-or-eyes-disagree": ears_or_eyes_disagree,
    "body-reshaped": body_reshaped,
    "skin-tone-uneven": skin_tone_uneven,
    "face-changed": face_changed,
    "light-direction": light_direction,
}
