"""Photos of the demo batch as they are, and with one fault planted."""

import cv2
import numpy as np

from review_desk.imaging.checks.pairing import Pair
from review_desk.imaging.checks.subject import Levels, read, subject_of
from review_desk.imaging.views.pane import Pane
from tests.builders import ROOT

DEMO = ROOT / "assets" / "demo"


def before(name: str) -> Levels:
    """The photo of that name as the camera saw it."""
    return Levels(read(DEMO / "before" / f"{name}.jpg")[0])


def after(name: str) -> Pane:
    """The pixels of a retouched photo of the demo batch, such as “bt-1102-front”."""
    return read(DEMO / "after" / f"{name}.jpg")[0]


def beside(codes: Pane, before: Pane) -> Pair:
    """A version that lies pixel on pixel on its before."""
    return Pair(subject_of(codes), Levels(before), np.eye(2, 3), 1.0)


def outlined(codes: Pane, *, inner: int, outer: int) -> Pane:
    """(H, W) bool: the strip from `inner` to `outer` pixels outside the product."""
    seen = subject_of(codes)
    assert seen.parts is not None
    product = cv2.resize(seen.parts.product.astype(np.uint8), codes.shape[1::-1]) > 0
    away = cv2.distanceTransform((~product).astype(np.uint8), cv2.DIST_L2, 5)
    return (away > inner) & (away <= outer)  # type: ignore[return-value]


def saved(codes: Pane, quality: int) -> Pane:
    """The pixels after a JPEG of that quality."""
    _, content = cv2.imencode(".jpg", codes[..., :3], [cv2.IMWRITE_JPEG_QUALITY, quality])
    read_back = cv2.imdecode(content, cv2.IMREAD_COLOR)
    return np.dstack([read_back, np.full(codes.shape[:2], 255, np.uint8)])


def turned(codes: Pane, degrees: float) -> Pane:
    """The photo leant to the right, white coming in at its corners."""
    height, width = codes.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(codes, matrix, (width, height), borderValue=(255,) * 4), np.uint8)


def moved(codes: Pane, across: int) -> Pane:
    """The photo shifted to the right, white coming in."""
    out = np.full_like(codes, 255)
    out[:, across:] = codes[:, :-across]
    return out
