"""The network of `upscale`: twice the size, bicubic interpolation and what a network adds to luma."""

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS = 32, 5
REACH, BACK = 2 + LAYERS + 1, 4
"""Pixels that a first answer depends on beyond its own: one 5 × 5 convolution, then 3 × 3 ones; and how many
more the mending of it does: reduced, 2, and enlarged again, 2."""

OVERLAP = REACH + BACK

_CUBIC = -0.5
"""Keys' constant (“Cubic convolution interpolation”, 1981): third order, as Pillow and Photoshop have it."""


def cubic_taps() -> Tensor:
    """(2, 5): weights of the five nearest pixels for the left and the right half of the middle one."""
    return torch.tensor([[_weight(at - 2 - offset) for at in range(5)] for offset in (-0.25, 0.25)])


def halving_taps() -> Tensor:
    """(8): weights by which the two pixels in the middle of eight become one; the curve twice as wide."""
    taps = torch.tensor([_weight((at - 3.5) / 2) for at in range(8)])
    return taps / taps.sum()


def _weight(x: float) -> float:
    x = abs(x)
    near = (_CUBIC + 2) * x**3 - (_CUBIC + 3) * x**2 + 1
    far = _CUBIC * x**3 - 5 * _CUBIC * x**2 + 8 * _CUBIC * x - 4 * _CUBIC
    return near if x <= 1 else far if x < 2 else 0.0


class Network(nn.Module):
    """RGB (N, 3, h, w) in 0-1 to (N, 3, 2h, 2w): bicubic, and what is found to add, the same in R, G and B.

    Once trained, the answer is mended: reduced again it shall be the photo it was made from, and where it is
    not, the difference is enlarged and added (Irani and Peleg, “Improving resolution by image registration”,
    1991; one round). Then it is held between the darkest and the lightest of the nine pixels around its own,
    so that no edge can ring. Grey in is grey out. Beyond the edge the picture goes on as it ends.
    """

    def __init__(self) -> None:
        super().__init__()
        taps, halving = cubic_taps(), halving_taps()
        phases = torch.stack([torch.outer(taps[down], taps[across]) for down in (0, 1) for across in (0, 1)])
        self.register_buffer("bicubic", phases[:, None].repeat(3, 1, 1, 1))
        self.register_buffer("halving", torch.outer(halving, halving)[None, None].repeat(3, 1, 1, 1))
        self.register_buffer("luma", torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1))
        self.first = nn.Conv2d(1, WIDTH, 5)
        self.middle = nn.ModuleList(nn.Conv2d(WIDTH, WIDTH, 3) for _ in range(LAYERS))
        self.last = nn.Conv2d(WIDTH, 4, 3)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, pixels: Tensor) -> Tensor:
        if self.training:
            return self._found(_wider(pixels, REACH))
        wide = _wider(pixels, OVERLAP)
        found = self._found(wide)
        reduced = functional.conv2d(found[:, :, 1:-1, 1:-1], self.halving, stride=2, groups=3)
        missing = _inner(wide, OVERLAP - 2) - reduced
        return _within(_inner(found, 2 * BACK) + self._smooth(missing), _inner(wide, OVERLAP - 1))

    def _found(self, wide: Tensor) -> Tensor:
        """A first answer, for all but `REACH` pixels of a photo's edge."""
        x = functional.relu(self.first(functional.conv2d(wide, self.luma) - 0.5))
        straight = x
        for layer in self.middle:
            x = functional.relu(layer(x))
        x = x + _inner(straight, LAYERS)
        return self._smooth(_inner(wide, REACH - 2)) + functional.pixel_shuffle(self.last(x), 2)

    def _smooth(self, pixels: Tensor) -> Tensor:
        """Twice the size by bicubic interpolation, for all but two pixels of the edge."""
        return functional.pixel_shuffle(functional.conv2d(pixels, self.bicubic, groups=3), 2)


def _wider(pixels: Tensor, by: int) -> Tensor:
    return functional.pad(pixels, (by,) * 4, mode="replicate")


def _inner(planes: Tensor, less: int) -> Tensor:
    return planes[:, :, less:-less, less:-less]


def _within(large: Tensor, pixels: Tensor) -> Tensor:
    """`large` (N, 3, 2h, 2w) held within the extremes around each of `pixels` (N, 3, h + 2, w + 2)."""
    top, bottom = functional.max_pool2d(pixels, 3, 1), -functional.max_pool2d(-pixels, 3, 1)
    return torch.minimum(torch.maximum(large, _doubled(bottom)), _doubled(top))


def _doubled(plane: Tensor) -> Tensor:
    return functional.interpolate(plane, scale_factor=2.0, mode="nearest")
