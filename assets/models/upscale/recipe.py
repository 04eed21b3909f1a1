"""Trains and writes `model.onnx`, and measures what its card says.

    python recipe.py --train SAMPLES            train on the photos under SAMPLES, write model.onnx
    python recipe.py --weights FILE             write model.onnx from weights saved by a training
    python recipe.py --measure SAMPLES          measure on photos held back; prints the card's [quality]

SAMPLES is a folder with the products' folders that `training.py` names. Training needs the extra `train`.
The idea is that of sub-pixel convolution (Shi et al., “Real-Time Single Image and Video Super-Resolution
Using an Efficient Sub-Pixel Convolutional Neural Network”, CVPR 2016), on luma, beside a bicubic way.
"""

import argparse
import hashlib
import io
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HERE = Path(__file__).resolve().parent
OPSET = 17
CROP = 512
FACTORS = (2, 4)

Photo = NDArray[np.uint8]
Enlarge = Callable[[Photo], Photo]


def written(network: Any) -> bytes:
    """The network as ONNX: the same bytes for the same weights."""
    import onnx
    import torch

    axes = {2: "H", 3: "W"}
    content = io.BytesIO()
    torch.onnx.export(
        network.eval(), (torch.zeros(1, 3, 32, 48),), content, opset_version=OPSET, dynamo=False,
        input_names=["pixels"], output_names=["large"],
        dynamic_axes={"pixels": axes, "large": {2: "2H", 3: "2W"}},
    )  # fmt: skip
    model = onnx.load_from_string(content.getvalue())
    model.producer_name, model.producer_version = "review-desk", ""
    model.graph.name, model.doc_string = "upscale", ""
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def measure(samples: Path) -> str:
    """The card's tables: PSNR over bicubic in dB, on crops of photos held back, and the halo that is added.

    A photo is reduced with Pillow's bicubic filter and enlarged again; PSNR of all three channels, a border
    of eight pixels left out. Bicubic is Pillow's. One thread.
    """
    from training import HELD, is_photo, sharp

    lines = []
    for group, folder in (("photos", "hires"), ("packshots", "magento-magento2-sample-da")):
        paths = [p for p in sorted((samples / folder).iterdir()) if is_photo(p) and p.name.startswith(HELD)]
        crops = [_middle(sharp(path)) for path in paths]
        lines += [f"[quality.{group}]", f"photos = {len(crops)}"]
        for factor in FACTORS:
            gains, took = _gains(crops, factor)
            lines += [
                f"gain_db_at_{factor}x = {np.mean(gains):.2f}",
                f"worst_gain_db_at_{factor}x = {min(gains):.2f}",
            ]
            lines += [f"ms_per_megapixel_in_at_{factor}x = {took:.0f}"]
        lines += [f"added_overshoot = {_overshoot(crops):.2f}", ""]
    return "\n".join(lines)


def _middle(photo: Photo) -> Photo:
    height, width = (min(CROP, side // 4 * 4) for side in photo.shape[:2])
    top, left = (photo.shape[0] - height) // 2, (photo.shape[1] - width) // 2
    return photo[top : top + height, left : left + width]


def _gains(crops: list[Photo], factor: int) -> tuple[list[float], float]:
    ours, bicubic = _pass(factor), _bicubic(factor)
    gains, took, pixels = [], 0.0, 0
    for crop in crops:
        low = np.asarray(
            Image.fromarray(crop).resize(
                (crop.shape[1] // factor, crop.shape[0] // factor), Image.Resampling.BICUBIC
            )
        )
        began = time.process_time()
        found = ours(low)
        took, pixels = took + time.process_time() - began, pixels + low.shape[0] * low.shape[1]
        gains.append(10 * math.log10(_error(crop, bicubic(low)) / _error(crop, found)))
    return gains, took * 1e9 / pixels


def _overshoot(crops: list[Photo]) -> float:
    """Mean codes by which a doubled photo goes beyond the darkest and lightest of the true one nearby, less
    those of bicubic: ringing would be more than 0.
    """
    import cv2

    ours, bicubic, apart = _pass(2), _bicubic(2), []
    for crop in crops:
        low = np.asarray(
            Image.fromarray(crop).resize((crop.shape[1] // 2, crop.shape[0] // 2), Image.Resampling.BICUBIC)
        )
        top, bottom = cv2.dilate(crop, np.ones((5, 5))), cv2.erode(crop, np.ones((5, 5)))
        over = [
            float((np.maximum(0, found.astype(int) - top) + np.maximum(0, bottom - found.astype(int))).mean())
            for found in (ours(low), bicubic(low))
        ]
        apart.append(over[0] - over[1])
    return float(np.mean(apart))


def _error(one: Photo, other: Photo) -> float:
    inner = (slice(8, -8), slice(8, -8))
    return float(np.mean((one[inner].astype(np.float64) - other[inner]) ** 2))


def _bicubic(factor: int) -> Enlarge:
    def enlarge(low: Photo) -> Photo:
        size = low.shape[1] * factor, low.shape[0] * factor
        return np.asarray(Image.fromarray(low).resize(size, Image.Resampling.BICUBIC))

    return enlarge


def _pass(factor: int) -> Enlarge:
    from review_desk.imaging.decode import Source
    from review_desk.passes.card import read_card
    from review_desk.passes.session import session
    from review_desk.passes.tools import Tools
    from review_desk.passes.upscale import upscale

    loaded = Tools(Path(), model=session(read_card(HERE)))
    return lambda low: upscale(Source(low, "RGB", None, None, None), loaded, factor=str(factor)).source.pixels


def main() -> None:
    """Train, write or measure."""
    parser = argparse.ArgumentParser(description="Train and write model.onnx, or measure what it reaches.")
    parser.add_argument("--train", type=Path, metavar="SAMPLES", help="photos to train on")
    parser.add_argument("--minutes", type=float, default=22.0, help="how long to train (22)")
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights that a training has saved")
    parser.add_argument("--measure", type=Path, metavar="SAMPLES", help="photos to measure on")
    arguments = parser.parse_args()
    if arguments.measure:
        sys.stdout.write(measure(arguments.measure))
        return
    model = written(_network(arguments))
    (HERE / "model.onnx").write_bytes(model)
    sys.stdout.write(f'sha256 = "{hashlib.sha256(model).hexdigest()}"\nsize = {len(model)}\n')


def _network(arguments: argparse.Namespace) -> Any:
    import torch
    from network import Network
    from training import material, trained

    if arguments.weights:
        network = Network()
        network.load_state_dict(torch.load(arguments.weights))
        return network
    return trained(material(arguments.train), minutes=arguments.minutes, log=HERE / "training.log")


if __name__ == "__main__":
    main()
