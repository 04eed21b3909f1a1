"""Training of `artefacts` on pieces made as they are needed, on the processor."""

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Network
from scenes import Material, Random, piece
from torch import Tensor
from torch.nn import functional

BATCH = 16
RATE = 1.5e-3
SEED = 5


def trained(material: list[Material], *, minutes: float, log: Path) -> Network:
    """The network after `minutes` on one thread."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    random = np.random.default_rng(SEED)
    network = Network()
    steps = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4)
    began, count, seen = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / 60 / minutes) < 1:
        for group in steps.param_groups:
            group["lr"] = RATE * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-6
        loss = _step(network, steps, _batch(material, random))
        count, seen = count + 1, seen + 0.02 * (loss - seen) if count else loss
        if count % 50 == 0:
            log.open("a").write(f"{count} {100 * done:.0f} % loss {seen:.4f}\n")
            torch.save(network.state_dict(), log.with_suffix(".pt"))
    sys.stdout.write(f"{count} steps of {BATCH}\n")
    torch.save(network.state_dict(), log.with_suffix(".pt"))
    return network.eval()


def _batch(material: list[Material], random: Random) -> list[Tensor]:
    pieces = [piece(material, random) for _ in range(BATCH)]
    after, before = (np.stack([each[n] for each in pieces]).transpose(0, 3, 1, 2) for n in (0, 1))
    harm = np.stack([each[2] for each in pieces])[:, None]
    return [torch.from_numpy(np.ascontiguousarray(part)) for part in (after, before, harm)]


def _step(network: Network, steps: Any, batch: list[Tensor]) -> float:
    after, before, harm = batch
    steps.zero_grad()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=False):
        found = network.logits(after, before)
    loss = functional.binary_cross_entropy_with_logits(found, harm)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    steps.step()
    return float(loss.detach())
