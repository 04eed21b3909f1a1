"""What a photo's header says, in one shape for every format."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Header:
    """One photo as stored, before its EXIF orientation is applied.

    `width` and `height` are in stored pixels; `mode` names the stored channels as Pillow does ("RGB",
    "RGBA", "L", "LA", "P", "CMYK", "LAB", "I;16"); `bit_depth` is bits a channel; `orientation` is
    EXIF's 1-8. `icc` is the embedded profile as it lies in the file, `exif` the block without its prefix.
    `names_srgb` is true where the file names sRGB without carrying a profile (PNG's sRGB chunk).
    """

    format: str
    width: int
    height: int
    mode: str
    bit_depth: int = 8
    orientation: int = 1
    taken_at: str | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    names_srgb: bool = False

    @property
    def oriented(self) -> tuple[int, int]:
        """Width and height as a person sees the photo: swapped for the four orientations that turn it."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    @property
    def colours(self) -> str:
        """The colour space of the pixels once palettes are applied: "RGB", "L", "CMYK" or "LAB"."""
        return {"P": "RGB", "RGBA": "RGB", "LA": "L", "I;16": "L"}.get(self.mode, self.mode)
