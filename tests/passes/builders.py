"""Photos and models made on the spot for the tests of passes."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from review_desk.operations import keep
from review_desk.store.desk import Store
from tests.builders import AT

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


COUNT = 6
"""Photos of `desk_of_rings`."""


def product(seed: int, *, size: tuple[int, int] = (90, 120)) -> Any:
    """A dark block on a pale ground."""
    height, width = size
    pixels = np.random.default_rng(seed).normal(235, 2, (height, width, 3))
    pixels[height // 4 : height * 3 // 4, width // 3 : width * 2 // 3] = (60, 40 + seed, 90)
    return pixels.clip(0, 255).astype(np.uint8)


def desk_of_rings(home: Path) -> Path:
    """A desk in a folder of `home` with the batch “Rings” of ring-0 to ring-5, one version each."""
    keep.create(home / "desk", at=AT)
    with Store.open(home / "desk", at=AT) as store, store.step("Take in", actor="ana", at=AT) as step:
        step.put("batch", {"id": "b1", "name": "Rings", "source": str(home), "created_at": AT})
        for number in range(COUNT):
            name = f"ring-{number}"
            write_photo(home / f"{name}.png", product(number), profile=None)
            texts = {"name": name, "sku": "", "colourway": "", "shot": ""}
            row = {"id": name, "batch_id": "b1", "position": number, **texts, "fields": {}, "mask": None}
            step.put("photo", row)
            facts: dict[str, Any] = {**probe(home / f"{name}.png").to_json(), "recipe": None}
            del facts["taken_at"]
            named = {"photo_id": name, "number": 1, "role": "original", "label": ""}
            step.put("version", {**named, "file": str(home / f"{name}.png"), **facts})
    return home / "desk"
