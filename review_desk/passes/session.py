"""ONNX Runtime, in a worker process only: one session a model, its answers checked."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.passes.card import ModelCard, content
from review_desk.passes.fitting import Fit, Planes
from review_desk.passes.providers import RanOn, started
from review_desk.passes.tasks import PIXELS, Task, task_named

_ERRORS_ONLY = 3

Given = float | NDArray[np.float32]


def _refusals() -> tuple[type[Exception], ...]:
    """ONNX Runtime's own errors, which share no base but Exception."""
    state = onnxruntime.capi.onnxruntime_pybind11_state
    found = (getattr(state, name) for name in dir(state))
    return tuple(one for one in found if isinstance(one, type) and issubclass(one, Exception))


REFUSALS: tuple[type[Exception], ...] = (RuntimeError, ValueError, *_refusals())


@dataclass(frozen=True)
class Session:
    """A loaded model. `run` may be called any number of times, by one thread."""

    card: ModelCard
    runtime: Any
    task: Task
    fit: Fit
    ran_on: RanOn

    def run(self, pixels: NDArray[np.float32], **others: Given) -> NDArray[np.float32]:
        """Run on `pixels` [1, 3, H, W] with the task's further planes [1, C, H, W] and numbers; the answer is
        [1, C, factor · H, factor · W], 0-1 where it keeps to its range (`tasks` says what each task takes).

        Raises BadInput where the model refuses, or answers with another shape or with what is no number.
        """
        height, width = pixels.shape[2:]
        try:
            feeds = self._feeds({PIXELS: pixels, **others})
            (answer,) = self.runtime.run([self._output], feeds)
        except REFUSALS as error:
            raise BadInput(f"The model {self.card.name} cannot run: {first_line(error)}") from error
        return self._contract(np.asarray(answer), *self.fit.size(height, width))[
            :, :, : height * self.card.factor, : width * self.card.factor
        ]

    def _feeds(self, given: Mapping[str, Given]) -> dict[str, Any]:
        """By the model's own names; a number that it does not know is left out."""
        names, known = dict(self.card.inputs), {one.name for one in self.runtime.get_inputs()}
        feeds: dict[str, Any] = {}
        for name, value in given.items():
            own = names.get(name, name)
            if isinstance(value, np.ndarray):
                photo = value.shape[1] == 3  # a mask is one channel, 0-1 in every model
                feeds[own] = self.fit.padded(self.fit.values(value) if photo else value)
            elif own in known:
                feeds[own] = np.array([value], np.float32)
        return feeds

    @property
    def _output(self) -> str:
        return self.card.output or str(self.runtime.get_outputs()[0].name)

    def _contract(self, answer: NDArray[Any], height: int, width: int) -> Planes:
        """The channels that count, from the model's range to 0-1. Raises BadInput where some are gone."""
        card, first, last = self.card, self.card.channel, self.card.channel + self.task.answers
        there = answer.shape[1] if answer.ndim == 4 and answer.shape[1] >= last else last
        wanted = (1, there, height * card.factor, width * card.factor)
        if answer.shape != wanted or answer.dtype != np.float32:
            given, right = "×".join(map(str, answer.shape)), "×".join(map(str, wanted))
            raise BadInput(f"The model {card.name} answered {given} {answer.dtype}, not {right} float32.")
        counted: Planes = answer[:, first:last]
        if not np.isfinite(counted).all():
            raise BadInput(f"The model {card.name} answered with values that are no numbers.")
        low, high = card.output_range
        return counted if (low, high) == (0, 1) else (counted - np.float32(low)) / np.float32(high - low)


@functools.lru_cache(maxsize=4)
def session(card: ModelCard) -> Session:
    """The session for a model, made once in this process: where ONNX Runtime can work best, else on the CPU.

    One thread, because the desk runs more workers when it wants more, and a person is looking at photos
    meanwhile. Raises BadInput where the file is not the one the card names, or is no model.
    """
    task, model = task_named(card.task), content(card)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    try:
        runtime, ran_on = started(
            lambda names: onnxruntime.InferenceSession(model, options, providers=names),
            onnxruntime.get_available_providers(),
            REFUSALS,
        )
    except REFUSALS as error:
        raise BadInput(f"The model {card.name} cannot be loaded: {first_line(error)}") from error
    return Session(card, runtime, task, _fit(card), ran_on)


def _fit(card: ModelCard) -> Fit:
    low, high = card.value_range
    return Fit(low, high, card.order == "BGR", card.mean, card.deviation, card.only, card.step)


def first_line(error: Exception) -> str:
    """What ONNX Runtime says, as the end of a sentence."""
    text = str(error).partition("\n")[0].rpartition(" : ")[2].strip()
    return f"{text[:200].rstrip('.')}." if text else "it gives no reason."
