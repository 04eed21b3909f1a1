"""Recipes: what made a version, in enough detail to make it again byte for byte on the same machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from review_desk.passes.catalogue import makes_mask


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How one version was made. Hashes are SHA-256 of whole files, as hex.

    `model`, `model_sha256` and the tiles are empty for a calculation; `model_version` is then its revision.
    `tile` is the edge of a tile and `overlap` its border, in pixels. `tools` are the versions of the programs
    that had a hand in it. `changed_share` is the share of pixels with any channel changed, 0 to 1; of a mask
    the share inside it. `took_ms`
    is the time from the first byte read to the last one written; `at` when the result was stored (UTC).
    `region_sha256` is that of the mask of what the pass was about, `mask_sha256` that of what it protected;
    either is the photo itself where its transparency was the mask, or a path in its file, which `region_path`
    and `mask_path` then name. `beside_sha256` is that of a second photo.
    `protected` has `pixels`, `changed` (0), `sha256_before` and `sha256_after` of the protected codes, and
    `lossless`: whether the file was proven, or for JPEG what went into it. `moved` is where the photo lies in
    a new frame (`tools.Moved`), None where it lies as it lay. `provider` is what the model ran on, "" for a
    calculation; `fallback` says what would have been faster and did not start. Of a preset `pass_name` is
    “preset:” and its name, `model_version` its version and `model_sha256` its digest (`preset`); `stages` are
    the passes it ran: what each was made with, whether it protected, what it changed and took.
    """

    pass_name: str
    model: str
    model_version: str
    model_sha256: str
    parameters: Mapping[str, float | str]
    tile: int
    overlap: int
    tools: Mapping[str, str]
    input_sha256: str
    output_sha256: str
    output_format: str
    changed_share: float
    took_ms: int
    at: str = ""
    seed: int | None = None
    region_sha256: str | None = None
    mask_sha256: str | None = None
    beside_sha256: str | None = None
    region_path: str | None = None
    mask_path: str | None = None
    protected: Mapping[str, Any] | None = None
    moved: Sequence[float] | None = None
    provider: str = ""
    fallback: str = ""
    stages: Sequence[Mapping[str, Any]] = ()

    def to_json(self) -> dict[str, Any]:
        """The recipe as it is kept with a version; the pass is under “pass”."""
        named = {name: value for name, value in vars(self).items() if name != "pass_name"}
        return {
            "pass": self.pass_name,
            **named,
            "parameters": dict(self.parameters),
            "tools": dict(self.tools),
            "stages": [dict(stage) for stage in self.stages],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Recipe":
        """The recipe that `to_json` wrote. TypeError or KeyError where a key is missing or unknown."""
        rest = {name: value for name, value in values.items() if name != "pass"}
        return cls(pass_name=values["pass"], **rest)


_DECIDES = (
    "pass", "input_sha256", "model_version", "model_sha256", "parameters", "seed", "region_sha256",
    "mask_sha256", "beside_sha256", "region_path", "mask_path",
)  # fmt: skip


def same_work(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two recipes, as JSON, ask for the same of the same photo: then their results are the same."""
    return all(one.get(name) == other.get(name) for name in _DECIDES)


def done_in_words(recipe: Mapping[str, Any]) -> str:
    """“12.5% of the pixels changed”, from a recipe; of a mask “the product is 12.5% of the photo”."""
    said = f"{recipe['changed_share']:.1%}"
    made = makes_mask(recipe["pass"])
    return f"the product is {said} of the photo" if made else f"{said} of the pixels changed"


def protected_in_words(protected: Mapping[str, Any]) -> str:
    """“0 of 312,004 protected pixels changed”, from a recipe's `protected`."""
    said = f"{protected['changed']:,} of {protected['pixels']:,} protected pixels changed"
    return said if protected["lossless"] else f"{said} before encoding"
