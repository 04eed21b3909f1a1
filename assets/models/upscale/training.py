"""Training of `upscale`: pieces of photos, reduced to half, and what they were."""

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Network
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

BATCH, PIECE = 16, 96
RATE = 1e-3
SEED = 11
HELD = (
    "Sunset_by_the_Pier.jpg", "abstract-spiral.jpg", "the-spices-of-life.jpg", "canyon-wren.jpg",
    "wb", "wp", "wsh",
)  # fmt: skip
"""Photos that are only measured on, by how their names begin."""

Photo = NDArray[np.uint8]


def material(samples: Path) -> list[Photo]:
    """The photos to train on, (h, w, 3) uint8 RGB; large ones at half size, where they are sharp."""
    folders = ("hires", "magento-magento2-sample-da", "spree-spree", "GoogleCloudPla-microservices-demo")
    paths = [path for folder in folders for path in sorted((samples / folder).iterdir())]
    return [sharp(path) for path in paths if is_photo(path) and not path.name.startswith(HELD)]


def is_photo(path: Path) -> bool:
    return path.suffix.lower() in (".jpg", ".jpeg", ".webp", ".png")


def sharp(path: Path) -> Photo:
    photo = Image.open(path).convert("RGB")
    if photo.width * photo.height > 4e6:
        photo = photo.resize((photo.width // 2, photo.height // 2), Image.Resampling.BOX)
    return np.asarray(photo)


def trained(photos: list[Photo], *, minutes: float, log: Path) -> Network:
    """The network after `minutes` on one thread."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    random = np.random.default_rng(SEED)
    network = Network()
    steps = torch.optim.Adam(network.parameters(), lr=RATE)
    began, count, seen = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / 60 / minutes) < 1:
        for group in steps.param_groups:
            group["lr"] = RATE * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-6
        loss = _step(network, steps, *_batch(photos, random))
        count, seen = count + 1, seen + 0.01 * (loss - seen) if count else loss
        if count % 200 == 0:
            log.open("a").write(f"{count} {100 * done:.0f} % loss {255 * seen:.3f}\n")
            torch.save(network.state_dict(), log.with_suffix(".pt"))
    sys.stdout.write(f"{count} steps of {BATCH}\n")
    torch.save(network.state_dict(), log.with_suffix(".pt"))
    return network.eval()


def _batch(photos: list[Photo], random: np.random.Generator) -> tuple[Tensor, Tensor]:
    weights = np.sqrt([photo.size for photo in photos])
    chosen = random.choice(len(photos), BATCH, p=weights / weights.sum())
    pairs = [_piece(photos[number], random) for number in chosen]
    low, high = (
        np.stack(some).astype(np.float32).transpose(0, 3, 1, 2) / 255 for some in zip(*pairs, strict=True)
    )
    return torch.from_numpy(low), torch.from_numpy(high)


def _piece(photo: Photo, random: np.random.Generator) -> tuple[Photo, Photo]:
    """A piece with something in it: of four, the one that varies most."""
    tries = []
    for _ in range(4):
        top, left = (int(random.integers(0, side - PIECE + 1)) for side in photo.shape[:2])
        tries.append(photo[top : top + PIECE, left : left + PIECE])
    high = max(tries, key=lambda piece: float(np.abs(np.diff(piece.astype(np.int16), axis=0)).mean()))
    high = np.rot90(high, int(random.integers(4)))
    if random.random() < 0.5:
        high = high[:, ::-1]
    how = Image.Resampling.BICUBIC if random.random() < 0.7 else Image.Resampling.BOX
    half = Image.fromarray(np.ascontiguousarray(high)).resize((PIECE // 2, PIECE // 2), how)
    return np.asarray(half), np.ascontiguousarray(high)


def _step(network: Network, steps: Any, low: Tensor, high: Tensor) -> float:
    steps.zero_grad()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=False):
        found = network(low)
    edge = 4
    loss = (found - high)[:, :, edge:-edge, edge:-edge].abs().mean()
    loss.backward()
    steps.step()
    return float(loss.detach())
