"""The network of `subject-mask`: features learnt from many photos, drawn back to the picture's size, and told
how like the frame's edge each place is coloured.

What a network would have to learn from very many products is calculated: a ground reaches the edge of the
frame, a product mostly does not. It learns when that is true and when not.
"""

import torch
from backbone import WIDTHS, Backbone
from torch import Tensor, nn
from torch.nn import functional

DRAWN = (24, 48, 64, 96, 128)
"""Channels on the way back, at a half, a quarter, … a 32nd of the picture's size."""

_SEEN = 20
"""Channels of the picture and the cues themselves, at a half."""

_CUES, _WIDTH, _EVERY = 6, 0.15, 3


def _conv(inward: int, outward: int, *, size: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inward, outward, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outward),
        nn.ReLU(inplace=True),
    )


class _Block(nn.Module):
    """Two convolutions beside a straight way."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class _Whole(nn.Module):
    """What the whole picture is like, added everywhere."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.said = nn.Sequential(nn.Linear(2 * width, width), nn.ReLU(inplace=True), nn.Linear(width, width))

    def forward(self, x: Tensor) -> Tensor:
        edge = torch.cat((x[:, :, 0], x[:, :, -1], x[..., 0], x[..., -1]), dim=2).mean(dim=2)
        found = self.said(torch.cat((x.mean(dim=(2, 3)), edge), dim=1))
        return x + found[:, :, None, None]


class Network(nn.Module):
    """RGB (N, 3, h, w) in 0-1 to the product's share of each pixel (N, 1, h, w); sides divide by 32.

    `logits` leaves out the last step, for training.
    """

    def __init__(self) -> None:
        super().__init__()
        self.backbone = Backbone()
        a, b, c, d, e = DRAWN
        self.pixels = nn.Conv2d(3, _SEEN, 5, 2, 2, bias=False)
        self.cues = nn.Conv2d(_CUES, _SEEN, 3, 1, 1, bias=False)
        self.seen = nn.Sequential(nn.BatchNorm2d(_SEEN), nn.ReLU(inplace=True))
        self.least = nn.Sequential(_conv(WIDTHS[4] + 2 * _CUES, e, size=1), _Whole(e), _Block(e), _Whole(e))
        self.sixteenth = nn.Sequential(_conv(e + WIDTHS[3], d), _Block(d))
        self.eighth = nn.Sequential(_conv(d + WIDTHS[2] + _CUES, c), _Block(c))
        self.quarter = nn.Sequential(_conv(c + WIDTHS[1], b), _Block(b))
        self.halved = nn.Sequential(_conv(b + WIDTHS[0] + _SEEN, a), _conv(a, a))
        self.last = nn.Conv2d(a, 4, 3, 1, 1)

    def logits(self, pixels: Tensor) -> Tensor:
        told = cues(pixels)
        eighth = functional.avg_pool2d(told, 4)
        least = functional.avg_pool2d(eighth, 4), functional.max_pool2d(eighth, 4)
        half, quarter, rough, sixteenth, small = self.backbone(2 * pixels - 1)
        seen = self.seen(self.pixels(2 * pixels - 1) + self.cues(told))
        x = self.least(torch.cat((small, *least), dim=1))
        x = self.sixteenth(torch.cat((_twice(x), sixteenth), dim=1))
        x = self.eighth(torch.cat((_twice(x), rough, eighth), dim=1))
        x = self.quarter(torch.cat((_twice(x), quarter), dim=1))
        x = self.halved(torch.cat((_twice(x), half, seen), dim=1))
        return functional.pixel_shuffle(self.last(x), 2)

    def forward(self, pixels: Tensor) -> Tensor:
        return torch.sigmoid(self.logits(pixels))


def cues(pixels: Tensor) -> Tensor:
    """(N, 6, h / 2, w / 2): how far each place's colour is from the nearest at the frame's edge, how many
    there are like it (a density with two widths, as logarithms), and where it lies.
    """
    with torch.autocast("cpu", enabled=False):  # differences of squares need every digit
        return _cues(pixels)


def _cues(pixels: Tensor) -> Tensor:
    half = functional.avg_pool2d(pixels, 2)
    pooled = functional.avg_pool2d(half, 2)
    edge = torch.cat((pooled[:, :, 0], pooled[:, :, -1], pooled[..., 0], pooled[..., -1]), dim=2)[
        :, :, ::_EVERY
    ]
    places = half.flatten(2).transpose(1, 2)
    apart = (places**2).sum(dim=2, keepdim=True) + (edge**2).sum(dim=1, keepdim=True) - 2 * places @ edge
    apart = apart.clamp(min=0)
    nearest = torch.sqrt(apart.amin(dim=2) + 1e-5)
    wide = torch.exp(apart * (-0.5 / _WIDTH**2))
    narrow = (wide * wide * wide) ** 3  # a third as wide
    like = [torch.log(each.mean(dim=2) + 1e-4) / 4 for each in (narrow, wide)]
    told = torch.stack([4 * nearest, *like], dim=1)
    return torch.cat((told.reshape(half.shape), _where(half)), dim=1)


def _where(half: Tensor) -> Tensor:
    """x, y from −1 to 1 and the squared distance from the middle."""
    ones = torch.ones_like(half[:, :1])
    x, y = (torch.cumsum(ones, dim=axis) / ones.sum(dim=axis, keepdim=True) * 2 - 1 for axis in (3, 2))
    return torch.cat((x, y, x * x + y * y), dim=1)


def _twice(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
