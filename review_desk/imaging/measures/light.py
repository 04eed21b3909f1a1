"""The light on the product: exposure, contrast, speculars, clipping."""

import math

import numpy as np

from review_desk.imaging.measures.picture import Mask, Picture, full_share, luminance

_MIDDLE_GREY = 0.18
_SPECULAR_L = 97.0


def light(picture: Picture, inside: Mask) -> dict[str, float]:
    """Measures of the pixels `inside` (H, W) the product, its edge left out.

    exposure_l: median L*. exposure_ev: log2 of its luminance over 18 % grey, so that a difference is in
    stops. contrast: P95 − P5 of L*. specular_share: per cent above L* 97. specular_contrast: P99.5 − P90 of
    L*. clipped_share: per cent with any channel at full code.
    """
    lightness = picture.lightness[inside]
    p5, p50, p90, p95, top = np.percentile(lightness, (5, 50, 90, 95, 99.5)).tolist()
    return {
        "exposure_l": p50,
        "exposure_ev": math.log2(max(float(luminance(np.array(p50))), 1e-4) / _MIDDLE_GREY),
        "contrast": p95 - p5,
        "specular_share": 100 * float((lightness > _SPECULAR_L).mean()),
        "specular_contrast": top - p90,
        "clipped_share": 100 * full_share(picture.codes, inside, channels=1),
    }
