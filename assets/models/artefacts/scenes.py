"""Pieces of photos before and after, some of them harmed, and where. All faults are drawn here; the studio's
own planting (`assets/demo/studio/faults_local.py`) is kept for the measure.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("OPENCV_IO_ENABLE_OPENEXR", "1")
import cv2

from review_desk.passes.artefacts import matched

Rgb = NDArray[np.float32]
Plane = NDArray[np.float32]
Random = np.random.Generator

PIECE, ROOM = 128, 48
SEEN = 2.0 / 255
"""A change that is less cannot be seen and is no harm."""

HELD_SKUS = ("rg-0409", "rg-0418", "rg-0424", "bt-1120", "bt-1141", "mg-2204", "bg-3301")
HELD_PHOTOS = ("Sunset_by_the_Pier.jpg", "abstract-spiral.jpg", "the-spices-of-life.jpg", "canyon-wren.jpg")
HELD_MAGENTO = ("wb", "wp", "wsh")


class Material(NamedTuple):
    """A good photo (h, w, 3) in 0-1 after a pass, and before it; where there is no before, the same twice."""

    after: Rgb
    before: Rgb


def material(samples: Path, renders: Path) -> list[Material]:
    """The studio's good retouches beside what its camera saw, and photos that are their own before."""
    found = [good_pair(path) for path in studio_photos(renders) if not path.name.startswith(HELD_SKUS)]
    held = (*HELD_PHOTOS, *HELD_MAGENTO)
    for folder in ("hires", "magento-magento2-sample-da", "spree-spree"):
        for path in sorted((samples / folder).iterdir()):
            if path.suffix.lower() in (".jpg", ".jpeg", ".webp") and not path.name.startswith(held):
                photo = _read(path)
                found.append(Material(photo, photo))
    return found


def studio_photos(renders: Path) -> list[Path]:
    return [path for path in sorted(renders.iterdir()) if (path / "mask.exr").is_file()]


def good_pair(folder: Path) -> Material:
    """A faultless retouch, and the camera's picture in the same frame."""
    develop, photo, layers = studio(folder)
    frame = develop.good_frame(layers, develop.plan.SIZE)
    straight = develop.grade.camera_picture(
        layers.clean, layers.cover(), _upright(photo.raw), develop.plan.SIZE
    )
    return Material(frame.image, matched(np.asarray(straight, np.float32), frame.image))


def studio(folder: Path) -> tuple[Any, Any, Any]:
    """The studio's developing, the photo of a folder of renders, and its layers."""
    home = str(Path(__file__).resolve().parents[2] / "demo")
    if home not in sys.path:
        sys.path.insert(0, home)
    from studio import batch, develop  # type: ignore[import-not-found,unused-ignore]

    photo = next(photo for photo in batch.photos() if photo.name == folder.name)
    return develop, photo, develop.load_layers(folder)


def _upright(look: Any) -> Any:
    from dataclasses import replace

    return replace(look, tilt_deg=0.0)


