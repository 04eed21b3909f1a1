"""CIELAB and back for a photo's own codes, at any depth, by its matrix profile: in floats, in one go."""

from dataclasses import dataclass
from struct import unpack_from
from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging import matrix_profile, rgb_spaces
from review_desk.imaging.tone_curve import lights

_WHITE = np.array([0.9642, 1.0, 0.8249])
"""D50, as ICC profiles hold it."""

_EPSILON, _KAPPA = 216 / 24389, 24389 / 27  # CIE 15:2004, 8.2.1.1, as exact fractions
_COLUMNS = (b"rXYZ", b"gXYZ", b"bXYZ")
_TABLES = b"A2B0"


@dataclass(frozen=True)
class LabSpace:
    """One photo's colours: the `light` of its codes, (3, 65536), and the `matrix` (3, 3) to XYZ (D50)."""

    light: NDArray[np.float64]
    matrix: NDArray[np.float64]

    def linear(self, codes: NDArray[Any]) -> NDArray[np.float64]:
        """(…, 3) integer codes of 8 or 16 bits as linear light of the photo's own primaries, 0-1."""
        wide = codes.astype(np.int64) * (65535 // np.iinfo(codes.dtype).max)
        return np.stack([self.light[n][wide[..., n]] for n in range(3)], axis=-1)

    def coded(self, linear: NDArray[Any], kind: np.dtype[Any]) -> NDArray[Any]:
        """(…, 3) linear light as codes of that kind, each channel cut where the photo's space ends."""
        full, steps = np.iinfo(kind).max, np.linspace(0, 1, self.light.shape[1])
        cut = np.clip(linear, 0, 1)
        found = [np.interp(cut[..., n], self.light[n], steps) for n in range(3)]
        return np.asarray(np.rint(np.stack(found, axis=-1) * full), kind)

    def lab(self, codes: NDArray[Any]) -> NDArray[np.float32]:
        """(…, 3) integer codes of 8 or 16 bits as CIELAB, L* 0-100."""
        share = self.linear(codes) @ self.matrix.T / _WHITE
        f = np.where(share > _EPSILON, np.cbrt(share), (_KAPPA * share + 16) / 116)
        found = (116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2]))
        return np.asarray(np.stack(found, axis=-1), np.float32)

    def linear_of(self, lab: NDArray[Any]) -> NDArray[np.float64]:
        """(…, 3) CIELAB as linear light of the photo's primaries; not cut where its space ends."""
        middle = (lab[..., 0].astype(np.float64) + 16) / 116
        f = np.stack((middle + lab[..., 1] / 500, middle, middle - lab[..., 2] / 200), axis=-1)
        share = np.where(f**3 > _EPSILON, f**3, (116 * f - 16) / _KAPPA)
        return np.asarray(share * _WHITE @ np.linalg.inv(self.matrix).T)


def lab_space(profile: bytes | None) -> LabSpace:
    """The space of an embedded RGB profile, sRGB without one. Raises Refused for one that works by tables."""
    tags = matrix_profile.tags_of(profile) if profile else {}
    if profile and (_TABLES in tags or not tags.keys() >= set(_COLUMNS)):
        raise Refused("The photo's colour profile works by tables. Convert a copy to sRGB first.")
    matrix = (
        np.column_stack([_xyz(tags[column]) for column in _COLUMNS])
        if tags
        else np.asarray(matrix_profile.colorants(rgb_spaces.SRGB_PRIMARIES, rgb_spaces.D65))
    )
    return LabSpace(np.stack(lights(profile, 3)), matrix)


def _xyz(tag: bytes) -> NDArray[np.float64]:
    return np.array(unpack_from(">3i", tag, 8)) / 65536
