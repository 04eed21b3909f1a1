"""Planted faults of one place: edges, surfaces, dust, stand, ring hole, facets, reflections, claws, print."""

from __future__ import annotations

import math

import cv2
import numpy as np

from .colour import Image
from .frame import Box, Damage, Frame, blend, box_of, changed_box, inner_point, soft_ellipse
from .grade import speck

Rng = np.random.Generator


def halo(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """A rim of the old grey sweep, `amount` pixels wide, stays along part of the outline."""
    cover = frame.cover()
    away = cv2.distanceTransform((cover < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    rim = np.clip((amount + 1.5 - away) / 2.0, 0, 1) * (1 - cover)
    x, y, w, h = box_of(cover)
    side = float(rng.choice([0.12, 0.88]))
    arc = soft_ellipse(cover.shape, (x + side * w, y + rng.uniform(0.3, 0.6) * h), (0.3 * w, 0.3 * h), 0.5)
    out = blend(frame.image, frame.grey * 0.94, (0.7 * rim * arc).astype(np.float32))
    result = frame.with_image(out)
    return result, Damage(changed_box(frame.image, result.image, 6.0), amount, "px wide")


def _surface(frame: Frame, rng: Rng, share: float) -> Image:
    """A soft patch on the product's body, `share` of its box across."""
    cover = frame.part(0)
    _, _, w, h = box_of(cover)
    at = inner_point(cover, rng, max(6, int(0.04 * min(w, h))))
    zone = soft_ellipse(cover.shape, (float(at[0]), float(at[1])), (share * w, share * h), 0.35)
    return zone * cv2.erode(frame.cover(), np.ones((3, 3), np.uint8))


def over_smoothed(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """A part of the product is smoothed to plastic: an edge-keeping blur with a reach of `amount` pixels."""
    zone = np.clip(_surface(frame, rng, 0.34) + frame.part(1) * 0.9, 0, 1)
    eight = (frame.image * 255).astype(np.uint8)
    smooth = (
        cv2.bilateralFilter(cv2.bilateralFilter(eight, 0, 46, amount), 0, 46, amount).astype(np.float32) / 255
    )
    result = frame.with_image(blend(frame.image, smooth, zone))
    return result, Damage(changed_box(frame.image, result.image, 3.0), amount, "px reach")


def texture_flattened(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """`amount` per cent of the fine texture is gone from a patch; the broad light and shade stay."""
    zone = _surface(frame, rng, 0.30)
    low = cv2.GaussianBlur(frame.image, (0, 0), 4.0)
    flat = low + (1 - amount / 100.0) * (frame.image - low)
    result = frame.with_image(blend(frame.image, flat, zone))
    return result, Damage(changed_box(frame.image, result.image, 3.0), amount, "% of fine texture lost")


def repeated_patch(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """A patch of seam or surface from the lower half appears again `amount` pixels nearer to the middle."""
    x, y = _detailed_point(frame, amount)
    left, _, width, _ = box_of(frame.cover())
    shift = round(amount) * (-1 if x > left + width / 2 else 1)
    moved = np.roll(frame.image, shift, axis=1)
    zone = soft_ellipse(frame.image.shape[:2], (x + shift, y), (0.5 * amount, 0.9 * amount), 0.4)
    zone *= frame.part(0) > 0.95
    result = frame.with_image(blend(frame.image, moved, zone))
    return result, Damage(box_of(zone, 0.05), amount, "px to its copy")


def _detailed_point(frame: Frame, margin: float) -> tuple[int, int]:
    """The place (x, y) with the most fine detail in the lower half of the body, `margin` px inside it."""
    detail = np.abs(frame.image - cv2.GaussianBlur(frame.image, (0, 0), 4.0)).mean(axis=-1)
    depth = cv2.distanceTransform((frame.part(0) > 0.95).astype(np.uint8), cv2.DIST_L2, 5)
    inside = depth > min(margin, 0.7 * float(depth.max()))
    _, top, _, height = box_of(frame.cover())
    inside[: top + height * 6 // 10] = False
    inside[top + height * 9 // 10 :] = False
    y, x = np.unravel_index(int(np.argmax(cv2.GaussianBlur(detail, (0, 0), 12.0) * inside)), detail.shape)
    return int(x), int(y)


def leftover_dust(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """`amount` specks of dust were not removed: close together, on the product and beside it."""
    out = frame.image.copy()
    x, y = inner_point(frame.cover(), rng, 12)
    marks = np.zeros(out.shape[:2], dtype=np.float32)
    for _ in range(int(amount)):
        at = (
            float(np.clip(x + rng.normal(0, 26), 4, out.shape[1] - 5)),
            float(np.clip(y + rng.normal(0, 26), 4, out.shape[0] - 5)),
        )
        light = (
            frame.cover()[int(at[1]), int(at[0])] > 0.5 and float(out[int(at[1]), int(at[0])].mean()) < 0.6
        )
        bx, by, bw, bh = speck(out, at, float(rng.uniform(1.0, 1.9)), -0.7 if light else 0.55)
        marks[by : by + bh, bx : bx + bw] = 1
    return frame.with_image(out), Damage(box_of(marks), amount, "specks")


def leftover_stand(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """A ghost of the stand stays, at `amount` per cent of its strength; the photo must have had a stand."""
    if frame.ghost is None:
        raise ValueError("leftover-stand needs a photo that had a stand")
    difference = np.abs(frame.ghost - frame.grey).max(axis=-1)
    stand = (cv2.GaussianBlur(difference, (0, 0), 1.5) > 0.05).astype(np.uint8)
    stand = cv2.morphologyEx(stand, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(np.float32)
    zone = cv2.GaussianBlur(stand, (0, 0), 1.5) * (1 - frame.cover())
    lift = np.clip(frame.ghost / np.maximum(frame.grey, 0.05), 0, 1)
    faint = frame.image * lift
    result = frame.with_image(blend(frame.image, faint, (zone * amount / 100.0).astype(np.float32)))
    return result, Damage(changed_box(frame.image, result.image, 4.0), amount, "% of its strength")


def hole_of(cover: Image) -> Image:
    """The largest area that the product closes in (a ring's opening), 0..1; empty when there is none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((cover < 0.5).astype(np.uint8), connectivity=4)
    border = set(labels[0]) | set(labels[-1]) | set(labels[:, 0]) | set(labels[:, -1])
    inside = [i for i in range(1, count) if i not in border]
    if not inside:
        return np.zeros_like(cover)
    best = max(inside, key=lambda i: int(stats[i, cv2.CC_STAT_AREA]))
    return np.asarray((labels == best), dtype=np.float32)


def ring_hole_filled(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The lower `amount` per cent of the ring's opening still shows the grey sweep instead of white."""
    hole = cv2.dilate(hole_of(frame.cover()), np.ones((3, 3), np.uint8))
    _, y, _, h = box_of(hole)
    level = y + h * (1 - amount / 100.0)
    fade = np.clip((np.arange(hole.shape[0], dtype=np.float32) - level) / (0.25 * h) + 0.5, 0, 1)[:, None]
    zone = hole * fade * (1 - frame.cover())
    result = frame.with_image(blend(frame.image, frame.grey, zone.astype(np.float32)))
    return result, Damage(changed_box(frame.image, result.image, 3.0), amount, "% of the opening")


def _warp(image: Image, dx: Image, dy: Image) -> Image:
    y, x = np.mgrid[0 : image.shape[0], 0 : image.shape[1]].astype(np.float32)
    return np.asarray(
        cv2.remap(image, x + dx, y + dy, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32
    )


def _wander(shape: tuple[int, ...], reach: float, rng: Rng, within: Image | None = None) -> Image:
    """A random field that varies over `reach` pixels, at most 1 in size (inside `within`)."""
    field = cv2.GaussianBlur(rng.normal(0, 1, shape).astype(np.float32), (0, 0), reach)
    peak = np.abs(field * (1 if within is None else within)).max()
    return np.asarray(field / max(float(peak), 1e-6), dtype=np.float32)


def facets_warped(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The stone's facets run like water, by up to `amount` pixels; its outline stays."""
    stone = frame.part(1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((stone > 0.5).astype(np.uint8))
    if count > 1:
        stone = stone * (labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))
    _, _, w, _ = box_of(stone)
    inner = cv2.GaussianBlur(cv2.erode(stone, np.ones((5, 5), np.uint8)), (0, 0), 3.0)
    dx, dy = (_wander(stone.shape, 0.07 * w, rng, inner) * amount * inner for _ in range(2))
    warped = cv2.GaussianBlur(_warp(frame.image, dx, dy), (0, 0), 0.8)
    result = frame.with_image(blend(frame.image, warped, inner))
    return result, Damage(changed_box(frame.image, result.image, 6.0), amount, "px")


def reflection_invented(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """A soft highlight that no lamp on the set explains, up to `amount` levels brighter."""
    body = cv2.erode(frame.part(0), np.ones((5, 5), np.uint8))
    x, y, w, h = box_of(body)
    dark = body * (frame.image.mean(axis=-1) < 0.72)
    spot = inner_point(dark if dark.sum() > 400 else body, rng, 4)
    angle = math.atan2(spot[1] - (y + h / 2), spot[0] - (x + w / 2)) + math.pi / 2
    yy, xx = np.mgrid[0 : body.shape[0], 0 : body.shape[1]].astype(np.float32)
    along = (xx - spot[0]) * math.cos(angle) + (yy - spot[1]) * math.sin(angle)
    across = -(xx - spot[0]) * math.sin(angle) + (yy - spot[1]) * math.cos(angle)
    glow = np.exp(-((along / (0.085 * w)) ** 4) - (across / (0.013 * w)) ** 2) * cv2.GaussianBlur(
        body, (0, 0), 1.0
    )
    out = frame.image + (glow * amount / 255.0)[..., None] * np.array([1.0, 0.99, 0.94], dtype=np.float32)
    result = frame.with_image(out)
    return result, Damage(changed_box(frame.image, result.image, 6.0), amount, "levels")


def prong_lost(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """One claw tip is painted over with its surroundings, within `amount` pixels."""
    claws = sorted((at for name, at in frame.anchors.items() if name.startswith("claw")), key=lambda p: -p[1])
    if not claws:
        raise ValueError("prong-lost needs a stone with claws")
    cx, cy = claws[int(rng.integers(min(2, len(claws))))]
    zone = soft_ellipse(frame.image.shape[:2], (cx, cy), (amount, amount), 0.3)
    eight = (frame.image * 255).astype(np.uint8)
    filled = (
        cv2.inpaint(eight, (zone > 0).astype(np.uint8) * 255, 5, cv2.INPAINT_TELEA).astype(np.float32) / 255
    )
    result = frame.with_image(blend(frame.image, filled, np.clip(zone * 2, 0, 1)))
    return result, Damage(changed_box(frame.image, result.image, 6.0), amount, "px radius")


def print_distorted(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """Part of the printed text is redrawn wrong: bent by up to `amount` pixels and softened."""
    x, y, w, h = box_of(frame.part(2))
    zone_box: Box = (x + w // 8, y + int(h * rng.uniform(0.42, 0.58)), w * 3 // 4, h // 3)
    centre = (zone_box[0] + zone_box[2] / 2, zone_box[1] + zone_box[3] / 2)
    zone = soft_ellipse(frame.image.shape[:2], centre, (zone_box[2] / 2, zone_box[3] / 2), 0.3)
    zone = (zone * (frame.part(2) > 0.9)).astype(np.float32)
    dx, dy = (_wander(zone.shape, 6.0, rng) * amount for _ in range(2))
    bent = cv2.GaussianBlur(_warp(frame.image, dx * zone, dy * zone), (0, 0), 0.7)
    result = frame.with_image(blend(frame.image, bent, zone))
    return result, Damage(changed_box(frame.image, result.image, 6.0), amount, "px")
