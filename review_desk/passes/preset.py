"""Presets: chains of passes with their parameters and models, one file each.

[preset]
title = "Jewellery"
version = "1"
summary = "Only the background is touched."
for = ["ring", "necklace"]           # categories it is meant for
[[stage]]
pass = "background-clean"
protect = true                       # the product comes back bit for bit
model = "my-model"                   # another than the active one of the task
[stage.parameters]
white = 255
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from review_desk.domain.toml_table import TableError, only, read_toml, table_in, text_in, texts
from review_desk.errors import BadInput
from review_desk.passes.catalogue import Pass, Value, pass_named
from review_desk.paths import asset

MARK = "preset:"
"""How the name begins under which a preset stands where a pass's does."""

_LARGEST = 100_000
_MOST_STAGES = 12


@dataclass(frozen=True)
class Stage:
    """One pass of a chain. `model` names another than the active one; "" for that, or for a calculation."""

    chosen: Pass
    parameters: Mapping[str, Value]
    protect: bool
    model: str

    @property
    def words(self) -> str:
        """“Background clean, product protected (white 255, shadow keep)”."""
        told = ", ".join(f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
                         for name, value in self.parameters.items())  # fmt: skip
        protected = ", product protected" if self.protect else ""
        by = f" by {self.model}" if self.model else ""
        return (
            f"{self.chosen.title}{by}{protected} ({told})" if told else f"{self.chosen.title}{by}{protected}"
        )


@dataclass(frozen=True)
class Preset:
    """A chain under a name. `own` is one that a studio wrote."""

    id: str
    title: str
    version: str
    summary: str
    categories: tuple[str, ...]
    stages: tuple[Stage, ...]
    own: bool

    @property
    def as_pass(self) -> Pass:
        """It stands where a pass does: planned, run, tried and kept like one."""
        about = next((stage.chosen.about for stage in self.stages if stage.chosen.about), "")
        return Pass(
            MARK + self.id, f"{self.title}:", self.summary, (), about=about,
            moves=any(stage.chosen.moves for stage in self.stages), revision=self.version,
        )  # fmt: skip

    @property
    def protects(self) -> bool:
        """Whether any stage leaves the product as it is."""
        return any(stage.protect for stage in self.stages)

    def digest(self, models: tuple[str, ...]) -> str:
        """The SHA-256 of what decides its results: passes, parameters, and the hashes of their `models`."""
        told = [
            [stage.chosen.name, stage.chosen.revision, dict(stage.parameters), stage.protect, model]
            for stage, model in zip(self.stages, models, strict=True)
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """As `review-desk preset-files --json` gives it."""
        stages = [
            {"pass": stage.chosen.name, "parameters": dict(stage.parameters), "protect": stage.protect,
             "model": stage.model or None}
            for stage in self.stages
        ]  # fmt: skip
        return {
            "name": self.id, "title": self.title, "version": self.version, "summary": self.summary,
            "for": list(self.categories), "own": self.own, "stages": stages,
        }  # fmt: skip


def presets(own: Path | None = None) -> tuple[tuple[Preset, ...], tuple[str, ...]]:
    """The desk's presets, and a studio's own in the folder `own`, which stand before one of the same name;
    and a sentence for each file with a slip.
    """
    found, slips = {}, []
    for folder in (asset("presets"), own):
        for path in sorted(folder.glob("*.toml")) if folder else ():
            try:
                found[path.stem] = _of_file(path, own=folder == own)
            except BadInput as error:
                found.pop(path.stem, None)
                slips.append(str(error))
    return tuple(found[name] for name in sorted(found)), tuple(slips)


def preset_named(name: str, own: Path | None = None) -> Preset:
    """The preset of that name; only its own file is read. Raises BadInput naming those there are."""
    for folder, mine in ((own, True), (asset("presets"), False)):
        path = folder / f"{name}.toml" if folder else None
        if path and path.name == f"{name}.toml" and path.parent == folder and path.is_file():
            return _of_file(path, own=mine)
    names = {path.stem for folder in (own, asset("presets")) if folder for path in folder.glob("*.toml")}
    raise BadInput(f"There is no preset “{name}”. There is: {', '.join(sorted(names))}.")


def preset_in(path: Path) -> Preset:
    """The preset in a studio's own file. Raises BadInput where it is not there, or has a slip."""
    return _of_file(path, own=True)


def parse_preset(text: str, *, name: str, file: str, own: bool = True) -> Preset:
    """The preset in a file's text. Raises BadInput that begins with `file` for any slip."""
    return read_toml(text, partial(_preset, name=name, own=own), name=file)


def _of_file(path: Path, *, own: bool) -> Preset:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(f"{path.name} is too large to be a preset.")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadInput(f"{path.name} cannot be read: {reason}.") from error
    return parse_preset(text, name=path.stem, file=path.name, own=own)


def _preset(tables: dict[str, Any], name: str, own: bool) -> Preset:
    only(tables, {"preset", "stage"}, "the file")
    table = table_in(tables.get("preset"), "[preset]")
    only(table, {"title", "version", "summary", "for"}, "[preset]")
    found = tables.get("stage")
    if not isinstance(found, list) or not 1 <= len(found) <= _MOST_STAGES:
        raise TableError(f"there must be 1 to {_MOST_STAGES} [[stage]]")
    stages = tuple(_stage(table_in(one, f"stage {at}"), f"stage {at}") for at, one in enumerate(found, 1))
    _require_still(stages)
    return Preset(
        name, text_in(table, "title", "[preset]"), text_in(table, "version", "[preset]"),
        text_in(table, "summary", "[preset]"), texts(table.get("for", []), "[preset] for"), stages, own,
    )  # fmt: skip


def _stage(table: dict[str, Any], where: str) -> Stage:
    only(table, {"pass", "protect", "model", "parameters"}, where)
    protect, model = table.get("protect", False), table.get("model", "")
    if not isinstance(protect, bool) or not isinstance(model, str):
        raise TableError(f"{where}: protect is true or false, model a name")
    try:
        chosen = pass_named(text_in(table, "pass", where))
        parameters = chosen.settled(table_in(table.get("parameters", {}), f"{where} parameters"))
    except BadInput as error:
        raise TableError(f"{where}: {error}") from None
    if protect and chosen.moves:
        raise TableError(f"{where}: {chosen.name} gives the photo another frame: nothing can be protected")
    if chosen.makes_mask:
        raise TableError(f"{where}: {chosen.name} makes a mask and no photo; run it before")
    if chosen.by_marks:
        raise TableError(f"{where}: {chosen.name} goes by what is marked on each photo; it runs by hand")
    if model and not chosen.task:
        raise TableError(f"{where}: {chosen.name} is a calculation and takes no model")
    return Stage(chosen, parameters, protect, model)


def _require_still(stages: tuple[Stage, ...]) -> None:
    """Masks are of the photo as it was taken in: after a stage that moves it, none fits any more."""
    moved = False
    for at, stage in enumerate(stages, 1):
        if moved and (stage.protect or stage.chosen.moves):
            raise TableError(f"stage {at}: the photo has another frame by then; do this before")
        moved = moved or stage.chosen.moves
