"""Images as arrays and back, and the difference of two rendered panes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from review_desk.domain.viewplan import Difference
from review_desk.imaging.difference import channel_difference, difference


def difference_image(
    a: QImage, b: QImage, kind: Difference, *, gain: float, threshold: float = 0.0
) -> QImage:
    """|a − b| × gain of two RGB32 images of one size, on black: in all channels, or of one as grey.

    Differences up to `threshold` codes are black.
    """
    first, second = array_of(a), array_of(b)
    if kind in ("red", "green", "blue"):
        return image_of(
            np.ascontiguousarray(channel_difference(first, second, kind, gain=gain, threshold=threshold))
        )
    return image_of(np.ascontiguousarray(difference(first, second, gain=gain, threshold=threshold)))


def array_of(image: QImage, part: QRect | None = None) -> NDArray[np.uint8]:
    """BGRX bytes of (a part of) an RGB32 image, (H, W, 4), without a copy: it must outlive the array."""
    flat = np.frombuffer(image.constBits(), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]
    if part is None:
        return rows
    return rows[part.top() : part.bottom() + 1, part.left() : part.right() + 1]


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """(H, W, 4) BGRX bytes as an image that owns its memory."""
    image = QImage(pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGB32)
    # Qt's own copy would hold the interpreter lock meanwhile, and with it the window.
    np.frombuffer(image.bits(), np.uint8).reshape(pixels.shape)[...] = pixels
    return image
