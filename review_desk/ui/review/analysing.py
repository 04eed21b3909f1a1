"""Analysis views of a pane, drawn from its pixels as they are on screen."""

import numpy as np
from PySide6.QtGui import QImage

from review_desk.domain.viewplan import Pane
from review_desk.imaging.views.table import VIEWS, ViewKind
from review_desk.ui.review.differing import array_of, image_of

_KINDS = {kind.id: kind for kind in VIEWS}


def offered() -> list[ViewKind]:
    """The views that need nothing but the photo and its before."""
    return [kind for kind in VIEWS if not kind.needs_mask]


def titled(name: str) -> str:
    """What a view is called."""
    return _KINDS[name].title


def analysed(name: str, image: QImage, before: QImage | None, pane: Pane) -> QImage:
    """The view of that name over a pane's image, both at device resolution.

    The image itself while the before, where one is needed, has not come yet.
    """
    kind = _KINDS[name]
    if kind.needs_before and before is None:
        return image
    drawn = kind.draw(
        array_of(image),
        before=array_of(before) if before is not None else None,
        scale=pane.scale,
        origin=(pane.pane.x - pane.left, pane.pane.y - pane.top),
    )
    return image_of(np.ascontiguousarray(drawn))
