"""A model tried before it is trusted: what it is given and answers against its card, on made-up pixels."""

import time
from typing import Any

import numpy as np

from review_desk.errors import BadInput
from review_desk.passes.card import ModelCard, content
from review_desk.passes.fitting import Planes
from review_desk.passes.onnx_file import require_plain
from review_desk.passes.session import Session, session
from review_desk.passes.tasks import PIXELS

_FLOAT = "tensor(float)"
_FAR = 1.0
"""How far beyond 0-1 an answer may go: sharpening does, another range does so by more."""


def trial(card: ModelCard) -> dict[str, Any]:
    """Load a model and run it once on a tile as large as it will be given. Values: `ms`, and the `provider`.

    Raises BadInput in one sentence where the file is not what the card says: links, other files, foreign
    operators, inputs and answers of other names, types and shapes, no numbers, another range.
    """
    require_plain(content(card), f"The model {card.name}")
    loaded = session(card)
    _require_inputs(loaded)
    pixels = _pixels(card, whole=loaded.task.whole)
    began = time.perf_counter()
    answer = loaded.run(pixels, **_others(loaded, pixels))
    took = time.perf_counter() - began
    low, high = float(answer.min()), float(answer.max())
    if low < -_FAR or high > 1 + _FAR:
        raise BadInput(
            f"The model {card.name} answers from {low:.3g} to {high:.3g} where its card's range makes 0 to 1."
        )
    return {"ms": round(took * 1000), **loaded.ran_on.to_json()}


def _require_inputs(loaded: Session) -> None:
    """Raises BadInput where the inputs are not those of the task, float32, [1, C, H, W] or [1]."""
    card, task = loaded.card, loaded.task
    names = dict(card.inputs)
    planes = {names.get(name, name): count for name, count in {PIXELS: 3, **task.planes}.items()}
    numbers = {names.get(name, name) for name in task.numbers}
    there = {one.name: one for one in loaded.runtime.get_inputs()}
    for name in planes:
        if name not in there:
            raise BadInput(f"The model {card.name} has no input “{name}”: it has {', '.join(there)}.")
    for name, one in there.items():
        if name not in planes and name not in numbers:
            raise BadInput(f"The model {card.name} asks for “{name}”, which {task.name} does not give it.")
        if one.type != _FLOAT:
            raise BadInput(f"The model {card.name} takes “{name}” as {one.type}, not as float32.")
        if name in planes:
            _require_shape(card, name, one.shape, planes[name])


def _require_shape(card: ModelCard, name: str, shape: list[Any], channels: int) -> None:
    told = [side if isinstance(side, int) else None for side in shape]
    said = "×".join(str(side or "any") for side in told)
    if len(told) != 4 or told[0] not in (1, None) or told[1] not in (channels, None):
        raise BadInput(f"The model {card.name} takes “{name}” as {said}, not as 1×{channels}×H×W.")
    fixed = tuple(told[2:]) if None not in told[2:] else None
    if fixed != card.only:
        wanted = f"only = [{told[2]}, {told[3]}]" if fixed else "no “only”"
        raise BadInput(f"The model {card.name} takes “{name}” as {said}: its card must say {wanted}.")


def _pixels(card: ModelCard, *, whole: bool) -> Planes:
    """A ramp with grain, as large as a tile with its overlap: the same each time."""
    edge = card.tile if whole else card.tile + 2 * card.overlap
    ramp = np.linspace(0.1, 0.9, edge, dtype=np.float32) * np.ones((3, edge, 1), np.float32)
    grain = np.random.default_rng(1).normal(0, 0.03, ramp.shape).astype(np.float32)
    made: Planes = np.clip(ramp + grain, 0, 1)[np.newaxis]
    return made


def _others(loaded: Session, pixels: Planes) -> dict[str, float | Planes]:
    planes = {name: pixels[:, :count] for name, count in loaded.task.planes.items()}
    return {**planes, **dict.fromkeys(loaded.task.numbers, 0.05)}
