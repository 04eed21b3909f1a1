"""How dense the shadow is that the product throws on its background."""

import cv2
import numpy as np

from review_desk.imaging.measures.picture import Picture, luminance
from review_desk.imaging.measures.separation import Separation

_REACH = 0.04
_CLEAR = 13 / 1024
_HUE = 6.0


def shadow(picture: Picture, parts: Separation) -> dict[str, float]:
    """shadow_density: D = −log10(Y / Y of the background), of the darkest tenth round the product.

    Looked at is a band as wide as 4 % of the product's diagonal, 1.3 % of the frame off its edge (nearer, the
    softness of the edge is in the way), where the hue is that of the background. D is 0 without a shadow.
    Nothing for a transparent background.
    """
    if parts.surface is None:
        return {}
    rows, columns = (np.flatnonzero(parts.product.any(axis=axis)) for axis in (1, 0))
    clear = max(3.0, _CLEAR * max(parts.product.shape))
    reach = clear + max(4, round(_REACH * float(np.hypot(np.ptp(rows), np.ptp(columns)))))
    away = cv2.distanceTransform((~parts.product).astype(np.uint8), cv2.DIST_L2, 3)
    apart = picture.lab - parts.surface
    band = (away > clear) & (away < reach) & (np.hypot(apart[..., 1], apart[..., 2]) < _HUE)
    if np.count_nonzero(band) < 50:
        return {}
    ratio = luminance(picture.lightness[band]) / np.maximum(luminance(parts.surface[..., 0][band]), 1e-3)
    density = -np.log10(np.clip(ratio, 1e-3, 1.0))
    return {"shadow_density": float(np.median(density[density >= np.percentile(density, 90)]))}
