"""Trains and writes `model.onnx`, and measures what its card says.

    python recipe.py --train SAMPLES RENDERS     train, write model.onnx beside this
    python recipe.py --weights FILE              write model.onnx from weights saved by a training
    python recipe.py --measure RENDERS           measure on faults that the studio plants; prints [quality]

SAMPLES is a folder with the products' folders that `scenes.py` names, RENDERS the studio's cache
(`assets/demo/README.md` tells how to make it). Needs the extra `train`, and for RENDERS an OpenCV that reads
OpenEXR (4.11; the wheels of 5.0 do not).
"""

import argparse
import hashlib
import io
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OPSET = 17


def written(network: Any) -> bytes:
    """The network as ONNX: the same bytes for the same weights."""
    import onnx
    import torch

    axes, photo = {2: "H", 3: "W"}, torch.zeros(1, 3, 64, 96)
    content = io.BytesIO()
    torch.onnx.export(
        network.eval(), (photo, photo.clone()), content, opset_version=OPSET, dynamo=False,
        input_names=["pixels", "before"], output_names=["harm"],
        dynamic_axes={"pixels": axes, "before": axes, "harm": axes},
    )  # fmt: skip
    model = onnx.load_from_string(content.getvalue())
    model.producer_name, model.producer_version = "review-desk", ""
    model.graph.name, model.doc_string = "artefacts", ""
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def measure(renders: Path) -> str:
    """The card's tables: the whole pass on JPEGs of the studio's held-back products, faults planted."""
    from measuring import cases, scores, table

    from review_desk.passes.card import read_card
    from review_desk.passes.session import session

    return table(scores(cases(renders), session(read_card(HERE))))


def main() -> None:
    """Train, write or measure."""
    parser = argparse.ArgumentParser(description="Train and write model.onnx, or measure what it reaches.")
    parser.add_argument("--train", type=Path, nargs=2, metavar=("SAMPLES", "RENDERS"))
    parser.add_argument("--minutes", type=float, default=20.0, help="how long to train (20)")
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights that a training has saved")
    parser.add_argument("--measure", type=Path, metavar="RENDERS")
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

    if arguments.weights:
        network = Network()
        network.load_state_dict(torch.load(arguments.weights))
        return network
    from scenes import material
    from training import trained

    return trained(material(*arguments.train), minutes=arguments.minutes, log=HERE / "training.log")


if __name__ == "__main__":
    main()
