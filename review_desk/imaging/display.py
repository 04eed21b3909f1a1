"""Profiles of displays and proofs, read from files and tried before anything is converted to them."""

import functools
from pathlib import Path
from typing import get_args

from review_desk.errors import BadInput
from review_desk.imaging import profiles
from review_desk.imaging.profiles import BrokenProfileError
from review_desk.imaging.target import Intent, Proof, Target

SRGB, MARKETPLACE = "srgb", "marketplace"
"""What may be given for a proof in place of a profile's path."""


def target_of(
    *,
    display: str | None = None,
    intent: str = "relative",
    bpc: bool = True,
    proof: str | None = None,
    proof_intent: str = "relative",
    warn_gamut: bool = False,
) -> Target:
    """The target that a job names in plain values.

    `display` is the path of the display's ICC profile, None for sRGB. `proof` is the path of an RGB, CMYK or
    grey profile, "srgb", or "marketplace" for sRGB through a JPEG; `warn_gamut` counts only with it. Raises
    BadInput where a profile cannot be read or used, ValueError for an unknown intent.
    """
    icc = None if display is None else _usable(display, "the display's profile", ("RGB",))
    proven = None if proof is None else _proof(proof, _intent(proof_intent), warn_gamut=warn_gamut)
    return Target(icc, _intent(intent), bpc, proven)


def _proof(name: str, intent: Intent, *, warn_gamut: bool) -> Proof:
    if name in (SRGB, MARKETPLACE):
        return Proof(None, intent, warn_gamut=warn_gamut, jpeg=name == MARKETPLACE)
    icc = _usable(name, "the proof's profile", ("RGB", "CMYK", "GRAY"))
    return Proof(icc, intent, warn_gamut=warn_gamut)


def _intent(name: str) -> Intent:
    for known in get_args(Intent):
        if name == known:
            return known  # type: ignore[no-any-return]
    raise ValueError(f"no rendering intent of the desk: {name}")


def _usable(name: str, what: str, spaces: tuple[str, ...]) -> bytes:
    path = Path(name)
    try:
        stamp = path.stat()
        return _checked(path, stamp.st_mtime_ns, stamp.st_size, spaces)
    except OSError as error:
        raise BadInput(f"{what} cannot be read: {error.strerror or 'the system gives no reason'}") from error
    except BrokenProfileError as error:
        raise BadInput(f"{what} cannot be used: it {error}") from error


@functools.lru_cache(maxsize=4)
def _checked(path: Path, _time: int, size: int, spaces: tuple[str, ...]) -> bytes:
    """The profile's bytes, read and tried once for each state of the file."""
    if size > profiles.MAX_BYTES:
        raise BrokenProfileError(f"is larger than {profiles.MAX_BYTES // 1_000_000} MB")
    icc = path.read_bytes()
    profiles.check_output(icc, spaces=spaces)
    return icc
