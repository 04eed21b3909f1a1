"""The lines of a model card, from TOML to the fields of `ModelCard`."""

from collections.abc import Mapping
from typing import Any


def fields(read: Mapping[str, Any]) -> dict[str, Any]:
    """All but the file. KeyError, TypeError or ValueError naming the line that is missing or wrong."""
    model, file, given, tile = read["model"], read["file"], read["input"], read["tile"]
    named = ("name", "task", "version", "summary", "licence", "training_data")
    return {
        **{name: _text(model, name) for name in named},
        "sha256": _text(file, "sha256"),
        "size": _count(file, "size"),
        "layout": _text(given, "layout"),
        "value_range": _range(given, "range"),
        "colour_space": _text(given, "colour_space"),
        "tile": _count(tile, "size"),
        "overlap": _count(tile, "overlap"),
        "known_failures": tuple(str(sentence) for sentence in read["limits"]["known_failures"]),
        "quality": dict(read.get("quality", {})),
        **_wanted(given),
        **_answered(read.get("output", {})),
    }


def _wanted(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a card may say of its inputs. ValueError, KeyError or TypeError naming the line that is wrong."""
    order, only = given.get("order", "RGB"), given.get("only")
    mean, deviation = (_numbers(given, name) for name in ("mean", "deviation"))
    if order not in ("RGB", "BGR"):
        raise ValueError("order")
    if len(mean) != len(deviation) or len(mean) not in (0, 3) or 0 in deviation:
        raise ValueError("mean or deviation")
    step = _count(given, "step") if "step" in given else 1
    if not step or (only is not None and (len(only) != 2 or min(only) < 1)):
        raise ValueError("step or only")
    names = tuple((str(known), str(own)) for known, own in given.get("names", {}).items())
    size = None if only is None else (int(only[0]), int(only[1]))
    return {"inputs": names, "order": order, "mean": mean, "deviation": deviation, "only": size, "step": step}


def _answered(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a card may say of its answer."""
    return {
        "output": _text(told, "name") if "name" in told else "",
        "channel": _count(told, "channel") if "channel" in told else 0,
        "output_range": _range(told, "range") if "range" in told else (0.0, 1.0),
        "factor": _count(told, "factor") if "factor" in told else 1,
    }


def _range(table: Mapping[str, Any], name: str) -> tuple[float, float]:
    low, high = table[name]
    if not float(low) < float(high):
        raise ValueError(name)
    return float(low), float(high)


def _numbers(table: Mapping[str, Any], name: str) -> tuple[float, ...]:
    return tuple(float(value) for value in table.get(name, ()))


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table[name]
    if not isinstance(value, str) or not value:
        raise ValueError(name)
    return value


def _count(table: Mapping[str, Any], name: str) -> int:
    value = table[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(name)
    return value
