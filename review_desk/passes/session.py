"""ONNX Runtime, in a worker process only: one session a model, its answers checked."""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.passes.card import ModelCard, content

_ERRORS_ONLY = 3


def _refusals() -> tuple[type[Exception], ...]:
    """ONNX Runtime's own errors, which share no base but Exception."""
    state = onnxruntime.capi.onnxruntime_pybind11_state
    found = (getattr(state, name) for name in dir(state))
    return tuple(one for one in found if isinstance(one, type) and issubclass(one, Exception))


_REFUSALS: tuple[type[Exception], ...] = (RuntimeError, ValueError, *_refusals())


@dataclass(frozen=True)
class Session:
    """A loaded model. `run` may be called any number of times, by one thread."""

    card: ModelCard
    runtime: Any

    def run(self, pixels: NDArray[np.float32], **scalars: float) -> NDArray[np.float32]:
        """Run on `pixels` [1, C, H, W] with further inputs of one number each; the answer has the same shape.

        Raises BadInput where the model refuses, or answers with another shape or with what is no number.
        """
        feeds = {"pixels": pixels, **{name: np.array([value], np.float32) for name, value in scalars.items()}}
        try:
            (answer,) = self.runtime.run(None, feeds)
        except _REFUSALS as error:
            raise BadInput(f"The model {self.card.name} cannot run: {_first_line(error)}") from error
        return _checked(self.card, np.asarray(answer), pixels.shape)


@functools.lru_cache(maxsize=4)
def session(card: ModelCard) -> Session:
    """The session for a model, made once in this process: on the CPU, in one thread.

    One thread, because the desk runs more workers when it wants more, and a person is looking at photos
    meanwhile. Raises BadInput where the file is not the one the card names, or is no model.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    try:
        runtime = onnxruntime.InferenceSession(content(card), options, providers=["CPUExecutionProvider"])
    except _REFUSALS as error:
        raise BadInput(f"The model {card.name} cannot be loaded: {_first_line(error)}") from error
    return Session(card, runtime)


def _checked(card: ModelCard, answer: NDArray[Any], shape: tuple[int, ...]) -> NDArray[np.float32]:
    if answer.shape != shape or answer.dtype != np.float32:
        given, wanted = "×".join(map(str, answer.shape)), "×".join(map(str, shape))
        raise BadInput(f"The model {card.name} answered {given} {answer.dtype}, not {wanted} float32.")
    if not np.isfinite(answer).all():
        raise BadInput(f"The model {card.name} answered with values that are no numbers.")
    return answer


def _first_line(error: Exception) -> str:
    text = str(error).partition("\n")[0].rpartition(" : ")[2].strip()
    return f"{text[:200].rstrip('.')}." if text else "it gives no reason."