def _read(path: Path) -> Rgb:
    photo = cv2.imread(str(path), cv2.IMREAD_COLOR)[..., ::-1].astype(np.float32) / 255
    while photo.shape[0] * photo.shape[1] > 4e6:
        photo = cv2.resize(photo, (photo.shape[1] // 2, photo.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(photo)


def piece(material: list[Material], random: Random) -> tuple[Rgb, Rgb, Plane]:
    """After, before (PIECE, PIECE, 3) and where harm was done (PIECE, PIECE) 0 or 1."""
    found = material[random.integers(len(material))]
    good, was = _cut(found, random)
    good, was = _turned(good, was, random)
    after = _light_pass(good, random)
    harmed, zone = after, np.zeros(good.shape[:2], np.float32)
    if random.random() < 0.75:
        for _ in range(int(random.integers(1, 3))):
            fault = FAULTS[random.integers(len(FAULTS))]
            zone = soft_ellipse(random)
            done = fault(harmed, random)
            harmed = harmed + zone[..., None] * (done - harmed)
    harm = cv2.blur(np.abs(harmed - after).mean(axis=2), (5, 5)) > SEEN
    harm = cv2.dilate(harm.astype(np.uint8), np.ones((5, 5), np.uint8))
    inner = (slice(ROOM, -ROOM), slice(ROOM, -ROOM))
    before = _camera(was, random)
    return _coded(harmed, random)[inner], before[inner], harm[inner].astype(np.float32)


def _cut(found: Material, random: Random) -> tuple[Rgb, Rgb]:
    """A piece with room around it; of three, the one in which most goes on."""
    side = PIECE + 2 * ROOM
    best, most = (slice(0, side), slice(0, side)), -1.0
    for _ in range(3):
        top, left = (int(random.integers(0, have - side + 1)) for have in found.after.shape[:2])
        place = slice(top, top + side), slice(left, left + side)
        if (varied := float(found.after[place].std()) + random.uniform(0, 0.05)) > most:
            best, most = place, varied
    return found.after[best].copy(), found.before[best].copy()


def _turned(one: Rgb, other: Rgb, random: Random) -> tuple[Rgb, Rgb]:
    times, flip = int(random.integers(4)), random.random() < 0.5
    gain = np.float32(np.exp(random.normal(0, 0.2)))
    both = [np.clip(np.rot90(each, times) ** gain, 0, 1) for each in (one, other)]
    both = [each[:, ::-1] if flip else each for each in both]
    return np.ascontiguousarray(both[0]), np.ascontiguousarray(both[1])


def _light_pass(good: Rgb, random: Random) -> Rgb:
    """What a pass may do to the whole: take out grain, sharpen, lighten. No harm."""
    out = good
    if random.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), random.uniform(0.3, 0.7))
    if random.random() < 0.3:
        out = out + random.uniform(0.1, 0.4) * (out - cv2.GaussianBlur(out, (0, 0), 1.0))
    return np.clip(np.asarray(out, np.float32) * np.float32(random.normal(1, 0.02)), 0, 1)


def _camera(was: Rgb, random: Random) -> Rgb:
    """What lies between the same photo twice: a shift, light, grain, dust, JPEG."""
    move = np.array([[1, 0, random.normal(0, 0.35)], [0, 1, random.normal(0, 0.35)]])
    out = cv2.warpAffine(was, move, was.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    out = out * random.normal(1, 0.02, 3).astype(np.float32) + random.normal(0, 0.01, 3).astype(np.float32)
    if random.random() < 0.3:
        y, x = np.mgrid[-1 : 1 : out.shape[0] * 1j, -1 : 1 : out.shape[1] * 1j]
        out = out * (1 + random.normal(0, 0.08) * x + random.normal(0, 0.08) * y)[..., None].astype(
            np.float32
        )
    for _ in range(int(random.integers(0, 4)) if random.random() < 0.5 else 0):
        at = tuple(int(each) for each in random.integers(0, out.shape[0], 2))
        spot = cv2.circle(np.zeros(out.shape[:2], np.float32), at, int(random.integers(1, 4)), 1, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), 0.8)[..., None] * np.float32(random.uniform(0.2, 0.7))
        out = out + spot * (np.float32(random.choice([0.1, 0.95])) - out)
    out = out + random.normal(0, random.uniform(0, 0.02), out.shape).astype(np.float32)
    return _coded(np.asarray(out, np.float32), random)


def _coded(pixels: Rgb, random: Random) -> Rgb:
    codes = np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    if random.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(84, 98))]
        codes = cv2.imdecode(cv2.imencode(".jpg", codes[..., ::-1], quality)[1], cv2.IMREAD_COLOR)[..., ::-1]
    return codes.astype(np.float32) / 255


def soft_ellipse(random: Random) -> Plane:
    """Somewhere in the piece, 12 to 50 pixels across, soft at its edge."""
    side = PIECE + 2 * ROOM
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    at, radii = random.uniform(ROOM, side - ROOM, 2), random.uniform(10, 48, 2)
    away = np.sqrt(((x - at[0]) / radii[0]) ** 2 + ((y - at[1]) / radii[1]) ** 2)
    return np.clip((1 - away) / random.uniform(0.1, 0.6), 0, 1).astype(np.float32)


