"""The passes there are: name, model and parameters. Standard library only, so that anybody may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review_desk.errors import BadInput


@dataclass(frozen=True)
class Parameter:
    """A number a person may set, from `low` to `high`, both included."""

    name: str
    default: float
    low: float
    high: float
    meaning: str

    def read(self, given: Any) -> float:
        """`given` as a number within the limits. Raises BadInput."""
        try:
            value = float(given)
        except (TypeError, ValueError) as error:
            raise BadInput(f"“{given}” is no number for {self.name}: {self.meaning}.") from error
        if not self.low <= value <= self.high:
            raise BadInput(f"{self.name} goes from {self.low:g} to {self.high:g}; {value:g} is outside.")
        return value

    def to_json(self) -> dict[str, Any]:
        """As `review-desk passes --json` gives it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Pass:
    """One pass. `verb` begins the name of its step (“Denoise RG-0412”); `model` names a folder of models."""

    name: str
    verb: str
    summary: str
    model: str
    parameters: tuple[Parameter, ...]

    def settled(self, given: Mapping[str, Any]) -> dict[str, float]:
        """All parameters, the given ones checked, the others at their defaults. Raises BadInput."""
        known = {parameter.name for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise BadInput(f"{self.name} has no parameter “{name}”. It has: {', '.join(sorted(known))}.")
        return {p.name: p.read(given.get(p.name, p.default)) for p in self.parameters}


PASSES: tuple[Pass, ...] = (
    Pass(
        name="denoise",
        verb="Denoise",
        summary="Smooth light sensor grain and keep edges.",
        model="guided-denoise",
        parameters=(
            Parameter("strength", 0.1, 0.0, 1.0, "0 changes nothing, 1 takes out noise of 25 codes in 255"),
        ),
    ),
)


def pass_named(name: str) -> Pass:
    """The pass of that name. Raises BadInput naming those there are."""
    for known in PASSES:
        if known.name == name:
            return known
    raise BadInput(f"There is no pass “{name}”. There is: {', '.join(p.name for p in PASSES)}.")
