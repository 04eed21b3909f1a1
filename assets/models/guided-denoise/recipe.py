"""Makes `model.onnx`, the same bytes every time, and measures what its card says.

    python recipe.py                      write model.onnx beside this file
    python recipe.py --measure FOLDER     measure on the photos under FOLDER; prints the card's [quality]

The filter is the self-guided filter of He, Sun and Tang ("Guided Image Filtering", ECCV 2010; PAMI 35(6),
2013, eq. 5, 6 and 8 with I = p) with Wiener's gain (Lee, "Digital Image Enhancement and Noise Filtering by
Use of Local Statistics", PAMI 2(2), 1980) in place of the fixed epsilon: variance that noise of the expected
size explains does not count as an edge. In windows w around each pixel, for noise of standard deviation s:

    mean = box(p)      edge = max(box(p^2) - mean^2 - CERTAINTY s^2, 0)
    a = edge / (edge + s^2)      b = (1 - a) mean      out = box(a) p + box(b)

It runs on luma and on the two chroma differences apart (ITU-R BT.601-7, 2.5.1), chroma in wider windows:
grain is as strong there, and eyes miss fine colour least.
"""

import argparse
import hashlib
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

Photo = NDArray[np.uint8]
Filter = Callable[[Photo], Photo]

HERE = Path(__file__).resolve().parent
LUMA_RADIUS, CHROMA_RADIUS = 2, 3
OVERLAP = 2 * max(LUMA_RADIUS, CHROMA_RADIUS)
CERTAINTY = 1.3
FLOOR = 1e-9
OPSET = 17
SIGMAS = (10, 15, 25)
NLM_SHARES = (0.6, 0.8, 1.0, 1.2)
CROP = 512
TO_LUMA_CHROMA = np.array(
    [[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]], np.float64
)


class _Graph:
    """Nodes and constants in the order in which they are made, with names that say what they hold."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.asarray(values, np.float32), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def box(self, source: str, output: str, radius: int) -> str:
        """The mean over the window, cut at the photo's edge: first along rows, then along columns."""
        side = 2 * radius + 1
        rows = self._pool(source, f"{output}_rows", [1, side], [0, radius, 0, radius])
        return self._pool(rows, output, [side, 1], [radius, 0, radius, 0])

    def _pool(self, source: str, output: str, window: list[int], pads: list[int]) -> str:
        options = {"kernel_shape": window, "pads": pads, "count_include_pad": 0}
        return self.node("AveragePool", [source], output, **options)


def filtered(graph: _Graph, source: str, radius: int, gain: Any) -> str:
    """The filter on a group of channels; `gain` is each channel's noise power for noise of 1 in RGB."""
    name = source
    power = graph.node("Mul", ["noise_power", graph.constant(f"{name}_gain", gain)], f"{name}_power")
    certain = graph.node("Mul", [power, "certainty"], f"{name}_certain")
    mean = graph.box(source, f"{name}_mean", radius)
    square = graph.node("Mul", [source, source], f"{name}_square")
    mean_square = graph.box(square, f"{name}_mean_square", radius)
    square_mean = graph.node("Mul", [mean, mean], f"{name}_square_mean")
    variance = graph.node("Sub", [mean_square, square_mean], f"{name}_variance")
    beyond = graph.node("Sub", [variance, certain], f"{name}_beyond")
    edge = graph.node("Relu", [beyond], f"{name}_edge")
    noise = graph.node("Add", [power, "floor"], f"{name}_noise")
    whole = graph.node("Add", [edge, noise], f"{name}_whole")
    a = graph.node("Div", [edge, whole], f"{name}_a")
    kept = graph.node("Mul", [a, mean], f"{name}_kept")
    b = graph.node("Sub", [mean, kept], f"{name}_b")
    mean_a = graph.box(a, f"{name}_mean_a", radius)
    mean_b = graph.box(b, f"{name}_mean_b", radius)
    scaled = graph.node("Mul", [mean_a, source], f"{name}_scaled")
    return graph.node("Add", [scaled, mean_b], f"{name}_out")


def build() -> ModelProto:
    """The model as an onnx.ModelProto: pixels [1, 3, H, W] and noise [1] to clean [1, 3, H, W]."""
    graph = _Graph()
    gains = (TO_LUMA_CHROMA**2).sum(axis=1)
    graph.constant("certainty", [CERTAINTY])
    graph.constant("floor", [FLOOR])
    graph.constant("forward", TO_LUMA_CHROMA.reshape(3, 3, 1, 1))
    graph.constant("backward", np.linalg.inv(TO_LUMA_CHROMA).reshape(3, 3, 1, 1))
    graph.constants.append(numpy_helper.from_array(np.array([1, 2], np.int64), "parts"))
    graph.node("Mul", ["noise", "noise"], "noise_power")
    graph.node("Conv", ["pixels", "forward"], "opponents")
    graph.nodes.append(
        helper.make_node("Split", ["opponents", "parts"], ["luma", "chroma"], name="parted", axis=1)
    )
    luma = filtered(graph, "luma", LUMA_RADIUS, [gains[0]])
    chroma = filtered(graph, "chroma", CHROMA_RADIUS, gains[1:].reshape(1, 2, 1, 1))
    graph.node("Concat", [luma, chroma], "smooth", axis=1)
    graph.node("Conv", ["smooth", "backward"], "clean")
    return _checked(graph)


