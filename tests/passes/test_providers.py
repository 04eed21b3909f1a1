"""Where a model runs: the fastest there is, the CPU otherwise, and it is said."""

from dataclasses import dataclass

import pytest

from review_desk.passes.providers import RanOn, started

CPU, CUDA, OPEN = "CPUExecutionProvider", "CUDAExecutionProvider", "OpenVINOExecutionProvider"


@dataclass
class FakeRuntime:
    """Starts with what it is asked for, but for what is broken; `silent` turns to the CPU without a word."""

    asked: list[str]
    silent: bool = False

    def get_providers(self) -> list[str]:
        return [CPU] if self.silent else self.asked


def start(asked: list[str]) -> FakeRuntime:
    return FakeRuntime(asked)


def start_silently_on_the_cpu(asked: list[str]) -> FakeRuntime:
    return FakeRuntime(asked, silent=True)


def start_on_the_cpu_only(asked: list[str]) -> FakeRuntime:
    if asked[0] != CPU:
        raise RuntimeError("no driver")
    return FakeRuntime(asked)


def test_on_a_machine_with_nothing_else_it_is_the_cpu_and_nothing_is_said_to_be_missing() -> None:
    assert started(start, ["AzureExecutionProvider", CPU], (RuntimeError,))[1] == RanOn("CPU", "")


def test_the_fastest_that_there_is_runs_it_with_the_cpu_for_the_rest() -> None:
    runtime, ran_on = started(start, [OPEN, CUDA, CPU], (RuntimeError,))
    assert ran_on == RanOn("CUDA", "")
    assert runtime.asked == [CUDA, CPU]


@pytest.mark.parametrize("way", [start_silently_on_the_cpu, start_on_the_cpu_only])
def test_what_does_not_start_is_named_and_the_cpu_runs_it(way: object) -> None:
    _, ran_on = started(way, [OPEN, CPU], (RuntimeError,))  # type: ignore[arg-type]
    assert ran_on == RanOn("CPU", "OpenVINO is there and did not start, so it ran on the CPU.")


def test_a_model_that_the_cpu_cannot_run_either_is_an_error() -> None:
    def fail(_: list[str]) -> object:
        raise RuntimeError("no model")

    with pytest.raises(RuntimeError, match="no model"):
        started(fail, [CPU], (RuntimeError,))