def _smoothed(after: Rgb, random: Random) -> Rgb:
    kind = random.integers(4)
    codes = np.rint(np.clip(after, 0, 1) * 255).astype(np.uint8)
    if kind == 0:
        return np.asarray(cv2.GaussianBlur(after, (0, 0), random.uniform(1.2, 4)))
    if kind == 1:
        found = cv2.medianBlur(codes, int(random.choice([5, 7, 9])))
    elif kind == 2:
        found = cv2.bilateralFilter(codes, 9, random.uniform(30, 70), random.uniform(3, 8))
    else:
        low = cv2.GaussianBlur(after, (0, 0), 4.0)
        return np.asarray(low + random.uniform(0, 0.5) * (after - low), np.float32)
    return found.astype(np.float32) / 255


def _haloed(after: Rgb, random: Random) -> Rgb:
    """A rim beside strong edges: a sharpener's overshoot, or light or dark left of an old ground."""
    if random.random() < 0.5:
        low = cv2.GaussianBlur(after, (0, 0), random.uniform(2, 7))
        return np.clip(after + random.uniform(0.7, 2.2) * (after - low), 0, 1)
    grey = cv2.GaussianBlur(after.mean(axis=2), (0, 0), 1.0)
    steep = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)) > 0.25
    reach = int(random.integers(2, 8))
    rim = cv2.dilate(steep.astype(np.float32), np.ones((2 * reach + 1, 2 * reach + 1)))
    lighter = grey > cv2.blur(grey, (25, 25))  # on the lighter side only, as a ground that was taken out is
    rim = cv2.GaussianBlur(rim * lighter, (0, 0), 1.0)[..., None]
    return np.clip(after + rim * np.float32(random.choice([-1, 1]) * random.uniform(0.04, 0.25)), 0, 1)


def _banded(after: Rgb, random: Random) -> Rgb:
    step = np.float32(random.uniform(3, 14) / 255)
    low = cv2.GaussianBlur(after, (0, 0), random.uniform(1, 3)) if random.random() < 0.7 else after
    return np.asarray(after + (np.round(low / step) * step - low), np.float32)


def _repeated(after: Rgb, random: Random) -> Rgb:
    shift = [int(each) for each in random.integers(12, 48, 2) * random.choice([-1, 1], 2)]
    return np.roll(after, shift, axis=(0, 1))


def _invented(after: Rgb, random: Random) -> Rgb:
    """Structure that was not there: another place's, or noise of some width, or a glint."""
    if random.random() < 0.5:
        other = np.rot90(after, int(random.integers(1, 4)))
        fine = other - cv2.GaussianBlur(other, (0, 0), random.uniform(1.5, 5))
        return np.clip(after + random.uniform(0.6, 1.6) * fine, 0, 1)
    noise = random.normal(0, 1, after.shape[:2]).astype(np.float32)
    fine = cv2.GaussianBlur(noise, (0, 0), random.uniform(0.8, 3), sigmaY=random.uniform(0.8, 8))
    fine = fine / fine.std() * np.float32(random.uniform(0.012, 0.06))
    return np.clip(after + fine[..., None], 0, 1)


def _glint(after: Rgb, random: Random) -> Rgb:
    side = after.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    angle, at = random.uniform(0, np.pi), random.uniform(ROOM, side - ROOM, 2)
    across = (x - at[0]) * np.cos(angle) + (y - at[1]) * np.sin(angle)
    glow = np.exp(-((across / random.uniform(2, 10)) ** 2)) * random.uniform(0.06, 0.35)
    return np.clip(after + glow[..., None].astype(np.float32), 0, 1)


def _bent(after: Rgb, random: Random) -> Rgb:
    side = after.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    fields = [
        cv2.GaussianBlur(random.normal(0, 1, (side, side)).astype(np.float32), (0, 0), random.uniform(4, 12))
        for _ in range(2)
    ]
    dx, dy = (field / np.abs(field).max() * np.float32(random.uniform(2, 7)) for field in fields)
    return np.asarray(cv2.remap(after, x + dx, y + dy, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))


FAULTS: tuple[Callable[[Rgb, Random], Rgb], ...] = (
    _smoothed, _smoothed, _haloed, _banded, _repeated, _invented, _glint, _bent,
)  # fmt: skip
