"""What saving did to the codes: steps in smooth gradients, and the blocks of a JPEG."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.subject import NEAR, Found, Subject, box_of, placed
from review_desk.imaging.checks.tones import largest
from review_desk.imaging.views.pane import tone

_PLATEAU = 5
_BLOCK = 8
_CALM = 10
_COARSE = 4

Codes = NDArray[np.uint8]


def coding(seen: Subject) -> dict[str, Found]:
    """banding and blockiness."""
    return {"banding": banding(seen), "blockiness": blockiness(seen)}


def banding(seen: Subject) -> Found:
    """Per cent of the shaded ground that lies on a step: 3 to 12 codes between two plateaus.

    On grey halved to 1280 pixels at most, of background and shadow only, across and down. A plateau is 5
    pixels with no more than one code between its ends; the step lies within 4 pixels. A smooth gradient of 8
    bits steps by single codes. Shaded is where grey changes by 3 codes within 15 pixels. The method is our
    own.
    """
    if seen.parts is None:
        return Found(None, note=seen.reason)
    reduced = tone(seen.levels.within(NEAR))
    ground = _fitted(~_grown(seen.parts.product), reduced.shape)
    stepped = (_steps(reduced, across=True) | _steps(reduced, across=False)) & ground
    shaded = _shaded(reduced) & ground
    if np.count_nonzero(shaded) < 200:
        return Found(0.0)
    share = 100 * np.count_nonzero(stepped & shaded) / np.count_nonzero(shaded)
    wide = cv2.dilate((stepped & shaded).astype(np.uint8), np.ones((9, 9), np.uint8))
    coarse = wide[::_COARSE, ::_COARSE] > 0  # thousands of specks take their time to be told apart
    return Found(round(share, 2), placed(box_of(largest(coarse)), coarse.shape, seen.size))


def _steps(codes: Codes, *, across: bool) -> NDArray[np.bool_]:
    """(H, W) where a row steps between two plateaus, or a column."""
    out = np.zeros(codes.shape, np.bool_)
    reach, side = 2 + _PLATEAU, codes.shape[1 if across else 0]
    if side < 2 * reach + 1:
        return out

    def off(step: int) -> tuple[slice, ...]:
        along = slice(reach + step, side - reach + step)
        return (slice(None), along) if across else (along,)

    at = {step: codes[off(step)] for step in (-reach, -2, 2, reach)}
    height = cv2.absdiff(at[2], at[-2])
    flat = cv2.max(cv2.absdiff(at[-2], at[-reach]), cv2.absdiff(at[reach], at[2])) <= 1
    out[off(0)] = flat & (height >= 3) & (height <= 12)
    return out


def _shaded(codes: Codes) -> NDArray[np.bool_]:
    around = np.ones((15, 15), np.uint8)
    span = cv2.subtract(cv2.dilate(codes, around), cv2.erode(codes, around))
    return np.asarray(span >= 3, np.bool_)


def blockiness(seen: Subject) -> Found:
    """How much more neighbours differ across the lines of an 8 × 8 grid than within it; 0 is no grid at all.

    Mean differences of grey over the calm places (10 codes at most), by the eight places of the grid: the
    largest over the median of the others, less 1, the lesser of rows and columns. After Wang, Bovik and
    Evans, "Blind measurement of blocking artifacts in images", ICIP 2000, in the pixels and not in
    the spectrum.
    """
    codes = tone(np.ascontiguousarray(_middle(seen.codes)))
    if min(codes.shape) < 8 * _BLOCK:
        return Found(None, note="The photo is too small to see blocks in it.")
    across, down = _grid(codes), _grid(np.ascontiguousarray(codes.T))
    return Found(round(min(across, down), 2))


def _middle(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The middle half megapixel or so: blocks are everywhere or nowhere."""
    height, width = codes.shape[:2]
    tall, wide = min(height, 768), min(width, 768)
    top, left = (height - tall) // 2, (width - wide) // 2
    return codes[top : top + tall, left : left + wide]


def _grid(codes: NDArray[np.uint8]) -> float:
    apart = cv2.absdiff(np.ascontiguousarray(codes[:, 1:]), np.ascontiguousarray(codes[:, :-1]))
    _, calm = cv2.threshold(apart, _CALM, 1, cv2.THRESH_BINARY_INV)
    total, counts = (
        cv2.reduce(each, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[0] for each in (cv2.multiply(apart, calm), calm)
    )
    whole = len(total) // _BLOCK * _BLOCK
    sums = total[:whole].reshape(-1, _BLOCK).sum(axis=0) / np.maximum(
        counts[:whole].reshape(-1, _BLOCK).sum(axis=0), 1
    )
    peak = int(sums.argmax())
    others = float(np.median(np.delete(sums, peak)))
    return float(sums[peak]) / max(others, 0.05) - 1


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return cv2.dilate(mask.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0


def _fitted(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    return cv2.resize(mask.astype(np.uint8), shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
