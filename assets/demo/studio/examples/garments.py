"""Faults of garments on no body: a tee as a ghost mannequin, drawn."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from ..colour import Image
from .cloth import SIZE, grid, line, painted, stitched
from .pair import Pair, Studio, blurred, cut, mix, noise, spot

CLOTH, DARKER = (0.42, 0.55, 0.62), (0.22, 0.30, 0.35)


@dataclass(frozen=True)
class Tee:
    """What may be wrong with it; nothing is by default. Lengths in pixels of SIZE."""

    hem: float = 500
    left_sleeve: float = 0
    right_shoulder: float = 0
    neck: str = "sound"
    label: str = "sound"


def curve(points: list[tuple[float, float]], count: int = 200) -> np.ndarray:
    """A smooth closed outline through points (Catmull-Rom)."""
    p = np.array(points, np.float32)
    made = []
    for k in range(len(p)):
        a, b, c, d = p[k - 1], p[k], p[(k + 1) % len(p)], p[(k + 2) % len(p)]
        t = np.linspace(0, 1, count // len(p) + 2, endpoint=False)[:, None]
        made.append(0.5 * ((2 * b) + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate(made)


def filled(points: np.ndarray | list[tuple[float, float]], soft: float = 0.8) -> Image:
    """(SIZE, SIZE) weights inside an outline."""
    made = np.zeros((SIZE, SIZE), np.float32)
    cv2.fillPoly(made, [np.round(np.asarray(points, np.float32) * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    return blurred(made, soft)


def _outline(tee: Tee) -> list[tuple[float, float]]:
    s, r = tee.left_sleeve, tee.right_shoulder
    return [
        (200, 70), (130, 96), (30 - 0.3 * s, 250 + s), (96 - 0.2 * s, 290 + s), (132, 236), (138, tee.hem),
        (402, tee.hem), (408, 236 + r), (444, 290 + r), (510, 250 + r), (410, 96 + r), (340, 70 + 0.3 * r),
    ]  # fmt: skip


def _body(tee: Tee) -> Image:
    x, y = grid()
    folds = 0.05 * np.sin(x / 38 + y / 90) + 0.05 * np.sin((x - 270) / 26) * np.clip((y - 250) / 250, 0, 1)
    round_ = 1 - 0.30 * np.clip(np.abs(x - 270) / 150 - 0.45, 0, 1)
    weave = 0.012 * noise((SIZE, SIZE), 1, 0.8)
    made = painted(CLOTH, (0.98 + folds + weave) * round_)
    inside = np.zeros((SIZE, SIZE), np.float32)
    points = np.round(np.array(_outline(tee), np.float32) * 16).astype(np.int32)
    cv2.fillPoly(inside, [points], 1.0, cv2.LINE_AA, 4)
    picture = mix(np.full((SIZE, SIZE, 3), 0.97, np.float32), made, blurred(inside, 1.6))
    r = tee.right_shoulder
    for points_ in ([(134, 100), (148, 170), (134, 240)], [(406, 100 + r), (392, 170 + r), (406, 240 + r)]):
        picture = mix(picture, picture * 0.6, 0.8 * blurred(line(points_, 5), 1.5) * inside)
    return stitched(picture, [(140, tee.hem - 20), (400, tee.hem - 20)], (0.5, 0.62, 0.68), 9, 3)


def _label(picture: Image, kind: str) -> Image:
    if kind == "none":
        return picture
    tag = Pictures.new("L", (110, 60), 240)
    ImageDraw.Draw(tag).text((55, 29), "ELM", 30, font=ImageFont.load_default(34), anchor="mm")
    small = np.asarray(tag, np.float32)[..., None].repeat(3, 2) / 255
    if kind == "wrong":
        small = small[:, ::-1]
    h, w = small.shape[:2]
    corners = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    to = np.array([(226, 92), (314, 92), (312, 142), (228, 142)], np.float32)
    if kind == "wrong":
        to = np.array([(196, 96), (330, 78), (352, 150), (222, 176)], np.float32)
    way = cv2.getPerspectiveTransform(corners, to)
    flat = cv2.warpPerspective(small, way, (SIZE, SIZE))
    return mix(picture, flat, blurred(cv2.warpPerspective(np.ones((h, w), np.float32), way, (SIZE, SIZE)), 0.6))


def _neck(picture: Image, tee: Tee) -> Image:
    """The opening: the inside of the back with its seam and label, and the ribbed collar around it."""
    x, y = grid()
    front = curve([(186, 66), (204, 130), (270, 176), (336, 130), (354, 66), (310, 84), (270, 90), (230, 84)])
    opening = filled(front)
    depth = np.clip((y - 80) / 100, 0, 1)
    back = painted(DARKER, 1.12 - 0.55 * depth)
    if tee.neck == "flat":
        return mix(picture, painted(CLOTH, 0.98 + 0 * x), opening)
    if tee.neck == "lining":
        dots = (np.sin(x / 9) * np.sin(y / 9) > 0.25).astype(np.float32)
        back = mix(painted((0.92, 0.76, 0.30), 1.0 - 0.2 * depth), (0.75, 0.2, 0.2), dots)
    picture = mix(picture, back, opening)
    if tee.neck == "step":
        lower = np.clip((y - 112) / 2, 0, 1) * opening
        picture = mix(picture, (0.97, 0.97, 0.97), ((y > 108) & (y < 119)) * opening)
        picture = mix(picture, np.roll(painted((0.50, 0.50, 0.44), 1.15 - 0.3 * depth), 20, 1), lower * (y >= 119))
    elif tee.neck != "lining":
        picture = stitched(picture, [(206, 122), (238, 132), (270, 135), (302, 132), (334, 122)], (0.34, 0.44, 0.5), 8, 3)
    if tee.neck == "mannequin":
        skin = painted((0.93, 0.90, 0.86), 1.0 - 0.35 * np.clip(np.abs(x - 262) / 60, 0, 1) ** 2)
        stump = filled([(206, 16), (318, 16), (330, 100), (318, 130), (214, 130), (200, 100)], 1.5)
        picture = mix(picture, skin, stump)
        picture = mix(picture, (0.55, 0.56, 0.58), filled(curve([(206, 16), (262, 4), (318, 16), (262, 28)]), 1))
    elif tee.neck == "sound":
        picture = _label(picture, tee.label)
    ring = np.concatenate((front, front[:1]))
    ribs = blurred(line([tuple(p) for p in ring], 26), 0.8)
    picture = mix(picture, painted(CLOTH, 0.80 + 0.08 * np.sin(np.arctan2(y - 100, x - 270) * 120)), ribs)
    return mix(picture, picture * 0.72, 0.7 * blurred(line([tuple(p) for p in ring], 3), 1))


def tee(**wrong: object) -> Image:
    made = Tee(**wrong)  # type: ignore[arg-type]
    return _neck(_body(made), made)


def _near(image: Image) -> Image:
    return cut(image, 270, 130, 300)


def shape_changed(_: Studio) -> Pair:
    return tee(), tee(hem=370, left_sleeve=110)


def shoulder_wrong(_: Studio) -> Pair:
    return tee(), tee(right_shoulder=86)


def neck_join(_: Studio) -> Pair:
    return _near(tee(label="none")), _near(tee(neck="step"))


def inner_label_wrong(_: Studio) -> Pair:
    return _near(tee()), _near(tee(label="wrong"))


def mannequin_left(_: Studio) -> Pair:
    return cut(tee(), 270, 160, 400), cut(tee(neck="mannequin"), 270, 160, 400)


def hollow_wrong(_: Studio) -> Pair:
    return _near(tee()), _near(tee(neck="flat"))


def lining_invented(_: Studio) -> Pair:
    return _near(tee()), _near(tee(neck="lining"))


GARMENTS = {
    "shape-changed": shape_changed,
    "shoulder-wrong": shoulder_wrong,
    "neck-join": neck_join,
    "inner-label-wrong": inner_label_wrong,
    "mannequin-left": mannequin_left,
    "hollow-wrong": hollow_wrong,
    "lining-invented": lining_invented,
}