def _checked(graph: _Graph) -> ModelProto:
    photo: list[str | int | None] = [1, 3, "H", "W"]
    inputs = [_floats("pixels", photo), _floats("noise", [1])]
    made = helper.make_graph(
        graph.nodes, "guided-denoise", inputs, [_floats("clean", photo)], graph.constants
    )
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(made, opset_imports=[opset], producer_name="review-desk", ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


def _floats(name: str, shape: Sequence[str | int | None]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def measure(folder: Path, *, photos: int) -> str:
    """The card's table for `folder`: gain in dB over added noise, beside OpenCV's non-local means.

    Centre crops of 512 pixels; Gaussian noise in 8-bit codes, seeded; the pass at the strength of that noise;
    non-local means at the best of four settings, chosen after the fact, which flatters it. One thread each.
    """
    import cv2

    cv2.setNumThreads(1)
    crops = _crops(folder, photos)
    lines = [f"[quality.{folder.resolve().name}]", f"photos = {len(crops)}"]
    for sigma in SIGMAS:
        noisy = [_with_noise(crop, sigma, seed) for seed, crop in enumerate(crops)]
        ours, ours_ms = _gains(crops, noisy, _pass_at(sigma))
        settings = [_gains(crops, noisy, _non_local_means(share * sigma)) for share in NLM_SHARES]
        theirs, theirs_ms = max(settings, key=lambda measured: float(np.mean(measured[0])))
        lines += [
            f"gain_db_at_{sigma} = {np.mean(ours):.2f}",
            f"worst_gain_db_at_{sigma} = {min(ours):.2f}",
            f"non_local_means_gain_db_at_{sigma} = {np.mean(theirs):.2f}",
            f"non_local_means_worst_gain_db_at_{sigma} = {min(theirs):.2f}",
        ]
    lines += [f"ms_per_megapixel = {ours_ms:.0f}", f"non_local_means_ms_per_megapixel = {theirs_ms:.0f}"]
    return "\n".join(lines) + "\n"


def _crops(folder: Path, photos: int) -> list[Photo]:
    """Centre crops, (h, w, 3) uint8 RGB as stored, of photos spread evenly over the folder's sorted names."""
    from review_desk.errors import DeskError
    from review_desk.imaging.decode import decode_depth
    from review_desk.imaging.formats import is_photo_name

    names = sorted(path for path in folder.rglob("*") if is_photo_name(path.name))
    crops = []
    for path in names[:: max(1, -(-len(names) // photos))]:
        try:
            source = decode_depth(path)
        except DeskError:  # not every file of a folder is a whole photo
            continue
        if source.mode == "RGB" and source.pixels.dtype == np.uint8 and source.alpha is None:
            height, width = source.pixels.shape[:2]
            top, left = max(0, height - CROP) // 2, max(0, width - CROP) // 2
            crops.append(source.pixels[top : top + CROP, left : left + CROP])
    return crops


def _with_noise(crop: Photo, sigma: float, seed: int) -> Photo:
    noise = np.random.default_rng(seed).normal(0, sigma, crop.shape)
    return np.clip(np.rint(crop + noise), 0, 255).astype(np.uint8)


def _gains(crops: list[Photo], noisy: list[Photo], clean: Filter) -> tuple[list[float], float]:
    """Gain in PSNR of each crop, in dB, and the processor time in ms a megapixel."""
    began = time.process_time()  # of one thread: other programs on the machine do not count
    cleaned = [clean(photo) for photo in noisy]
    took = time.process_time() - began
    triples = zip(crops, noisy, cleaned, strict=True)
    gains = [10 * math.log10(_error(crop, before) / _error(crop, after)) for crop, before, after in triples]
    return gains, took * 1e9 / sum(crop.shape[0] * crop.shape[1] for crop in crops)


def _error(one: Photo, other: Photo) -> float:
    return float(np.mean((one.astype(np.float64) - other) ** 2))


def _pass_at(sigma: float) -> Filter:
    from review_desk.imaging.decode import Source
    from review_desk.passes.card import read_card
    from review_desk.passes.denoise import FULL_NOISE, denoise
    from review_desk.passes.session import session
    from review_desk.passes.tools import Tools

    loaded = Tools(Path(), model=session(read_card(HERE)))
    strength = sigma / 255 / FULL_NOISE

    def clean(photo: Photo) -> Photo:
        return denoise(Source(photo, "RGB", None, None, None), loaded, strength=strength).pixels

    return clean


def _non_local_means(h: float) -> Filter:
    import cv2

    return lambda photo: np.asarray(cv2.fastNlMeansDenoisingColored(photo, None, h, h, 7, 21), np.uint8)


def main() -> None:
    """Write the model, or measure it."""
    parser = argparse.ArgumentParser(description="Make model.onnx, or measure what it reaches.")
    parser.add_argument("--measure", type=Path, metavar="FOLDER", help="photos to measure on")
    parser.add_argument("--photos", type=int, default=40, help="how many of them, spread evenly (40)")
    arguments = parser.parse_args()
    if arguments.measure:
        sys.stdout.write(measure(arguments.measure, photos=arguments.photos))
        return
    model = build().SerializeToString(deterministic=True)
    (HERE / "model.onnx").write_bytes(model)
    sys.stdout.write(f'sha256 = "{hashlib.sha256(model).hexdigest()}"\nsize = {len(model)}\n')


if __name__ == "__main__":
    main()
