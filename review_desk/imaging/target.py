"""Where colours go: a display, and on the way there a print or a delivery that is only simulated."""

import functools
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageCms

from review_desk.imaging import profiles

Intent = Literal["relative", "perceptual"]

INTENTS = {
    "relative": ImageCms.Intent.RELATIVE_COLORIMETRIC,
    "perceptual": ImageCms.Intent.PERCEPTUAL,
}
"""The rendering intents offered. A profile with tables for perceptual only is used by those for either."""


@dataclass(frozen=True)
class Proof:
    """What a soft proof simulates: 8-bit colours of `icc` (sRGB where None), converted to by `intent`.

    With `warn_gamut` colours that the proof's space cannot hold come out in neutral grey. With `jpeg` the
    colours pass through a JPEG as a marketplace makes it; only for sRGB.
    """

    icc: bytes | None = None
    intent: Intent = "relative"
    warn_gamut: bool = False
    jpeg: bool = False


@dataclass(frozen=True)
class Target:
    """What colours are converted to: a display's profile (sRGB where `icc` is None), intent and black point.

    `bpc` is black-point compensation, in every step: source black goes to the display's black, as Photoshop
    does by default.
    """

    icc: bytes | None = None
    intent: Intent = "relative"
    bpc: bool = True
    proof: Proof | None = None

    @property
    def direct(self) -> "Target":
        """The same display without a proof on the way."""
        return replace(self, proof=None)

    @property
    def delivered(self) -> "Target":
        """The proof's space in place of a display: for what happens to pixels that are delivered."""
        proof = self.proof or Proof()
        return Target(proof.icc, proof.intent, self.bpc, replace(proof, jpeg=False))

    def convert(self, image: Image.Image, source: bytes | None) -> Image.Image:
        """Little CMS's own conversion of 8-bit "RGB", "L", "CMYK", "LAB" or 16-bit "I;16" to 8-bit "RGB".

        `source` None is sRGB for RGB and CIELAB for LAB. With a proof the colours are rounded to the 8 bits
        of the proof's space on the way, as a delivered file has them. Raises ImageCms.PyCMSError where the
        profiles cannot be linked.
        """
        if self.proof:
            proof = self.proof
            modes = image.mode, _mode(proof.icc)
            image = _applied(image, link(source, proof.icc, modes, proof.intent, self.bpc))
            source = proof.icc
        return _applied(image, link(source, self.icc, (image.mode, "RGB"), self.intent, self.bpc))


SRGB = Target()


@functools.lru_cache(maxsize=16)
def link(
    source: bytes | None, to: bytes | None, modes: tuple[str, str], intent: Intent, bpc: bool
) -> ImageCms.ImageCmsTransform:
    """The conversion between two profiles by Little CMS, not optimised: its shortcuts cost accuracy.

    `modes` are Pillow's names of the channels on both sides; without a profile "LAB" is CIELAB, others are
    sRGB. Raises ImageCms.PyCMSError, profiles.BrokenProfileError.
    """
    flags = ImageCms.Flags.NOOPTIMIZE
    if bpc:
        flags |= ImageCms.Flags.BLACKPOINTCOMPENSATION
    return ImageCms.buildTransform(
        _profile(source, modes[0]), _profile(to, modes[1]), *modes, INTENTS[intent], flags
    )


@functools.lru_cache(maxsize=16)
def shown(target: Target, code: int) -> tuple[int, int, int, int]:
    """What a neutral sRGB code is on the target, as B, G, R, 255."""
    patch = Image.fromarray(np.full((1, 1, 3), code, np.uint8))
    red, green, blue = (int(value) for value in np.asarray(target.convert(patch, None))[0, 0])
    return blue, green, red, 255


def _profile(icc: bytes | None, mode: str) -> Any:
    if icc is None:
        return profiles.lab() if mode == "LAB" else profiles.srgb()
    return profiles.opened(icc)


def _mode(icc: bytes | None) -> str:
    space = "RGB" if icc is None else profiles.space_of(icc)
    return next(mode for mode, known in profiles.SPACES.items() if known == space)


def _applied(image: Image.Image, conversion: ImageCms.ImageCmsTransform) -> Image.Image:
    converted = ImageCms.applyTransform(image, conversion)
    assert converted is not None
    return converted
