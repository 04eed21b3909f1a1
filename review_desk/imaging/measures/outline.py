"""The product's outline: brought to the full picture, and refused where it is none."""

import cv2
import numpy as np

from review_desk.imaging.measures.masks import disc, grown, reaching
from review_desk.imaging.measures.picture import Lab, Mask, NoProductError
from review_desk.imaging.measures.surface import apart

_EDGE_BAND = 5
_SMALLEST = 0.002
_LARGEST = 0.93
_MOST_PIECES, _FEW_PIECES = 12, 3
_MOST_FAINT, _CLEAR_FAINT = 0.175, 0.05
_RESTLESS = 0.8
_MOST_RAGGED = 0.016
_SMOOTH = 0.028
_FRAME = 0.96
_MOST_BORDER = 0.08
_FAINT_STEP = 5.0
_THIN = 0.025
_MINOR, _MAJOR = 0.02, 0.4


def require_outline(away: Lab, product: Mask) -> None:
    """Refuse what is no product: many pieces, all over the frame, or not set off from the ground.

    On a ground that is restless (a floor, crumpled cloth) chance makes outlines too, so there the outline has
    to be a clean one: clearly set off, smooth, and well within the frame.
    """
    pieces = cv2.connectedComponents(product.astype(np.uint8), connectivity=8)[0] - 1
    if pieces > _MOST_PIECES:
        raise NoProductError(f"The background is not plain: what stands out from it lies in {pieces} pieces.")
    sides = sum(bool(line.any()) for line in (product[:2], product[-2:], product[:, :2], product[:, -2:]))
    if sides > 2 or _fills(product):
        raise NoProductError("What stands out from the background runs out of the frame all round.")
    faint = faint_share(away, product)
    if faint > _MOST_FAINT:
        raise NoProductError(
            f"The product can hardly be told from the background along {faint:.0%} of its outline."
        )
    if _restlessness(away, product) > _RESTLESS and not _clean(product, faint, pieces, sides):
        raise NoProductError("The background is not plain: what stands out from it has no clean outline.")


def _clean(product: Mask, faint: float, pieces: int, sides: int) -> bool:
    """Whether a mask is set off, in few pieces, well within the frame, and smooth along its outline."""
    border = np.concatenate([product[1], product[-2], product[:, 1], product[:, -2]])
    within = sides < 2 and float(border.mean()) < _MOST_BORDER
    return within and faint < _CLEAR_FAINT and pieces <= _FEW_PIECES and _ragged(product) < _MOST_RAGGED


def _restlessness(away: Lab, product: Mask) -> float:
    """How far the ground strays from its own surface, in ΔE, the grain of the picture left out."""
    ground = ~grown(product, 9)
    return float(np.median(apart(cv2.blur(away, (5, 5)))[ground])) if ground.any() else 0.0


def _fills(product: Mask) -> bool:
    """Whether a mask is as wide and as high as the frame: a frame within the frame, or no product at all."""
    if not product.any():
        return False
    rows, columns = (np.flatnonzero(product.any(axis=axis)) for axis in (1, 0))
    tall, wide = int(rows[-1] - rows[0]), int(columns[-1] - columns[0])
    height, width = product.shape
    return bool(tall > _FRAME * height and wide > _FRAME * width)


def _ragged(product: Mask) -> float:
    """The share of a mask that smoothing its outline moves."""
    size = round(_SMOOTH * max(product.shape[0], product.shape[1])) | 1
    smooth = cv2.medianBlur(255 * product.astype(np.uint8), size) > 127
    return float((smooth != product).sum() / max(1, int(product.sum())))


def main_pieces(product: Mask) -> Mask:
    """A mask without what runs in from the frame's edge: joints of a floor, a hanger, a second thing.

    Thin parts that reach the edge are cut off; pieces that touch it, or are very small, stay only where they
    are nearly as large as the largest.
    """
    size = round(_THIN * max(product.shape)) | 1
    body = cv2.morphologyEx(product.astype(np.uint8), cv2.MORPH_OPEN, disc(size)) > 0
    border = np.ones(product.shape, bool)
    border[2:-2, 2:-2] = False
    found = product & ~reaching(product & ~body, border) if body.any() else product
    count, labels = cv2.connectedComponents(found.astype(np.uint8), connectivity=8)
    sizes = np.bincount(labels.ravel(), minlength=count)
    share = sizes / sizes[1:].max(initial=1)
    touching = np.zeros(count, bool)
    touching[labels[border]] = True
    kept = (share >= _MINOR) & (~touching | (share >= _MAJOR))
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def faint_share(away: Lab, product: Mask) -> float:
    """The share, 0-1, of a mask's outline where both sides are nearly as far from the background."""
    distance = apart(away)
    around = np.ones((9, 9), np.uint8)
    inside = cv2.dilate(np.where(product, distance, 0).astype(np.float32), around)
    outside = cv2.erode(np.where(product, 1e6, distance).astype(np.float32), around)
    outline = product & ~(cv2.erode(product.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0)
    step = (inside - outside)[outline & (outside < 1e5)]
    return float((step < _FAINT_STEP).mean()) if step.size else 0.0


def checked(product: Mask) -> Mask:
    share = float(product.mean())
    if share < _SMALLEST:
        raise NoProductError("No product stands out from the background.")
    if share > _LARGEST:
        raise NoProductError("The product fills the frame: there is no background to hold it against.")
    return product


def sharpened(away: Lab, small: Mask) -> Mask:
    """The small mask at the picture's size, its edge half way between what is inside and what is outside."""
    size = away.shape[1], away.shape[0]
    rough = (cv2.resize(small.astype(np.float32), size, interpolation=cv2.INTER_LINEAR) > 0.5).astype(
        np.uint8
    )
    around = np.ones((_EDGE_BAND, _EDGE_BAND), np.uint8)
    inner, outer = cv2.erode(rough, around), cv2.dilate(rough, around)
    distance = apart(away)
    within = cv2.dilate(np.where(inner > 0, distance, 0), np.ones((2 * _EDGE_BAND + 1,) * 2, np.uint8))
    without = cv2.erode(np.where(outer > 0, 1e6, distance), np.ones((2 * _EDGE_BAND + 1,) * 2, np.uint8))
    unsure = (within <= 0) | (without > 1e5)  # too thin to have an inside: as the small mask has it
    clear = np.where(unsure, rough > 0, 2 * distance > within + without)
    whole = (inner > 0) | ((outer > 0) & clear)
    return np.asarray(cv2.medianBlur(whole.astype(np.uint8), 3) > 0, np.bool_)
