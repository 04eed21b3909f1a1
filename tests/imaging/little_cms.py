"""Little CMS of the system, in double precision, as the reference: not the copy that Pillow brings."""

import ctypes
import ctypes.util
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

_RELATIVE = 1
_NO_CACHE, _NO_OPTIMISATION, _BLACK_POINT = 0x0040, 0x0100, 0x2000


def _pixels(space: int, *, channels: int = 3, size: int = 0) -> int:
    """lcms2.h: FLOAT_SH | COLORSPACE_SH | CHANNELS_SH | BYTES_SH; a size of 0 is a double."""
    return (1 << 22) | (space << 16) | (channels << 3) | size


RGB, LAB = _pixels(4), _pixels(10)


def library() -> Any:
    """The loaded library, or a skip where the system has none."""
    name = ctypes.util.find_library("lcms2")
    if name is None:
        pytest.skip("needs the system's Little CMS (package liblcms2-2), which is not here")
    loaded = ctypes.CDLL(name)
    for function in (
        "cmsOpenProfileFromMem",
        "cmsCreate_sRGBProfile",
        "cmsCreateLab4Profile",
        "cmsCreateTransform",
    ):
        getattr(loaded, function).restype = ctypes.c_void_p
    return loaded


class Reference:
    """One conversion in double precision, without optimisation, relative colorimetric."""

    def __init__(
        self, source: bytes | None, to: bytes | None, *, to_lab: bool = False, bpc: bool = True
    ) -> None:
        self._lcms = library()
        flags = _NO_CACHE | _NO_OPTIMISATION | (_BLACK_POINT if bpc else 0)
        into = self._lcms.cmsCreateLab4Profile(None) if to_lab else self._opened(to)
        self._transform = self._lcms.cmsCreateTransform(
            ctypes.c_void_p(self._opened(source)), RGB, ctypes.c_void_p(into), LAB if to_lab else RGB,
            _RELATIVE, flags,
        )  # fmt: skip
        assert self._transform

    def __call__(self, colours: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N, 3) RGB 0-1 to (N, 3) RGB 0-1 or CIELAB."""
        given = np.ascontiguousarray(colours, np.float64)
        out = np.empty_like(given)
        self._lcms.cmsDoTransform(
            ctypes.c_void_p(self._transform), given.ctypes.data_as(ctypes.c_void_p),
            out.ctypes.data_as(ctypes.c_void_p), len(given),
        )  # fmt: skip
        return out

    def _opened(self, icc: bytes | None) -> int:
        found = (
            self._lcms.cmsCreate_sRGBProfile()
            if icc is None
            else self._lcms.cmsOpenProfileFromMem(icc, len(icc))
        )
        assert found
        return int(found)
