"""Training of `subject-mask`: some thousand steps on scenes made as they are needed, on the processor."""

import copy
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Network
from scenes import Random, Stock, scene
from torch import Tensor
from torch.nn import functional

BATCH = 12
SMALL = ((160, 128), (128, 160), (144, 144), (160, 160), (192, 144))
LARGE = ((256, 192), (192, 256), (224, 224), (256, 256), (320, 240))
SMALL_SHARE = 0.6
"""Of the time: what a product is, is learnt on small pictures, where its edge runs on larger ones."""

RATE, DECAY = 2e-3, 1e-4
SEED = 7
_STEADY = 0.995


def trained(stock: Stock, *, minutes: float, log: Path, start: Path | None = None) -> Network:
    """The network after `minutes` on one thread; the mean of its last weights, which is steadier.

    `start` are weights to go on from. The number of steps depends on the machine: the weights shipped are the
    file, not the promise of it.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    random = np.random.default_rng(SEED)
    network = Network().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if start:
        network.load_state_dict(torch.load(start), strict=False)
    steady = copy.deepcopy(network)
    steps = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    began, count, seen = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / 60 / minutes) < 1:
        for group in steps.param_groups:
            group["lr"] = RATE * min(1.0, count / 100) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-6
        loss = _step(network, steps, *_batch(stock, SMALL if done < SMALL_SHARE else LARGE, random))
        _follow(steady, network, min(_STEADY, count / (count + 10)))
        count, seen = count + 1, seen + 0.02 * (loss - seen) if count else loss
        if count % 50 == 0:
            log.open("a").write(f"{count} {100 * done:.0f} % loss {seen:.4f}\n")
        if count % 250 == 0:
            torch.save(steady.state_dict(), log.with_suffix(".pt"))
    sys.stdout.write(f"{count} steps of {BATCH}\n")
    torch.save(steady.state_dict(), log.with_suffix(".pt"))
    return steady.eval()


def _batch(stock: Stock, sizes: Sequence[tuple[int, int]], random: Random) -> tuple[Tensor, Tensor]:
    size = sizes[random.integers(len(sizes))]
    pairs = [scene(stock, size, random) for _ in range(BATCH)]
    pixels = torch.from_numpy(np.stack([pixels for pixels, _ in pairs]).transpose(0, 3, 1, 2))
    return pixels.contiguous(memory_format=torch.channels_last), torch.from_numpy(
        np.stack([mask for _, mask in pairs])[:, None]
    )


def _step(network: Network, steps: Any, pixels: Tensor, mask: Tensor) -> float:
    steps.zero_grad()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = network.logits(pixels)
    loss = loss_of(found.float(), mask)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    steps.step()
    return float(loss.detach())


def loss_of(found: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy, counted threefold near the outline, and one minus the soft IoU of each picture."""
    near = functional.max_pool2d(mask, 7, 1, 3) + functional.max_pool2d(1 - mask, 7, 1, 3) - 1
    each = functional.binary_cross_entropy_with_logits(found, mask, reduction="none")
    weight = 1 + 2 * near
    share = torch.sigmoid(found)
    common = (share * mask).sum(dim=(1, 2, 3)) + 1
    either = (share + mask - share * mask).sum(dim=(1, 2, 3)) + 1
    return (each * weight).sum() / weight.sum() + (1 - common / either).mean()


@torch.no_grad()
def _follow(steady: Network, network: Network, share: float) -> None:
    for kept, new in zip(steady.state_dict().values(), network.state_dict().values(), strict=True):
        if kept.dtype.is_floating_point:
            kept.mul_(share).add_(new, alpha=1 - share)
        else:
            kept.copy_(new)
