"""What a photo's header says, in one shape for every format."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Header:
    """One photo as stored, before its EXIF orientation is applied.

    `width` and `height` are in stored pixels; `mode` names the stored channels as Pillow does ("RGB",
    "RGBA", "L", "LA", "P", "CMYK", "LAB", "I;16"); `bit_depth` is bits a channel; `orientation` is
    EXIF's 1-8. `icc` is the embedded profile as it lies in the file, or one made from what the file says in
    another way (PNG's cICP, gAMA and cHRM chunks); `exif` is the block without its prefix.

    Where a file carries no profile, `names_srgb` is true if it names sRGB (PNG's sRGB chunk), and
    `names_adobe_rgb` if its EXIF block hints at Adobe RGB. `colour_note` is a clause on what it says of its
    colours that the desk cannot follow.
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
    names_adobe_rgb: bool = False
    colour_note: str | None = None

    @property
    def oriented(self) -> tuple[int, int]:
        """Width and height as a person sees the photo: swapped for the four orientations that turn it."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    @property
    def colours(self) -> str:
        """The colour space of the pixels once palettes are applied: "RGB", "L", "CMYK" or "LAB"."""
        return {"P": "RGB", "RGBA": "RGB", "LA": "L", "I;16": "L"}.get(self.mode, self.mode)
