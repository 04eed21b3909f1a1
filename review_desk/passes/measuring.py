"""What a model reaches on one photo, against a truth that is made from the photo itself.

The same for every model of a task, so that two can be compared; the photo taken as clean, whole and large is
the truth, or its transparency is. Seeded: the same photo gives the same numbers.
"""

import math
import time
from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source
from review_desk.passes.fitting import Planes
from review_desk.passes.session import Session
from review_desk.passes.tiling import tiles

Measured = dict[str, float]

_CROP = 512
_SIGMA = 15 / 255
_HOLE = 24
_GROUND = 0.72


def measure(loaded: Session, source: Source) -> Measured | None:
    """What `loaded` reaches on a photo, by name, and `ms_per_megapixel`; None where it holds no truth.

    denoise: gain in PSNR over noise of 15 codes, dB. upscale: gain over bicubic, dB. remove: PSNR inside of
    filled holes, dB. subject-mask: IoU with the photo's own transparency, on a grey ground.
    """
    way = _WAYS.get(loaded.task.name)
    return way(loaded, source) if way else None


def _denoise(loaded: Session, source: Source) -> Measured:
    clean = _crop(source)
    noise = np.random.default_rng(7).normal(0, _SIGMA, clean.shape).astype(np.float32)
    noisy = np.clip(clean + noise, 0, 1)
    made, ms = _timed(loaded, noisy, noise=_SIGMA)
    return {"gain_db": _psnr(clean, made) - _psnr(clean, noisy), "psnr_db": _psnr(clean, made), **ms}


def _upscale(loaded: Session, source: Source) -> Measured:
    factor = loaded.card.factor
    whole = _crop(source)
    height, width = (side // factor for side in whole.shape[1:])
    clean = whole[:, : height * factor, : width * factor]
    small = _resized(clean, (width, height), cv2.INTER_AREA)
    made, ms = _timed(loaded, small)
    bicubic = _resized(small, (width * factor, height * factor), cv2.INTER_CUBIC)
    return {"gain_db": _psnr(clean, made) - _psnr(clean, bicubic), "psnr_db": _psnr(clean, made), **ms}


def _remove(loaded: Session, source: Source) -> Measured:
    clean = _crop(source)
    mask = np.zeros((1, *clean.shape[1:]), np.float32)
    random = np.random.default_rng(7)
    for _ in range(6):
        y, x = (int(random.integers(0, max(1, side - _HOLE))) for side in clean.shape[1:])
        mask[:, y : y + _HOLE, x : x + _HOLE] = 1
    made, ms = _timed(loaded, np.where(mask > 0, np.float32(0.5), clean), mask=mask)
    inside = mask[0] > 0
    return {"psnr_db": _psnr(clean[:, inside], made[:, inside]), **ms}


def _subject(loaded: Session, source: Source) -> Measured | None:
    if source.alpha is None:
        return None
    full = np.iinfo(source.alpha.dtype).max
    alpha = source.alpha.reshape(source.alpha.shape[:2]).astype(np.float32) / full
    ground = (_planes(source) * alpha + np.float32(_GROUND) * (1 - alpha)).astype(np.float32)
    scale = loaded.card.tile / max(alpha.shape)
    size = max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale))
    began = time.process_time()
    answer = loaded.run(_resized(ground, size, cv2.INTER_AREA)[np.newaxis])[0, 0]
    took = time.process_time() - began
    found = cv2.resize(answer, alpha.shape[::-1], interpolation=cv2.INTER_LINEAR) >= 0.5
    truth = alpha >= 0.5
    either = np.count_nonzero(found | truth)
    iou = np.count_nonzero(found & truth) / either if either else 1.0
    return {"iou": iou, "ms_per_megapixel": took * 1e9 / alpha.size}


_WAYS: dict[str, Callable[[Session, Source], Measured | None]] = {
    "denoise": _denoise,
    "upscale": _upscale,
    "remove": _remove,
    "subject-mask": _subject,
}


def _timed(loaded: Session, photo: Planes, **others: float | Planes) -> tuple[Planes, Measured]:
    """(3, H, W) through the model in its tiles, and the processor time a megapixel of what is given."""
    began = time.process_time()  # of this process: other programs on the machine do not count
    made = _in_tiles(loaded, photo, others)
    took = time.process_time() - began
    return np.clip(made, 0, 1), {"ms_per_megapixel": took * 1e9 / (photo.shape[1] * photo.shape[2])}


def _in_tiles(loaded: Session, photo: Planes, others: Mapping[str, float | Planes]) -> Planes:
    """(3, H, W) to (C, factor · H, factor · W), in tiles as its card has them."""
    card, factor = loaded.card, loaded.card.factor
    out = np.empty((loaded.task.answers, photo.shape[1] * factor, photo.shape[2] * factor), np.float32)
    for tile in tiles(*photo.shape[1:], size=card.tile, overlap=card.overlap):
        rows, columns = tile.read
        there = {
            name: value[np.newaxis, :, rows, columns] if isinstance(value, np.ndarray) else value
            for name, value in others.items()
        }
        answer = loaded.run(photo[np.newaxis, :, rows, columns], **there)[0]
        out[(slice(None), *_larger(tile.kept, factor))] = answer[(slice(None), *_larger(tile.inner, factor))]
    return out


def _larger(place: tuple[slice, slice], factor: int) -> tuple[slice, ...]:
    return tuple(slice(side.start * factor, side.stop * factor) for side in place)


def _planes(source: Source) -> Planes:
    """(3, H, W) 0-1; grey as three alike."""
    planes = source.pixels.transpose(2, 0, 1).astype(np.float32) / np.iinfo(source.pixels.dtype).max
    return np.repeat(planes, 3, axis=0) if len(planes) == 1 else np.ascontiguousarray(planes)


def _crop(source: Source) -> Planes:
    """The middle of the photo, at most 512 pixels a side."""
    height, width = source.pixels.shape[:2]
    top, left = max(0, height - _CROP) // 2, max(0, width - _CROP) // 2
    cut = source.pixels[top : top + _CROP, left : left + _CROP]
    return _planes(Source(cut, source.mode, None, None, None))


def _resized(planes: Planes, size: tuple[int, int], how: int) -> Planes:
    """(C, H, W) at another (width, height)."""
    return np.stack([np.clip(cv2.resize(plane, size, interpolation=how), 0, 1) for plane in planes])


def _psnr(truth: Planes, made: NDArray[np.float32]) -> float:
    """Against the full range of 1, in dB; codes of 8 bits that are all alike count as 60."""
    error = float(np.mean((truth.astype(np.float64) - made) ** 2))
    return 10 * math.log10(1 / max(error, 1e-6))
