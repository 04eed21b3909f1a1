"""Between the contract of a task and what a model wants: values, order and size of its planes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.float32]


@dataclass(frozen=True)
class Fit:
    """How a model's card wants pictures. `low` and `high` are its values for 0 and 1; `mean` and `deviation`
    are taken off and divided by afterwards, per channel. `only` is the one (height, width) it takes, `step`
    what its sides must be a multiple of.
    """

    low: float = 0.0
    high: float = 1.0
    bgr: bool = False
    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()
    only: tuple[int, int] | None = None
    step: int = 1

    def values(self, pixels: Planes) -> Planes:
        """[1, 3, H, W] from 0-1 RGB to what the model wants; the same array where it wants just that."""
        wanted = pixels[:, ::-1] if self.bgr else pixels
        if (self.low, self.high) != (0.0, 1.0):
            wanted = wanted * np.float32(self.high - self.low) + np.float32(self.low)
        if self.mean:
            wanted = (wanted - _along(self.mean)) / _along(self.deviation)
        return np.ascontiguousarray(wanted, np.float32)

    def size(self, height: int, width: int) -> tuple[int, int]:
        """The size a model is given for planes of this size. ValueError where it takes no such large ones."""
        if self.only is None:
            return -(-height // self.step) * self.step, -(-width // self.step) * self.step
        if height > self.only[0] or width > self.only[1]:
            raise ValueError("larger than the model takes")
        return self.only

    def padded(self, planes: Planes) -> Planes:
        """[1, C, H, W] grown to `size` to the right and below, by its own edge."""
        height, width = planes.shape[2:]
        down, across = self.size(height, width)
        if (down, across) == (height, width):
            return planes
        return np.pad(planes, ((0, 0), (0, 0), (0, down - height), (0, across - width)), mode="edge")


def _along(values: tuple[float, ...]) -> Planes:
    return np.asarray(values, np.float32).reshape(1, -1, 1, 1)
