"""Model cards: what a model file is, checked against the file before anything runs it."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.errors import BadInput
from review_desk.paths import asset

MODEL, CARD = "model.onnx", "card.toml"
MAX_BYTES = 200_000_000
"""The largest model file that is read, in bytes: a studio's own may be large, a bomb may not."""

_EXTERNAL = b"\x0a\x08location"
"""How ONNX begins an entry that puts weights into another file (StringStringEntryProto, key “location”)."""


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """One model as `card.toml` describes it. `folder` holds the files.

    `size` is in bytes. The input is float32 of `layout`, its values within `value_range` in `colour_space`.
    `tile` is the edge of the tiles it runs on and `overlap` how far it looks beyond one, both in pixels; for
    a task that sees the whole photo `tile` is the longer side it is reduced to.
    `quality` holds measured numbers by name.

    The rest a card may leave out: the names of its inputs where they are not those of the task (`inputs`, the
    task's name first), how it wants its pictures (`order` RGB or BGR, `mean` and `deviation` after the range,
    `only` one height and width, sides of a multiple of `step`), and of its answer the name, the first channel
    that counts, its range and how many times larger it is than the photo (`factor`).
    """

    folder: Path = field(compare=False)
    name: str
    task: str
    version: str
    summary: str
    sha256: str
    size: int
    licence: str
    training_data: str
    layout: str
    value_range: tuple[float, float]
    colour_space: str
    tile: int
    overlap: int
    known_failures: tuple[str, ...]
    quality: Mapping[str, Any] = field(compare=False)
    inputs: tuple[tuple[str, str], ...] = ()
    order: str = "RGB"
    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()
    only: tuple[int, int] | None = None
    step: int = 1
    output: str = ""
    channel: int = 0
    output_range: tuple[float, float] = (0.0, 1.0)
    factor: int = 1

    def to_json(self) -> dict[str, Any]:
        """The card as `review-desk models list --json` gives it."""
        named = ("name", "task", "version", "sha256", "size", "licence", "summary", "training_data")
        low, high = self.value_range
        return {
            **{name: getattr(self, name) for name in named},
            "input": {"layout": self.layout, "range": [low, high], "colour_space": self.colour_space},
            "tile": {"size": self.tile, "overlap": self.overlap},
            "quality": dict(self.quality),
            "known_failures": list(self.known_failures),
        }


def models(folder: Path | None = None) -> tuple[ModelCard, ...]:
    """The cards of all models shipped with the desk, or of those in `folder`, by name.

    Raises BadInput for the first one whose card or file is not in order.
    """
    root = folder or asset("models")
    return tuple(read_card(path) for path in sorted(root.iterdir()) if path.is_dir()) if root.is_dir() else ()


def read_card(folder: Path) -> ModelCard:
    """Read a model's card and check its file against it. Raises BadInput in one sentence for either."""
    card = _card(folder)
    content(card)
    return card


def content(card: ModelCard) -> bytes:
    """The bytes of the model, exactly those the card names. Raises BadInput where they differ or are unsafe.

    A session is made from these bytes, never from the path: what was checked is what runs.
    """
    path = card.folder / MODEL
    if path.is_symlink() or not path.is_file():
        raise BadInput(f"The model {card.name} has no {MODEL} of its own: it is missing, or only a link.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit = MAX_BYTES // 10**6
        raise BadInput(f"The model {card.name} is too large: {size / 1e6:.0f} MB, {limit} MB are allowed.")
    found = path.read_bytes()
    if len(found) != card.size or hashlib.sha256(found).hexdigest() != card.sha256:
        raise BadInput(f"The model {card.name} is not the file its card names: size or SHA-256 differ.")
    if _EXTERNAL in found:
        raise BadInput(f"The model {card.name} keeps weights in other files; a model must be one file.")
    return found


def _card(folder: Path) -> ModelCard:
    try:
        read = tomllib.loads((folder / CARD).read_text("utf-8"))
    except FileNotFoundError as error:
        raise BadInput(f"The model {folder.name} has no {CARD}.") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"The card of the model {folder.name} cannot be read: {error}.") from error
    try:
        return _understood(folder, read)
    except (KeyError, TypeError, ValueError) as error:
        sentence = f"The card of the model {folder.name} is not whole: {error} is missing or wrong."
        raise BadInput(sentence) from error


def _understood(folder: Path, read: Mapping[str, Any]) -> ModelCard:
    model, file, given, tile = read["model"], read["file"], read["input"], read["tile"]
    named: dict[str, Any] = {
        name: _text(model, name)
        for name in ("name", "task", "version", "summary", "licence", "training_data")
    }
    return ModelCard(
        folder=folder,
        **named,
        sha256=_text(file, "sha256"),
        size=_count(file, "size"),
        layout=_text(given, "layout"),
        value_range=_range(given, "range"),
        colour_space=_text(given, "colour_space"),
        tile=_count(tile, "size"),
        overlap=_count(tile, "overlap"),
        known_failures=tuple(str(sentence) for sentence in read["limits"]["known_failures"]),
        quality=dict(read.get("quality", {})),
        **_wanted(given),
        **_answered(read.get("output", {})),
    )


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
