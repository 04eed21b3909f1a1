"""What a pass is given beside the photo's own pixels."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging.decode import Source
from review_desk.imaging.protection import Mask
from review_desk.passes.session import Session


@dataclass(frozen=True)
class Tools:
    """`path` is the photo's file, for what is measured small. `region` is (H, W) True on what the pass is
    about (the catalogue says what that is), None where nobody drew it. `model` is None for a calculation.
    `beside` is the file of a second photo, for a pass that takes one.
    """

    path: Path
    region: Mask | None = None
    model: Session | None = None
    beside: Path | None = None

    @property
    def session(self) -> Session:
        """The model's session. Raises BadInput for a pass that was given none."""
        if self.model is None:
            raise BadInput("This pass needs a model, and none is active for it.")
        return self.model

    @property
    def marked(self) -> Mask:
        """The region. Raises BadInput for a pass that cannot do without one."""
        if self.region is None:
            raise BadInput("This pass works on a marked area: paint or draw one, or give a mask.")
        return self.region

    def region_at(self, shape: tuple[int, int]) -> NDArray[np.uint8] | None:
        """The region as (h, w) uint8, 255 inside; None where there is none."""
        if self.region is None:
            return None
        full = self.region.astype(np.uint8) * np.uint8(255)
        return np.asarray(cv2.resize(full, shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True)
class Moved:
    """A result in another frame. `place` says where the photo lies in it: x and y in pixels of its top left
    corner, its scale, and the degrees clockwise that it is turned about that corner.
    """

    source: Source
    place: tuple[float, float, float, float]
