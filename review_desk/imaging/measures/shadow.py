"""How dense the shadow is that the product throws on its background."""

import cv2
import numpy as np

from review_desk.imaging.measures.picture import Picture, luminance
from review_desk.imaging.measures.separation import Separation

_REACH = 0.06
_CLEAR = 7
_HUE = 6.0


def shadow(picture: Picture, parts: Separation) -> dict[str, float]:
    """shadow_density: D = −log10(Y / Y of the background), of the darkest tenth round the product.

    Looked at is a band as wide as 6 % of the product's diagonal, a few pixels off its edge, where the hue is
    that of the background. D is 0 without a shadow. Nothing for a transparent background.
    """
    if parts.surface is None:
        return {}
    rows, columns = (np.flatnonzero(parts.product.any(axis=axis)) for axis in (1, 0))
    reach = _CLEAR + max(4, round(_REACH * float(np.hypot(np.ptp(rows), np.ptp(columns)))))
    away = cv2.distanceTransform((~parts.product).astype(np.uint8), cv2.DIST_L2, 3)
    apart = picture.lab - parts.surface
    band = (away > _CLEAR) & (away < reach) & (np.hypot(apart[..., 1], apart[..., 2]) < _HUE)
    if np.count_nonzero(band) < 50:
        return {}
    ratio = luminance(picture.lightness[band]) / np.maximum(luminance(parts.surface[..., 0][band]), 1e-3)
    density = -np.log10(np.clip(ratio, 1e-3, 1.0))
    return {"shadow_density": float(np.median(density[density >= np.percentile(density, 90)]))}
