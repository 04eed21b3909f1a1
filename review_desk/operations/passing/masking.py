"""Passes that make a mask: it becomes the photo's mask, which drift, checks and other passes go by."""

from collections.abc import Mapping
from typing import Any

from review_desk.domain.photo import Photo, Version
from review_desk.errors import BadInput
from review_desk.passes.recipe import Recipe, same_work
from review_desk.store.desk import Reader
from review_desk.store.log import Step


def version_to_mask(photo: Photo, number: int | None) -> Version:
    """The version whose product the mask shall show: the original, where none is named.

    Raises BadInput for a version that does not exist, and for one in another frame: a photo has one mask.
    """
    original = photo.original
    named = next((v for v in photo.versions if v.number == (number or original.number)), None)
    if named is None:
        raise BadInput(f"{photo.id} has no version {number}.")
    if (named.width, named.height) != (original.width, original.height):
        raise BadInput(
            f"Version {number} has another frame than the photo: its mask would not fit the others."
        )
    return named


def masked_before(photo: Photo, work: Mapping[str, Any]) -> bool:
    """Whether the photo's mask is what this work makes."""
    return photo.mask_recipe is not None and same_work(photo.mask_recipe, work)


def mask_there(reader: Reader, photo: Photo, work: Mapping[str, Any]) -> bool:
    """As `masked_before`, where its file is there too."""
    return masked_before(photo, work) and bool(photo.mask) and reader.resolve(str(photo.mask)).is_file()


def give_mask(step: Step, photo: Photo, file: str, recipe: Recipe) -> None:
    """Make `file`, relative to the desk, the photo's mask. An older one stays where it lies."""
    row = step.get("photo", id=photo.id)
    assert row is not None
    step.put("photo", {**row, "mask": file, "mask_recipe": recipe.to_json()})
