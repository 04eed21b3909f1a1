"""Training of `subject-mask`: some thousand steps on scenes that another core draws meanwhile."""

import copy
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from backbone import learnt
from network import Network
from scenes import scene
from stock import Stock
from torch import Tensor
from torch.nn import functional

BATCH = 8
SMALL = ((224, 224), (224, 160), (160, 224), (192, 192), (224, 192))
LARGE = ((320, 320), (320, 256), (320, 224), (256, 320), (288, 224))
SMALL_SHARE = 0.6
"""Of the time: what a product is, is learnt on small pictures, where its edge runs on larger ones."""

RATE, AGAIN, SLOWER, DECAY = 1.5e-3, 8e-4, 0.15, 1e-4
"""Of steps in what is new, the same for a training that goes on, how much smaller they are in what ImageNet
taught, and weight decay."""

SEED, THREADS = 7, 2
_STEADY, _AHEAD = 0.995, 6

Batch = tuple[Tensor, Tensor]


def trained(stock: Stock, *, minutes: float, log: Path, start: Path | None = None) -> Network:
    """The network after `minutes`; the mean of its last weights, which is steadier.

    `start` are weights to go on from, on large pictures alone and in smaller steps. The number
    of steps depends on the machine: the weights shipped are the file, not the promise of it. They are saved
    beside `log` as it goes.
    """
    rate, small = (AGAIN, 0.0) if start else (RATE, SMALL_SHARE)
    with _drawing(stock, minutes * small) as batches:
        torch.manual_seed(SEED)
        torch.set_num_threads(THREADS)
        network = _begun(start)
        steady, steps, began, count, seen = copy.deepcopy(network), _steps(network), time.monotonic(), 0, 1.0
        while (done := (time.monotonic() - began) / 60 / minutes) < 1:
            _pace(steps, rate, done, count)
            seen += 0.02 * (_step(network, steps, next(batches)) - seen)
            _follow(steady, network, min(_STEADY, count / (count + 10)))
            count += 1
            if count % 50 == 0:
                with log.open("a") as lines:
                    lines.write(f"{count} {100 * done:.0f} % loss {seen:.4f}\n")
            if count % 100 == 0:
                torch.save(steady.state_dict(), log.with_suffix(".pt"))
    torch.save(steady.state_dict(), log.with_suffix(".pt"))
    return steady.eval()


def _begun(start: Path | None) -> Network:
    network = Network()
    if start:
        network.load_state_dict(torch.load(start))
    else:
        network.backbone.take(learnt())
    network.backbone.freeze()
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return,unused-ignore]


def _steps(network: Network) -> Any:
    """AdamW with two rates: what is new is learnt fast, what was learnt before slowly."""
    known = network.backbone.learnable()
    ids = {id(weight) for weight in network.backbone.parameters()}
    new = [weight for weight in network.parameters() if id(weight) not in ids]
    groups = [{"params": new, "share": 1.0}, {"params": known, "share": SLOWER}]
    return torch.optim.AdamW(groups, lr=RATE, weight_decay=DECAY)


def _pace(steps: Any, highest: float, done: float, count: int) -> None:
    """Slow at first, then along a cosine to nothing."""
    rate = highest * min(1.0, count / 100) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-6
    for group in steps.param_groups:
        group["lr"] = rate * group["share"]


@contextmanager
def _drawing(stock: Stock, small: float) -> Iterator[Iterator[Batch]]:
    """Batches that a process of its own draws ahead, so that the steps need not wait. It shares the stock's
    memory, and so needs an operating system that can fork.
    """
    around = multiprocessing.get_context("fork")
    queue: Any = around.Queue(_AHEAD)
    drawer = around.Process(target=_draw, args=(stock, small, queue), daemon=True)
    drawer.start()
    try:
        yield iter(lambda: _tensors(*queue.get()), None)
    finally:
        drawer.kill()
        drawer.join()


def _draw(stock: Stock, small: float, queue: Any) -> None:
    """Without end: for so many minutes small pictures, then large ones."""
    random, began = np.random.default_rng(SEED), time.monotonic()
    while True:
        early = time.monotonic() - began < 60 * small
        queue.put(_batch(stock, SMALL if early else LARGE, random))


def _batch(stock: Stock, sizes: Sequence[tuple[int, int]], random: np.random.Generator) -> Any:
    """Codes (N, h, w, 3) and masks (N, h, w), 8 bits: they go from process to process."""
    size = sizes[random.integers(len(sizes))]
    pairs = [scene(stock, size, random) for _ in range(BATCH)]
    return tuple(np.rint(255 * np.stack(planes)).astype(np.uint8) for planes in zip(*pairs, strict=True))


def _tensors(codes: Any, mask: Any) -> Batch:
    pixels = torch.from_numpy(codes.transpose(0, 3, 1, 2).astype(np.float32) / 255)
    cover = torch.from_numpy(mask[:, None].astype(np.float32) / 255)
    return pixels.contiguous(memory_format=torch.channels_last), cover


def _step(network: Network, steps: Any, batch: Batch) -> float:
    pixels, mask = batch
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
