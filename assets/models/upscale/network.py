"""The network of `upscale`: twice the size, bicubic interpolation and what a network adds to luma."""

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS = 32, 5
OVERLAP = 2 + LAYERS + 1
"""Pixels that an answer depends on beyond its own: one 5 × 5 convolution, then 3 × 3 ones."""

_CUBIC = -0.5
"""Keys' constant (“Cubic convolution interpolation”, 1981): third order, as Pillow and Photoshop have it."""


def cubic_taps() -> Tensor:
    """(2, 5): weights of the five nearest pixels for the left and the right half of the middle one."""
    taps = torch.zeros(2, 5)
    for half, offset in enumerate((-0.25, 0.25)):
        for at in range(5):
            x = abs(at - 2 - offset)
            near = (_CUBIC + 2) * x**3 - (_CUBIC + 3) * x**2 + 1
            far = _CUBIC * x**3 - 5 * _CUBIC * x**2 + 8 * _CUBIC * x - 4 * _CUBIC
            taps[half, at] = near if x <= 1 else far if x < 2 else 0.0
    return taps


class Network(nn.Module):
    """RGB (N, 3, h, w) in 0-1 to (N, 3, 2h, 2w); what it adds to bicubic is the same in R, G and B.

    Grey in is grey out. Beyond the edge the picture goes on as it ends. Once trained, an answer stays
    between the darkest and the lightest of the nine pixels around its own, so that no edge can ring.
    """

    def __init__(self) -> None:
        super().__init__()
        taps = cubic_taps()
        phases = torch.stack([torch.outer(taps[down], taps[across]) for down in (0, 1) for across in (0, 1)])
        self.register_buffer("bicubic", phases[:, None].repeat(3, 1, 1, 1))
        self.register_buffer("luma", torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1))
        self.first = nn.Conv2d(1, WIDTH, 5)
        self.middle = nn.ModuleList(nn.Conv2d(WIDTH, WIDTH, 3) for _ in range(LAYERS))
        self.last = nn.Conv2d(WIDTH, 4, 3)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, pixels: Tensor) -> Tensor:
        reach = OVERLAP
        wide = functional.pad(pixels, (reach,) * 4, mode="replicate")
        inner = wide[:, :, reach - 2 : -(reach - 2), reach - 2 : -(reach - 2)]
        smooth = functional.pixel_shuffle(functional.conv2d(inner, self.bicubic, groups=3), 2)
        x = functional.relu(self.first(functional.conv2d(wide, self.luma) - 0.5))
        straight = x
        for layer in self.middle:
            x = functional.relu(layer(x))
        margin = LAYERS
        x = x + straight[:, :, margin:-margin, margin:-margin]
        found = smooth + functional.pixel_shuffle(self.last(x), 2)
        return (
            found
            if self.training
            else _within(found, wide[:, :, reach - 1 : 1 - reach, reach - 1 : 1 - reach])
        )


def _within(large: Tensor, pixels: Tensor) -> Tensor:
    """`large` (N, 3, 2h, 2w) held within the extremes around each of `pixels` (N, 3, h + 2, w + 2)."""
    top, bottom = functional.max_pool2d(pixels, 3, 1), -functional.max_pool2d(-pixels, 3, 1)
    return torch.minimum(torch.maximum(large, _doubled(bottom)), _doubled(top))


def _doubled(plane: Tensor) -> Tensor:
    return functional.interpolate(plane, scale_factor=2.0, mode="nearest")
