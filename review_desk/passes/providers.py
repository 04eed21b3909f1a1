"""Where a model runs: on the CPU always, on something faster where ONNX Runtime has it."""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAMES = {
    "CUDAExecutionProvider": "CUDA",
    "DmlExecutionProvider": "DirectML",
    "CoreMLExecutionProvider": "CoreML",
    "OpenVINOExecutionProvider": "OpenVINO",
}
"""ONNX Runtime's names and people's, the fastest first. Others, such as Azure's, send photos away."""

_CPU = "CPUExecutionProvider"
_CUDA_LIBRARY = "libonnxruntime_providers_cuda.so"


@dataclass(frozen=True)
class RanOn:
    """Where it ran. `fallback` says in a sentence what would have been faster and did not start, or ""."""

    provider: str = "CPU"
    fallback: str = ""

    def to_json(self) -> dict[str, str]:
        """As recipes hold it."""
        return dict(vars(self))


def started(
    start: Callable[[list[str]], Any], available: Sequence[str], refusals: tuple[type[Exception], ...]
) -> tuple[Any, RanOn]:
    """A session, by `start` with the best of the `available` providers, else the CPU, and where it runs.

    ONNX Runtime may itself turn to the CPU without a word, so it is asked afterwards. Raises what `start`
    raises on the CPU.
    """
    best = next((name for name in _NAMES if name in available), None)
    if best is None:
        return start([_CPU]), RanOn()
    try:
        runtime = start([best, _CPU])
    except refusals:
        return start([_CPU]), _fallen(best)
    return runtime, RanOn(_NAMES[best]) if best in runtime.get_providers() else _fallen(best)


def needs_address_space() -> bool:
    """Whether ONNX Runtime brings CUDA, whose driver maps far more addresses than it takes memory."""
    found = importlib.util.find_spec("onnxruntime")
    place = Path(found.origin).parent if found and found.origin else None
    return place is not None and (place / "capi" / _CUDA_LIBRARY).exists()


def _fallen(best: str) -> RanOn:
    return RanOn("CPU", f"{_NAMES[best]} is there and did not start, so it ran on the CPU.")
