"""The passes there are: name, model and parameters. Standard library only, so that anybody may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review_desk.domain.zone import ZONES
from review_desk.errors import BadInput

Value = float | str


@dataclass(frozen=True)
class Parameter:
    """A number a person may set, from `low` to `high`, both included; with `whole` none between two."""

    name: str
    default: float
    low: float
    high: float
    meaning: str
    whole: bool = False

    def read(self, given: Any) -> float:
        """`given` as a number within the limits. Raises BadInput."""
        try:
            value = float(given)
        except (TypeError, ValueError) as error:
            raise BadInput(f"“{given}” is no number for {self.name}: {self.meaning}.") from error
        if not self.low <= value <= self.high:
            raise BadInput(f"{self.name} goes from {self.low:g} to {self.high:g}; {value:g} is outside.")
        if self.whole and value != int(value):
            raise BadInput(f"{self.name} is a whole number; {value:g} is none.")
        return value

    def in_words(self) -> str:
        """Such as “strength=0.1  0 to 1: 0 changes nothing”."""
        return f"{self.name}={self.default:g}  {self.low:g} to {self.high:g}: {self.meaning}"

    def to_json(self) -> dict[str, Any]:
        """As `review-desk passes --json` gives it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    name: str
    default: str
    options: tuple[str, ...]
    meaning: str

    def read(self, given: Any) -> str:
        """`given`, where it is one of the options. Raises BadInput."""
        if given not in self.options:
            raise BadInput(f"“{given}” is no choice for {self.name}: it is {' or '.join(self.options)}.")
        return str(given)

    def in_words(self) -> str:
        """Such as “shadow=keep  keep or drop: the shadow on the ground”."""
        return f"{self.name}={self.default}  {' or '.join(self.options)}: {self.meaning}"

    def to_json(self) -> dict[str, Any]:
        """As `review-desk passes --json` gives it."""
        return {**vars(self), "options": list(self.options)}


WITHIN = Choice("within", "everything", ("everything", *ZONES), "where it works, by how light the photo is")
"""What can be asked of every pass that leaves pixels where they are."""


@dataclass(frozen=True)
class Pass:
    """One pass. `verb` begins the name of its step (“Denoise RG-0412”).

    `about` says what its mask marks; "" for a pass that takes none, and works on the whole photo. `by_marks`:
    in a desk its mask is what a person marked on the version, and not the photo's mask of the product; one
    that `finds` what it is about by itself does so where nothing is marked.
    `beside` says what the second photo shows that it takes; "" for one that takes none.
    One that `moves` pixels gives the photo another frame, and can leave none of them where they were.
    One that `makes_mask` changes no pixel: its result is the photo's mask.
    `task` is that of its model (`tasks`); "" for a pass that is a calculation and needs none. `model` is the
    one the desk brings along for it, which runs where no other was made the active one; "" for a calculation
    that a studio's model of the task can replace, or help. `revision` is the
    version of a calculation: it rises whenever its results change, so that nobody takes an old result for
    the new one.
    """

    name: str
    verb: str
    summary: str
    parameters: tuple[Parameter | Choice, ...]
    about: str = ""
    by_marks: bool = False
    finds: bool = False
    beside: str = ""
    moves: bool = False
    makes_mask: bool = False
    task: str = ""
    model: str = ""
    revision: str = ""

    @property
    def keeps(self) -> bool:
        """Whether pixels can be protected from it."""
        return not (self.moves or self.makes_mask)

    @property
    def title(self) -> str:
        """As people read it: “Normalise exposure”."""
        return self.name.rpartition(":")[2].replace("-", " ").capitalize()

    @property
    def asked(self) -> tuple[Parameter | Choice, ...]:
        """Its own parameters, and where it works, which each may be asked that leaves pixels in place."""
        return (*self.parameters, WITHIN) if self.keeps else self.parameters

    def settled(self, given: Mapping[str, Any]) -> dict[str, Value]:
        """All parameters, the given ones checked, the others at their defaults. Raises BadInput.

        `within` is there only where it is not everything: so the recipes from before there was one stay good.
        """
        known = {parameter.name for parameter in self.asked}
        for name in given:
            if name not in known:
                raise BadInput(f"{self.name} has no parameter “{name}”. It has: {', '.join(sorted(known))}.")
        found = {p.name: p.read(given.get(p.name, p.default)) for p in self.asked}
        return {
            name: value for name, value in found.items() if (name, value) != (WITHIN.name, WITHIN.default)
        }


SEED = Parameter("seed", 0, 0, 99, "another number fills it another way", whole=True)

RATIOS = ("1:1", "4:5", "3:4", "2:3")
"""Width to height of the frames that channels ask for (`assets/channels`)."""

