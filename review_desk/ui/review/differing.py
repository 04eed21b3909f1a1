"""The difference of two rendered panes as an image."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from review_desk.imaging.difference import difference


def difference_image(a: QImage, b: QImage, gain: float) -> QImage:
    """|a − b| × gain per channel of two RGB32 images of one size, on black."""
    pixels = np.ascontiguousarray(difference(_array(a), _array(b), gain=gain))
    image = QImage(pixels.data, a.width(), a.height(), a.width() * 4, QImage.Format.Format_RGB32)
    return image.copy()  # the copy owns its memory; `pixels` ends here


def _array(image: QImage) -> NDArray[np.uint8]:
    """The image's BGRX bytes, (H, W, 4), without a copy."""
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]
