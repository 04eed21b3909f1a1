"""Model cards: what a model file is, checked against the file before anything runs it."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.errors import BadInput
from review_desk.passes.card_lines import fields
from review_desk.paths import asset

MODEL, CARD = "model.onnx", "card.toml"
MAX_BYTES = 200_000_000
"""The largest model file that is read, in bytes: a studio's own may be large, a bomb may not."""

_EXTERNAL = b"\x0a\x08location"
"""How ONNX begins an entry that puts weights into another file (StringStringEntryProto, key “location”)."""


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """One model as `card.toml` describes it; `file` is the model itself.

    `size` is in bytes. The input is float32 of `layout`, its values within `value_range` in `colour_space`.
    `tile` is the edge of the tiles it runs on and `overlap` how far it looks beyond one, both in pixels; for
    a task that sees the whole photo `tile` is the longer side it is reduced to.
    `quality` holds measured numbers by name.

    The rest a card may leave out: the names of its inputs where they are not those of the task (`inputs`, the
    task's name first), how it wants its pictures (`order` RGB or BGR, `mean` and `deviation` after the range,
    `only` one height and width, sides of a multiple of `step`), and of its answer the name, the first channel
    that counts, its range and how many times larger it is than the photo (`factor`).
    """

    file: Path = field(compare=False)
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

    @property
    def folder(self) -> Path:
        """Where the model lies."""
        return self.file.parent

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
    found = shipped(folder)
    for card in found:
        content(card)
    return found


def shipped(folder: Path | None = None) -> tuple[ModelCard, ...]:
    """As `models`, but nobody has looked at the files. Raises BadInput for a card that is not in order."""
    root = folder or asset("models")
    folders = [path for path in sorted(root.iterdir()) if path.is_dir()] if root.is_dir() else []
    return tuple(described(path / CARD, path / MODEL, path.name) for path in folders)


def read_card(folder: Path) -> ModelCard:
    """Read a model's card and check its file against it. Raises BadInput in one sentence for either."""
    card = described(folder / CARD, folder / MODEL, folder.name)
    content(card)
    return card


def described(card: Path, model: Path, named: str) -> ModelCard:
    """What a card says of the file `model`, which nobody has looked at yet. Raises BadInput in one sentence;
    `named` is what it calls the model.
    """
    try:
        read = tomllib.loads(card.read_text("utf-8"))
    except FileNotFoundError as error:
        raise BadInput(f"The model {named} has no {CARD}.") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"The card of the model {named} cannot be read: {error}.") from error
    try:
        return ModelCard(file=model, **fields(read))
    except (KeyError, TypeError, ValueError) as error:
        sentence = f"The card of the model {named} is not whole: {error} is missing or wrong."
        raise BadInput(sentence) from error


def content(card: ModelCard) -> bytes:
    """The bytes of the model, exactly those the card names. Raises BadInput where they differ or are unsafe.

    A session is made from these bytes, never from the path: what was checked is what runs.
    """
    found = model_bytes(card.file, card.name)
    if len(found) != card.size or hashlib.sha256(found).hexdigest() != card.sha256:
        raise BadInput(f"The model {card.name} is not the file its card names: size or SHA-256 differ.")
    if _EXTERNAL in found:
        raise BadInput(f"The model {card.name} keeps weights in other files; a model must be one file.")
    return found


def model_bytes(path: Path, name: str) -> bytes:
    """A model file's bytes. Raises BadInput for a link, for what is no file and for one that is too large."""
    if path.is_symlink() or not path.is_file():
        raise BadInput(f"The model {name} has no {path.name} of its own: it is missing, or only a link.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit = MAX_BYTES // 10**6
        raise BadInput(f"The model {name} is too large: {size / 1e6:.0f} MB, {limit} MB are allowed.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"The model {name} cannot be read: {error.strerror}.") from error
