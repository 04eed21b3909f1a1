"""Analysis views of a pane, drawn from its pixels as they are on screen."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QImage

from review_desk.domain.viewplan import Pane
from review_desk.imaging.views.table import VIEWS, ViewKind
from review_desk.ui.review.differing import array_of, image_of

_KINDS = {kind.id: kind for kind in VIEWS}


def offered() -> list[ViewKind]:
    """Every view, in the order of the key that steps through them."""
    return list(VIEWS)


def titled(name: str) -> str:
    """What a view is called."""
    return _KINDS[name].title


def analysed(
    name: str,
    image: QImage,
    pane: Pane,
    *,
    before: QImage | None = None,
    mask: QImage | None = None,
    values: Mapping[str, float],
) -> QImage:
    """The view of that name over a pane's image, all at device resolution.

    The image itself while the before or the mask, where one is needed, has not come yet.
    """
    kind = _KINDS[name]
    if (kind.needs_before and before is None) or (kind.needs_mask and mask is None):
        return image
    drawn = kind.draw(
        array_of(image),
        before=array_of(before) if before is not None else None,
        mask=np.ascontiguousarray(array_of(mask)[..., 0]) if mask is not None else None,
        scale=pane.scale,
        origin=(pane.pane.x - pane.left, pane.pane.y - pane.top),
        values=values,
    )
    return image_of(np.ascontiguousarray(drawn))
