"""The tip of a brush: how large, how hard, and whether it takes away."""

from dataclasses import dataclass, replace

_SMALLEST, _LARGEST = 1.0, 1000.0
_STEP = 1.25
_HARDER = 0.1
_LIGHTEST = 0.15
"""Of the radius, under the lightest touch of a pen that can be felt."""

_DEGREES = 12
"""Sizes between the lightest touch and the full one: a tip of each is made once."""


@dataclass(frozen=True)
class Tip:
    """`radius` in image pixels; `hardness` 0-1 is the share of it that is whole."""

    radius: float = 40.0
    hardness: float = 0.5
    erases: bool = False

    def resized(self, *, larger: bool) -> "Tip":
        """One step larger or smaller, from 1 to 1000 pixels."""
        wanted = self.radius * (_STEP if larger else 1 / _STEP)
        return replace(self, radius=min(_LARGEST, max(_SMALLEST, round(wanted, 1))))

    def hardened(self, *, harder: bool) -> "Tip":
        """A tenth harder or softer."""
        wanted = round(self.hardness + (_HARDER if harder else -_HARDER), 1)
        return replace(self, hardness=min(1.0, max(0.0, wanted)))

    def pressed(self, pressure: float) -> "Tip":
        """As a pen makes it that is pressed so hard, 0 to 1."""
        share = round(min(1.0, max(0.0, pressure)) * _DEGREES) / _DEGREES
        return replace(self, radius=max(_SMALLEST, self.radius * (_LIGHTEST + (1 - _LIGHTEST) * share)))

    @classmethod
    def for_photo(cls, width: int, height: int) -> "Tip":
        """The first one on a photo of so many pixels: a fiftieth of its longer side across."""
        return cls(radius=min(_LARGEST, max(4.0, round(max(width, height) / 100))))

    @property
    def in_words(self) -> str:
        """“Brush 82 px, 50 % hard”."""
        named = "Eraser" if self.erases else "Brush"
        return f"{named} {2 * self.radius:.0f} px, {self.hardness:.0%} hard".replace("%", " %")
