"""Photos and models made on the spot for the tests of passes."""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

CARD = """
[model]
name = "{name}"
task = "denoise"
version = "1"
summary = "a model of the tests"
licence = "none"
training_data = "none"
[file]
sha256 = "{sha256}"
size = {size}
[input]
layout = "NCHW [1, 3, H, W]"
range = [0.0, 1.0]
colour_space = "any"
[tile]
size = 64
overlap = 0
[limits]
known_failures = []
"""


def one_input_model(nodes: Any, initializers: Any = ()) -> bytes:
    shape = [1, 3, "H", "W"]
    inputs = [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, shape)]
    outputs = [helper.make_tensor_value_info("out", TensorProto.FLOAT, None)]
    graph = helper.make_graph(list(nodes), "test", inputs, outputs, list(initializers))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content: bytes = model.SerializeToString()
    return content


def outside_weights() -> bytes:
    """A model that adds numbers kept in another file."""
    tensor = onnx.TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1])
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../secret.bin")
    return one_input_model([helper.make_node("Add", ["pixels", "w"], ["out"])], [tensor])


def noisy_scene(height: int = 120, width: int = 160, *, sigma: float = 15, seed: int = 1) -> Any:
    """A smooth (H, W, 3) uint8 scene with hard edges, and the same with Gaussian noise of `sigma` codes."""
    y, x = np.mgrid[0:height, 0:width]
    scene = np.dstack([60 + 90 * x / width, 50 + 100 * y / height, np.full((height, width), 90.0)])
    scene[height // 4 : height // 2, width // 4 : width // 2] = (210, 40, 60)
    clean = np.rint(scene).astype(np.uint8)
    noise = np.random.default_rng(seed).normal(0, sigma, scene.shape)
    return clean, np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8)