PASSES: tuple[Pass, ...] = (
    Pass(
        name="denoise",
        verb="Denoise",
        summary="Smooth light sensor grain and keep edges.",
        task="denoise",
        model="guided-denoise",
        parameters=(
            Parameter("strength", 0.1, 0.0, 1.0, "0 changes nothing, 1 takes out noise of 25 codes in 255"),
        ),
    ),
    Pass(
        name="normalise-exposure",
        verb="Normalise",
        summary="Give the product the lightness of a target or a reference frame.",
        about="the product",
        revision="1",
        parameters=(
            Parameter("target", 0.0, 0.0, 99.0, "median L* the product shall have; 0 goes by stops alone"),
            Parameter("stops", 0.0, -3.0, 3.0, "to lighten by, in linear light, on top of the target"),
        ),
    ),
    Pass(
        name="background-clean",
        verb="Clean",
        summary="Bring a plain background to its specified white, round the product as it is.",
        about="the product",
        revision="1",
        parameters=(
            Parameter("white", 255.0, 200.0, 255.0, "code in 255 that the background shall have"),
            Choice("shadow", "keep", ("keep", "drop"), "the shadow the product casts on the ground"),
        ),
    ),
    Pass(
        name="straighten-frame",
        verb="Frame",
        summary="Stand the product upright and give it the frame a channel asks for; no pixel is enlarged.",
        about="the product",
        moves=True,
        revision="2",
        parameters=(
            Choice("turn", "upright", ("upright", "keep"), "a product that is long and alike on both sides"),
            Parameter("fill", 85.0, 20.0, 99.0, "per cent of the frame, of the side that is filled more"),
            Choice("ratio", "as it is", ("as it is", *RATIOS), "width to height of the frame"),
        ),
    ),
    Pass(
        name="background-extend",
        verb="Extend",
        summary="Give the photo a larger frame, its own plain background gone on; all its pixels are kept.",
        about="the product",
        moves=True,
        revision="2",
        parameters=(
            Choice("ratio", "1:1", ("as it is", *RATIOS, "3:2", "16:9"), "width to height of the frame"),
            Parameter("margin", 0.0, 0.0, 100.0, "per cent of the longer side, added on every side first"),
            Choice(
                "place",
                "middle",
                ("middle", "left", "right", "top", "bottom"),
                "where the photo lies in a frame that is longer than it",
            ),
        ),
    ),
    Pass(
        name="skin-finish",
        verb="Finish skin of",
        summary="Even out skin on a scale of five: 1 is very smooth, 5 untouched.",
        about="the skin",
        task="skin-mask",
        by_marks=True,
        finds=True,
        revision="1",
        parameters=(
            Parameter(
                "finish", 4, 1, 5, "unevenness goes first and texture least; 5 changes nothing", whole=True
            ),
        ),
    ),
    Pass(
        name="colourway",
        verb="Recolour",
        summary="Give what is marked the colour of a sample; its light and texture stay.",
        about="the area that gets the colour",
        by_marks=True,
        revision="3",
        parameters=(
            Parameter("lightness", 50.0, 2.0, 98.0, "mean L* of the sample (D50), as the probe reads it"),
            Parameter("a", 0.0, -128.0, 127.0, "its mean a*: green to red"),
            Parameter("b", 0.0, -128.0, 127.0, "its mean b*: blue to yellow"),
        ),
    ),
    Pass(
        name="ghost-join",
        verb="Join",
        summary="Set the inside of the neck, from a second shot, behind the front of a garment.",
        about="the garment",
        beside="the inside of the neck",
        revision="1",
        parameters=(
            Parameter("shade", 0.3, 0.0, 1.0, "how much the front's edge darkens what lies behind it"),
        ),
    ),
    Pass(
        name="remove",
        verb="Remove from",
        summary="Take away what is marked, dust, a tag, a stand, and let what lies round it go on.",
        about="what shall go",
        task="remove",
        by_marks=True,
        revision="2",
        parameters=(
            Parameter(
                "grow", 4, 0, 50, "pixels by which the mark is grown: a soft edge goes with it", whole=True
            ),
            SEED,
        ),
    ),
    Pass(
        name="refine",
        verb="Refine",
        summary="Match the colour and grain of a filled area to the ring round it.",
        about="the filled area",
        by_marks=True,
        revision="2",
        parameters=(
            Parameter("colour", 1.0, 0.0, 1.0, "how far the colour at its rim is met; 0 leaves it"),
            Parameter("grain", 1.0, 0.0, 1.0, "how far its grain is made that of the ring; 0 leaves it"),
            SEED,
        ),
    ),
    Pass(
        name="subject-mask",
        verb="Mask",
        summary="Find the product on any background, and keep where it is as the photo's mask.",
        makes_mask=True,
        task="subject-mask",
        model="subject-mask",
        parameters=(
            Parameter("grow", 0.0, -50.0, 50.0, "pixels by which it is grown; less than 0 shrinks it"),
        ),
    ),
    Pass(
        name="upscale",
        verb="Upscale",
        summary="Make the photo two or four times as large, with the edges and textures that it has.",
        moves=True,
        task="upscale",
        model="upscale",
        parameters=(Choice("factor", "2", ("2", "4"), "how many times as wide and as high"),),
    ),
)


def makes_mask(name: str) -> bool:
    """Whether the pass of that name makes a mask; a preset makes none."""
    return any(known.makes_mask for known in PASSES if known.name == name)


def pass_named(name: str) -> Pass:
    """The pass of that name. Raises BadInput naming those there are."""
    for known in PASSES:
        if known.name == name:
            return known
    raise BadInput(f"There is no pass “{name}”. There is: {', '.join(p.name for p in PASSES)}.")
