"""The network of `subject-mask`: a small U-Net that is told how like the frame's edge each place is coloured.

What a small network would have to learn from very many photos is calculated: a ground reaches the edge of the
frame, a product mostly does not. It learns when that is true and when not.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTHS = (24, 48, 80, 128)
"""Channels at a half, a quarter, an eighth and a sixteenth of the picture's size."""


_CUES, _WIDTH, _EVERY = 6, 0.15, 3


def _conv(inward: int, outward: int, *, size: int = 3, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    padding = dilation * (size // 2)
    return nn.Sequential(
        nn.Conv2d(inward, outward, size, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outward),
        nn.ReLU(inplace=True),
    )


class _Block(nn.Module):
    """Two convolutions beside a straight way."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = _conv(width, width, dilation=dilation)
        self.second = nn.Sequential(
            nn.Conv2d(width, width, 3, 1, dilation, dilation, bias=False), nn.BatchNorm2d(width)
        )

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
    """RGB (N, 3, h, w) in 0-1 to the product's share of each pixel (N, 1, h, w); sides divide by 16.

    `logits` leaves out the last step, for training.
    """

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = _conv(3, a, size=5, stride=2)
        self.cues = nn.Sequential(nn.Conv2d(_CUES, a, 3, 1, 1, bias=False), nn.BatchNorm2d(a))
        nn.init.zeros_(self.cues[1].weight)  # type: ignore[arg-type,unused-ignore]
        self.halved = _Block(a)
        self.quarter = nn.Sequential(_conv(a, b, stride=2), _Block(b))
        self.eighth = nn.Sequential(_conv(b, c, stride=2), _Block(c), _Block(c, 2))
        self.sixteenth = nn.Sequential(
            _conv(c, d, stride=2), _Block(d), _Whole(d), _Block(d, 2), _Block(d, 4), _Whole(d), _Block(d)
        )
        self.to_eighth, self.to_quarter, self.to_half = (
            _conv(d + c, c), _conv(c + b, b), _conv(b + a, a)
        )  # fmt: skip
        self.fine_eighth, self.fine_quarter = _Block(c), _Block(b)
        self.last = nn.Conv2d(a, 4, 3, 1, 1)

    def logits(self, pixels: Tensor) -> Tensor:
        half = self.halved(self.stem(2 * pixels - 1) + self.cues(cues(pixels)))
        quarter = self.quarter(half)
        eighth = self.eighth(quarter)
        x = self.sixteenth(eighth)
        x = self.fine_eighth(self.to_eighth(torch.cat((_twice(x), eighth), dim=1)))
        x = self.fine_quarter(self.to_quarter(torch.cat((_twice(x), quarter), dim=1)))
        x = self.to_half(torch.cat((_twice(x), half), dim=1))
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
