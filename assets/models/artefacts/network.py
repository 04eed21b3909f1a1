"""The network of `artefacts`: from a photo after a pass, and before it, to how sure harm was done there."""

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTHS = (24, 48)
OVERLAP = 56
"""Pixels that an answer depends on beyond its own, rounded up to a multiple of four."""

_FEATURES = 9


class _Block(nn.Module):
    """Two convolutions beside a straight way."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, 1, dilation, dilation)
        self.second = nn.Conv2d(width, width, 3, 1, dilation, dilation)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(functional.relu(self.first(x))))


class Network(nn.Module):
    """After and before, RGB (N, 3, h, w) each in 0-1, to (N, 1, h, w) in 0-1; sides divide by four.

    What it looks at is made first: the difference, the fine structure of both, and how strong that is.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("luma", torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1))
        small, wide = WIDTHS
        self.halved = nn.Conv2d(_FEATURES, small, 5, 2, 2)
        self.quarter = nn.Conv2d(small, wide, 3, 2, 1)
        self.blocks = nn.Sequential(_Block(wide, 1), _Block(wide, 2), _Block(wide, 1))
        self.last = nn.Conv2d(wide, 1, 1)

    def features(self, after: Tensor, before: Tensor) -> Tensor:
        one, other = functional.conv2d(after, self.luma), functional.conv2d(before, self.luma)
        fine_one, fine_other = one - _mean(one, 5), other - _mean(other, 5)
        strong_one, strong_other = (
            torch.sqrt(_mean(fine * fine, 7) + 1e-7) for fine in (fine_one, fine_other)
        )
        ratio = (strong_one - strong_other) / (strong_one + strong_other + 0.004)
        fine = torch.cat((fine_one, fine_other, strong_one, strong_other), dim=1)
        return torch.cat((one - 0.5, 6 * (after - before), 10 * fine, ratio), dim=1)

    def logits(self, after: Tensor, before: Tensor) -> Tensor:
        x = functional.relu(self.halved(self.features(after, before)))
        x = self.last(self.blocks(functional.relu(self.quarter(x))))
        return functional.interpolate(x, scale_factor=4.0, mode="bilinear", align_corners=False)

    def forward(self, after: Tensor, before: Tensor) -> Tensor:
        return torch.sigmoid(self.logits(after, before))


def _mean(plane: Tensor, size: int) -> Tensor:
    return functional.avg_pool2d(plane, size, 1, size // 2, count_include_pad=False)
