"""Which pass or preset runs, by which models, and what may be asked of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from review_desk.domain.protecting import OWN
from review_desk.errors import BadInput
from review_desk.passes.card import ModelCard
from review_desk.passes.catalogue import Pass, Value, pass_named
from review_desk.passes.library import library
from review_desk.passes.preset import MARK, Preset, preset_named
from review_desk.store.desk import Reader

Stages = tuple[Mapping[str, Any], ...]
"""What a worker is told of each stage of a preset; none of a pass."""

Protect = TypeVar("Protect")

OWN_PRESETS = "presets"
"""The folder in a desk where a studio's own presets lie."""


def chosen_pass(reader: Reader, name: str) -> tuple[Pass, Stages]:
    """The pass of that name; of a “preset:NAME” what stands for it, and its stages for a worker.

    Raises BadInput for an unknown one, a slip in a preset's file and a model that is not in order.
    """
    if not name.startswith(MARK):
        return pass_named(name), ()
    preset = preset_of(reader, name)
    return preset.as_pass, stages_of(preset)


def preset_of(reader: Reader, name: str) -> Preset:
    """The preset of that name, with or without its mark; a studio's own lie in the desk's `presets/`."""
    return preset_named(name.removeprefix(MARK), reader.folder / OWN_PRESETS)


def stages_of(preset: Preset) -> Stages:
    """What a worker is told of each stage. Raises BadInput for a model that is not in order."""
    cards = (model_of(stage.chosen, stage.model) for stage in preset.stages)
    return tuple(
        {"name": stage.chosen.name, "parameters": dict(stage.parameters), "protect": stage.protect,
         "model": card.sha256 if card else None}
        for stage, card in zip(preset.stages, cards, strict=True)
    )  # fmt: skip


def preset_work(preset: Preset) -> dict[str, Any]:
    """As `work_of`, of a preset: its digest stands where a model's hash does."""
    cards = [model_of(stage.chosen, stage.model) for stage in preset.stages]
    digest = preset.digest(tuple(card.sha256 if card else "" for card in cards))
    return {
        "pass": preset.as_pass.name,
        "model_version": preset.version,
        "model_sha256": digest,
        "parameters": {},
    }


def work_of(chosen: Pass, settled: Mapping[str, Value], model: str = "") -> dict[str, Any]:
    """The part of a recipe that the pass itself decides. Raises BadInput where its model is not in order."""
    card = model_of(chosen, model)
    return {
        "pass": chosen.name,
        "model_version": card.version if card else chosen.revision,
        "model_sha256": card.sha256 if card else "",
        "parameters": dict(settled),
    }


def model_of(chosen: Pass, model: str = "") -> ModelCard | None:
    """The model that runs: the one named (or by its hash), else the active one; none for a calculation that
    nobody has chosen one for.

    Raises BadInput for one that is unknown, damaged or made for another task.
    """
    if not chosen.task:
        if model:
            raise BadInput(f"{chosen.name} is a calculation and takes no model.")
        return None
    card = library().named(model) if model else library().wanted(chosen.task, chosen.model)
    if card and card.task != chosen.task:
        raise BadInput(f"{card.name} is a model for {card.task}; {chosen.name} needs one for {chosen.task}.")
    return card


def require_mask_wanted(chosen: Pass, mask: Path | None) -> None:
    """Raises BadInput for a mask that the pass has no use for."""
    if mask and not chosen.about:
        raise BadInput(
            f"{chosen.name} works on the whole photo and takes no mask; to keep pixels, protect them."
        )


def require_still(chosen: Pass, *, protect: bool) -> None:
    """Raises BadInput where pixels shall be protected from a pass that moves them all."""
    if protect and chosen.makes_mask:
        raise BadInput(f"{chosen.name} makes a mask and changes no pixel: there is nothing to protect.")
    if protect and chosen.moves:
        raise BadInput(f"{chosen.name} gives the photo another frame: no pixel stays in its place.")


def protects_by(chosen: Pass, stages: Stages, protect: Protect | str) -> Protect | str:
    """By what the product is protected: a pass does as it is told, a preset that protects goes by what the
    photo brings along unless told otherwise. Raises BadInput where nothing can be protected.
    """
    if not stages:
        require_still(chosen, protect=bool(protect))
        return protect
    protecting = any(stage["protect"] for stage in stages)
    if protect and not protecting:
        raise BadInput(f"{chosen.title} protects nothing in any of its stages: leave --protect out.")
    return (protect or OWN) if protecting else ""
