"""Faults planted in the photos of the demo studio: light, frame, ground, edges."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image as Pictures

from ..colour import Image
from ..frame import Frame
from .pair import Pair, Studio, blurred, both, cut, grey, mix, noise, spot, warped

MUG, INK, OAT = "mg-2201-forest-front", "mg-2201-ink-front", "mg-2201-oat-front"
CLAY, BLUSH = "mg-2201-clay-front", "mg-2204-blush-front"
BAG, BLACK = "bg-3301-tan-front", "bg-3301-black-front"
OIL, LOTION, SCENT = "bt-1101-front", "bt-1120-front", "bt-1140-front"
MUG_AT, BAG_AT, OIL_AT = (460, 640, 820), (450, 580, 1020), (450, 600, 1000)


def on(frame: Frame, ground: Image) -> Image:
    """The product cut out onto another ground, with its shadow."""
    cover = frame.cover()[..., None]
    shadow = np.clip(frame.shadow, 0, 1)[..., None]
    return frame.image * cover + ground * shadow * (1 - cover)


def plain(frame: Frame, rgb: tuple[float, float, float]) -> Image:
    return np.broadcast_to(np.asarray(rgb, np.float32), frame.image.shape)


# --- colour and light ----------------------------------------------------------------------------------------


def colour_cast(studio: Studio) -> Pair:
    sound = studio.frame(OAT).image
    return both(sound, sound * np.array([1.0, 0.93, 0.76], np.float32), *MUG_AT)


def colour_drift(studio: Studio) -> Pair:
    frame = studio.frame(CLAY)
    hsv = cv2.cvtColor(frame.image, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0] - 16) % 360
    hsv[..., 1] *= 1.15
    other = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 0.9
    return both(frame.image, mix(frame.image, other, frame.cover()), *MUG_AT)


def exposure_shift(studio: Studio) -> Pair:
    sound = studio.frame(MUG).image
    return both(sound, sound * 0.62, *MUG_AT)


def shadow_depth(studio: Studio) -> Pair:
    frame = studio.frame(BAG)
    flat = mix(frame.image, 0.5 + 0.24 * (frame.image - 0.42) + 0.10 * (blurred(frame.image, 60) - 0.42),
               frame.cover())
    return both(frame.image, np.maximum(flat, frame.image), 400, 500, 560)


def highlight_clipped(studio: Studio) -> Pair:
    frame = studio.frame(LOTION)
    lit = np.clip(frame.image * 1.32, 0, 1)
    return both(frame.image * 0.97, mix(frame.image * 0.97, lit, frame.part(0)), 450, 640, 560)


def specular_lost(studio: Studio) -> Pair:
    frame = studio.frame(OIL)
    dull = np.minimum(frame.image, 0.30 + 0.42 * blurred(frame.image, 22))
    return both(frame.image, mix(frame.image, dull, frame.cover()), 450, 350, 340)


def saturation_shift(studio: Studio) -> Pair:
    frame = studio.frame(BLUSH)
    luma = grey(frame.image)
    loud = luma + 3.4 * (frame.image - luma)
    return both(frame.image, mix(frame.image, np.clip(loud, 0, 1), frame.cover()), *MUG_AT)


# --- framing and delivery ------------------------------------------------------------------------------------


def tilt(studio: Studio) -> Pair:
    sound = studio.frame(OIL).image
    h, w = sound.shape[:2]
    way = cv2.getRotationMatrix2D((w / 2, h / 2), -8, 0.94)
    return both(sound, cv2.warpAffine(sound, way, (w, h), flags=cv2.INTER_CUBIC, borderValue=(1, 1, 1)), *OIL_AT)


def crop_off(studio: Studio) -> Pair:
    sound = studio.frame(BAG).image
    moved = cv2.warpAffine(sound, np.array([[1, 0, 330], [0, 1, -260]], np.float32), sound.shape[1::-1],
                           borderValue=(1, 1, 1))  # fmt: skip
    return cut(sound, *BAG_AT), cut(moved, *BAG_AT)


def proportion_changed(studio: Studio) -> Pair:
    sound = studio.frame(OIL).image
    x, y, _ = OIL_AT
    return both(sound, warped(sound, lambda u, v: (x + (u - x) / 1.42, y + (v - y) * 1.1)), *OIL_AT)


def perspective_wrong(studio: Studio) -> Pair:
    sound = studio.frame(SCENT).image
    x = 450.0
    return both(
        sound, warped(sound, lambda u, v: (x + (u - x) * (1 + (600 - v) / 1300), v + 0 * u)), 450, 620, 1000
    )


def resolution_low(studio: Studio) -> Pair:
    sound = cut(studio.frame("rg-0412-front").image, 450, 300, 400)
    small = cv2.resize(sound, (44, 44), interpolation=cv2.INTER_AREA)
    out = io.BytesIO()
    Pictures.fromarray((np.clip(small, 0, 1) * 255).astype(np.uint8)).save(out, "JPEG", quality=22)
    coarse = np.asarray(Pictures.open(out), np.float32) / 255
    return sound, cv2.resize(coarse, (400, 400), interpolation=cv2.INTER_LINEAR)


def profile_wrong(studio: Studio) -> Pair:
    """Codes of a wide space shown as sRGB: the colours go dull and dark towards green."""
    frame = studio.frame(CLAY)
    linear = np.clip(frame.image, 0, 1) ** 2.2
    wide = np.array([[0.5293, 0.3300, 0.1407], [0.0983, 0.8735, 0.0282], [0.0169, 0.1177, 0.8654]], np.float32)
    codes = np.clip(linear @ wide.T, 0, 1) ** (1 / 1.8)  # ROMM RGB (ProPhoto) from sRGB's primaries
    return both(frame.image, codes, *MUG_AT)


def wrong_view(studio: Studio) -> Pair:
    return cut(studio.frame("rg-0415-front").image, 450, 600, 1000), cut(
        studio.frame("rg-0418-angle").image, 450, 600, 1000
    )


# --- background ----------------------------------------------------------------------------------------------


def background_off_white(studio: Studio) -> Pair:
    frame = studio.frame(LOTION)
    return both(on(frame, plain(frame, (1, 1, 1))), on(frame, plain(frame, (0.83, 0.81, 0.78))), 450, 620, 1040)


def banding(studio: Studio) -> Pair:
    frame = studio.frame(BLUSH)
    h, w = frame.image.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    far = np.sqrt(((x - 300) / 900) ** 2 + ((y - 200) / 900) ** 2)
    ramp = np.clip(0.98 - 0.5 * far, 0, 1)[..., None] * np.array([0.93, 0.96, 1.0], np.float32)
    return both(on(frame, ramp), on(frame, np.round(ramp * 10) / 10), 460, 600, 880)


def shadow_wrong(studio: Studio) -> Pair:
    frame = studio.frame(MUG)
    cover = frame.cover()
    h, w = cover.shape
    way = np.array([[1, -0.55, 640], [0, 0.16, 790]], np.float32)
    cast = cv2.warpAffine(cover, way, (w, h))
    hard = 1 - 0.5 * blurred(cast, 2)[..., None]
    wrong = frame.image * cover[..., None] + hard * (1 - cover[..., None])
    deeper = on(frame, plain(frame, (1, 1, 1))) * 1.0
    shade = 1 - (1 - np.clip(frame.shadow, 0, 1)[..., None]) * 1.5
    sound = frame.image * cover[..., None] + shade * (1 - cover[..., None])
    return both(np.minimum(sound, deeper), wrong, 480, 660, 860)


def leftover_dust(studio: Studio) -> Pair:
    frame = studio.frame(BLACK)
    rng = np.random.default_rng(5)
    fault = frame.image.copy()
    for _ in range(70):
        x, y, r = rng.uniform(160, 640), rng.uniform(520, 1000), rng.uniform(1.6, 4.4)
        fault = mix(fault, (0.88, 0.88, 0.86), spot(fault, x, y, r, r, 0.5) * 0.9)
    for _ in range(6):
        x, y, a = rng.uniform(200, 600), rng.uniform(560, 960), rng.uniform(0, 6.3)
        t = np.linspace(0, 1, 40)
        line = np.stack((x + 80 * t * np.cos(a + t * 1.5), y + 80 * t * np.sin(a + t * 1.5)), 1)
        drawn = np.zeros(fault.shape[:2], np.uint8)
        cv2.polylines(drawn, [np.round(line * 16).astype(np.int32)], False, 255, 3, cv2.LINE_AA, 4)
        fault = mix(fault, (0.8, 0.8, 0.78), drawn.astype(np.float32) / 255)
    return both(frame.image, fault, 400, 760, 460)


def leftover_stand(studio: Studio) -> Pair:
    frame = studio.frame("rg-0415-angle")
    assert frame.ghost is not None
    cover = frame.cover()
    part = np.abs(frame.ghost - frame.grey).max(axis=-1) > 0.02
    weight = blurred(part.astype(np.float32), 1.5) * (1 - cover)
    return both(frame.image, mix(frame.image, frame.ghost**2.2, weight), 470, 720, 700)


def smudge(studio: Studio) -> Pair:
    frame = studio.frame(MUG)
    cloud = np.clip(blurred(noise(frame.image.shape[:2], 4, 26), 8) * 0.5 + 0.6, 0, 1)
    streak = spot(frame.image, 760, 300, 190, 120, 0.9) + spot(frame.image, 690, 960, 230, 60, 0.9)
    return both(frame.image, mix(frame.image, (0.62, 0.61, 0.6), np.clip(streak * 1.6, 0, 1) * cloud * 0.85), 560, 600, 800)


def _room(frame: Frame, *, bent: float = 0.0) -> Image:
    h, w = frame.image.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    line = 560 + bent * (np.sin((x - 330) / 90) * 34 + 46 * (x > 470))
    wall = np.array([0.80, 0.82, 0.82], np.float32) * (1.02 - 0.00012 * y[..., None])
    grain = 0.5 + 0.5 * np.sin((y + 3 * np.sin(x / 90)) / 5.5 + 1.5 * np.sin(x / 210))
    wood = np.array([0.70, 0.55, 0.40], np.float32) * (0.90 + 0.10 * grain)[..., None]
    table = np.clip((y - line) / 2 + 0.5, 0, 1)[..., None]
    edge = np.exp(-(((y - line - 9) / 7) ** 2))[..., None] * 0.22
    return (wall * (1 - table) + wood * table) * (1 - edge)


def scene_bent(studio: Studio) -> Pair:
    frame = studio.frame(OAT)
    return both(on(frame, _room(frame)), on(frame, _room(frame, bent=1)), 470, 640, 860)


def object_invented(studio: Studio) -> Pair:
    frame, other = studio.frame(OAT), studio.frame(OIL)
    sound = on(frame, _room(frame))
    way = np.array([[0.62, 0, 440], [0, 0.62, 230]], np.float32)
    size = sound.shape[1::-1]
    picture, cover = (cv2.warpAffine(each, way, size, borderValue=fill)
                      for each, fill in ((other.image, (1, 1, 1)), (other.cover(), 0)))
    back = sound * (1 - 0.35 * spot(sound, 730, 850, 150, 26, 0.9))[..., None]
    behind = cover * (1 - frame.cover())
    return both(sound, mix(back, picture, behind), 520, 640, 860)


# --- edges ---------------------------------------------------------------------------------------------------


def halo(studio: Studio) -> Pair:
    frame = studio.frame(BLACK)
    ground = plain(frame, (0.70, 0.72, 0.74))
    cover = frame.cover()
    away = cv2.distanceTransform((cover < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    rim = np.clip((13 - away) / 5, 0, 1) * (1 - cover)
    sound = frame.image * cover[..., None] + ground * (1 - cover[..., None])
    return both(sound, mix(sound, (1, 1, 1), rim), 330, 330, 460)


def cut_out_soft(studio: Studio) -> Pair:
    frame = studio.frame(BLACK)
    ground = plain(frame, (1, 1, 1))
    cover = blurred(frame.cover(), 16)[..., None]
    inside = blurred(frame.image * frame.cover()[..., None], 8) / np.maximum(blurred(frame.cover(), 8), 0.02)[..., None]
    fog = np.where(frame.cover()[..., None] > 0.9, frame.image, inside)
    return both(frame.image, fog * cover + ground * (1 - cover), 330, 330, 460)


def cut_out_hard(studio: Studio) -> Pair:
    """Stairs where the handle has a smooth edge."""
    frame = studio.frame(BLACK)
    cover = frame.cover()
    h, w = cover.shape
    step = 14
    blocks = cv2.resize(cv2.resize(cover, (w // step, h // step), interpolation=cv2.INTER_AREA), (w, h),
                        interpolation=cv2.INTER_NEAREST)  # fmt: skip
    stairs = (blocks > 0.5).astype(np.float32)[..., None]
    dark = np.where(cover[..., None] > 0.5, frame.image, (0.2, 0.2, 0.21))
    return both(frame.image, dark * stairs + (1 - stairs), 330, 330, 460)


def ring_hole_filled(studio: Studio) -> Pair:
    frame = studio.frame(MUG)
    cover = frame.cover()
    _, labels, stats, _ = cv2.connectedComponentsWithStats((cover < 0.5).astype(np.uint8))
    hole = min(range(1, len(stats)), key=lambda n: abs(stats[n][4] - 20000))
    weight = blurred((labels == hole).astype(np.float32), 1.2)
    return both(frame.image, mix(frame.image, (0.50, 0.49, 0.47), weight), 640, 560, 560)


def edge_eaten(studio: Studio) -> Pair:
    frame = studio.frame(MUG)
    bite = np.clip(spot(frame.image, 812, 520, 62, 74, 0.08) + spot(frame.image, 820, 610, 40, 50, 0.08)
                   + spot(frame.image, 128, 440, 46, 60, 0.08), 0, 1)  # fmt: skip
    return both(frame.image, mix(frame.image, (1, 1, 1), bite), 520, 580, 760)


PHOTOS = {
    "colour-cast": colour_cast,
    "colour-drift": colour_drift,
    "exposure-shift": exposure_shift,
    "shadow-depth": shadow_depth,
    "highlight-clipped": highlight_clipped,
    "specular-lost": specular_lost,
    "saturation-shift": saturation_shift,
    "tilt": tilt,
    "crop-off": crop_off,
    "proportion-changed": proportion_changed,
    "perspective-wrong": perspective_wrong,
    "resolution-low": resolution_low,
    "profile-wrong": profile_wrong,
    "wrong-view": wrong_view,
    "background-off-white": background_off_white,
    "banding": banding,
    "shadow-wrong": shadow_wrong,
    "leftover-dust": leftover_dust,
    "leftover-stand": leftover_stand,
    "smudge": smudge,
    "scene-bent": scene_bent,
    "object-invented": object_invented,
    "halo": halo,
    "cut-out-soft": cut_out_soft,
    "cut-out-hard": cut_out_hard,
    "ring-hole-filled": ring_hole_filled,
    "edge-eaten": edge_eaten,
}
