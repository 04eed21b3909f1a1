"""Which part of a data set a photo belongs to, so that no product is both learnt from and tested on."""

import hashlib
from typing import Literal, get_args

from review_desk.domain.photo import Photo

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

_TRAIN, _VALIDATION = 0.8, 0.9
"""Where the shares end: 80 % train, 10 % validation, 10 % test."""


def group_of(photo: Photo) -> str:
    """What must stay together: every shot and colourway of a SKU. Without a SKU, the photo's own name."""
    return photo.sku or photo.name


def split_of(photo: Photo) -> Split:
    """By the SHA-256 of the group: the same in every export and on every machine, whatever else is in it."""
    digest = hashlib.sha256(group_of(photo).encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    if share < _TRAIN:
        return "train"
    return "validation" if share < _VALIDATION else "test"
