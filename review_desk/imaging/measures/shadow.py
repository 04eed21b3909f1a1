"""How dense the shadow is that the product throws on its background."""

import cv2
import numpy as np

from review_desk.imaging.measures.masks import disc, grown
from review_desk.imaging.measures.picture import Mask, Picture, Plane, luminance
from review_desk.imaging.measures.separation import Separation
from review_desk.imaging.measures.surface import fitted

_CLEAR = 28 / 1024
_REACH = 0.1
_DARKEST = 0.02
_HUE = 6.0
_SPUR = 15 / 1024
_FAR = 0.06
_SIDE = 256
_LEAST_DARKER, _NOISES, _ROUNDS = 0.1, 2.0, 6


def shadow(picture: Picture, parts: Separation) -> dict[str, float]:
    """shadow_density: D = −log10(Y / Y of the background), the mean of the darkest ground by the product.

    Ground is a band from 3 % of the frame off the product (nearer, a dense shadow is taken for product) to
    a tenth of its box's diagonal, where the hue is that of the background. The darkest of it is as much as
    2 % of the diagonal's square: an area that belongs to the product, not to the shadow, so that a shadow
    twice as dense is twice the number. D is 0 without a shadow. Nothing for a transparent background, and
    nothing where the shadow could not be told from the product.
    """
    if parts.surface is None or parts.mixed:
        return {}
    rows, columns = (np.flatnonzero(parts.product.any(axis=axis)) for axis in (1, 0))
    diagonal = float(np.hypot(np.ptp(rows), np.ptp(columns)))
    band = _band(parts, diagonal)
    lit = _lit(picture, parts)
    apart = picture.lab - parts.surface
    band &= np.hypot(apart[..., 1], apart[..., 2]) < _HUE
    count = int(_DARKEST * diagonal**2)
    if np.count_nonzero(band) < max(50, count):
        return {}
    ratio = luminance(picture.lightness[band]) / np.maximum(luminance(lit[band]), 1e-3)
    density = -np.log10(np.clip(ratio, 1e-3, 1.0))
    return {"shadow_density": float(np.partition(density, -count)[-count:].mean())}


def _band(parts: Separation, diagonal: float) -> Mask:
    """The ground by the product. Thin spurs of the mask that lie in the shadow are ground, not product."""
    side = max(parts.product.shape)
    size = round(_SPUR * side) | 1
    body = cv2.morphologyEx(parts.product.astype(np.uint8), cv2.MORPH_OPEN, disc(size)) > 0
    spurs = parts.product & ~body & grown(parts.shadow, 2 * size + 1)
    product = parts.product & ~spurs
    away = cv2.distanceTransform((~product).astype(np.uint8), cv2.DIST_L2, 5)
    clear = max(3.0, _CLEAR * side)
    return np.asarray((away > clear) & (away < clear + max(4.0, _REACH * diagonal)), np.bool_)


def _lit(picture: Picture, parts: Separation) -> Plane:
    """(H, W) L* of the ground were it not shaded: a quadratic through what is far from product and shadow.

    The surface that the product is separated by follows the picture closely, and so takes the faint end of a
    shadow for background. What is darker than the quadratic by more than noise is left out of it, in turns.
    How much noise there is, what is lighter than it says: the faint end of a shadow is all on the other side.
    """
    height, width = parts.product.shape
    share = min(1.0, _SIDE / max(height, width))
    size = max(8, round(width * share)), max(8, round(height * share))
    small = np.asarray(cv2.resize(picture.lab, size, interpolation=cv2.INTER_AREA), np.float32)
    taken = (
        cv2.resize((parts.product | parts.shadow).astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    )
    away = cv2.distanceTransform((~taken).astype(np.uint8), cv2.DIST_L2, 5)
    kept = away > _FAR * max(size)
    kept = kept if kept.mean() > 0.05 else ~taken
    for _ in range(_ROUNDS):
        surface = fitted(small, kept, degree=2)
        left = small[..., 0] - surface[..., 0]
        lighter = left[kept & (left > 0)]
        noise = 1.4826 * float(np.median(lighter)) if lighter.size else 0.0
        kept &= left > -max(_LEAST_DARKER, _NOISES * noise)
    return np.asarray(
        cv2.resize(surface[..., 0], (width, height), interpolation=cv2.INTER_LINEAR), np.float32
    )
