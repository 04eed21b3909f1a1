"""Every analysis view, as a table: menus, keys and the guide are made from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from review_desk.imaging.views.banding import banding
from review_desk.imaging.views.clipping import LEGEND as CLIPPING_LEGEND
from review_desk.imaging.views.clipping import clipping
from review_desk.imaging.views.frequency import high_frequency, low_frequency
from review_desk.imaging.views.halo import LEGEND as HALO_LEGEND
from review_desk.imaging.views.halo import edge_halo
from review_desk.imaging.views.legend import Mark
from review_desk.imaging.views.marks import CHANGED_LEGEND, HEAT_LEGEND, MASK_LEGEND, changed, mask_overlay
from review_desk.imaging.views.near_white import LEGEND as NEAR_WHITE_LEGEND
from review_desk.imaging.views.near_white import near_white
from review_desk.imaging.views.pane import Pane, Plane
from review_desk.imaging.views.texture import LEGEND as TEXTURE_LEGEND
from review_desk.imaging.views.texture import texture_kept
from review_desk.imaging.views.tones import channel, luminosity, normal, saturation

Unit = Literal["", "×", "codes", "px", "photo px"]
Need = Literal["before", "mask", "origin"]


@dataclass(frozen=True)
class Parameter:
    """One adjustable number of a view. "photo px" are pixels of the photo, "px" pixels of the screen."""

    name: str
    title: str
    default: float
    least: float
    most: float
    step: float
    unit: Unit = ""

    def held(self, value: float, *, scale: float) -> float:
        """A value within the limits, in pixels of the pane, and whole where the steps are."""
        value = min(max(value, self.least), self.most)
        if self.unit == "photo px":
            value *= scale
        whole = float(self.step).is_integer() and self.unit != "photo px"
        return round(value) if whole else value


@dataclass(frozen=True)
class ViewKind:
    """One view: how it is called, what it shows in one sentence, what it needs, how it is drawn."""

    id: str
    title: str
    shows: str
    function: Callable[..., Pane]
    parameters: tuple[Parameter, ...] = ()
    needs: frozenset[Need] = frozenset()
    legend: tuple[Mark, ...] = ()
    full_size: bool = False

    @property
    def needs_before(self) -> bool:
        """Whether it compares with another version, aligned to the pane and of its size."""
        return "before" in self.needs

    @property
    def needs_mask(self) -> bool:
        """Whether it draws a mask of the pane's size."""
        return "mask" in self.needs

    def draw(
        self,
        pane: Pane,
        *,
        before: Pane | None = None,
        mask: Plane | None = None,
        scale: float = 1.0,
        origin: tuple[int, int] = (0, 0),
        values: Mapping[str, float] | None = None,
    ) -> Pane:
        """The view of a pane; `pane` is after where there is a before. Values left out are the defaults.

        `scale` is pane pixels per photo pixel; `origin` (x, y) where the pane's corner lies on the photo, in
        pane pixels. ValueError for a before or mask that is needed and missing.
        """
        given: dict[str, Any] = {"before": before, "mask": mask, "origin": origin}
        needed = {name: given[name] for name in self.needs}
        if missing := [name for name, value in needed.items() if value is None]:
            raise ValueError(f"{self.id} needs {missing[0]}")
        chosen = values or {}
        numbers = {
            each.name: each.held(chosen.get(each.name, each.default), scale=scale) for each in self.parameters
        }
        first = "after" if "before" in self.needs else "pane"
        return self.function(**{first: pane}, **needed, **numbers)


_RADIUS = Parameter("radius", "Radius", 8, 0.5, 100, 0.5, "photo px")
_BEFORE: frozenset[Need] = frozenset({"before"})

VIEWS: tuple[ViewKind, ...] = (
    ViewKind("normal", "Normal", "The photo as it is.", normal),
    ViewKind(
        "luminosity", "Luminosity", "Light and form without the colour: uneven light shows.", luminosity
    ),
    ViewKind("red", "Red channel", "The red channel as grey.", partial(channel, name="red")),
    ViewKind("green", "Green channel", "The green channel as grey.", partial(channel, name="green")),
    ViewKind(
        "blue",
        "Blue channel",
        "The blue channel as grey: noise shows here first.",
        partial(channel, name="blue"),
    ),
    ViewKind(
        "saturation",
        "Saturation",
        "How colourful each pixel is: casts and stains show as light patches.",
        saturation,
        (Parameter("gain", "Amplify", 1, 1, 16, 1, "×"),),
    ),
    ViewKind(
        "low_frequency",
        "Low frequency",
        "Tone and colour without texture: blotches and uneven gradients show.",
        low_frequency,
        (_RADIUS,),
    ),
    ViewKind(
        "high_frequency",
        "High frequency",
        "Texture without tone and colour: smears, repeats and lost weave show.",
        high_frequency,
        (_RADIUS,),
        full_size=True,
    ),
    ViewKind(
        "clipping",
        "Clipping",
        "Highlights (stripes) and shadows (dots) at the end of the scale.",
        clipping,
        (
            Parameter("low", "Shadows from", 0, 0, 20, 1, "codes"),
            Parameter("high", "Highlights from", 255, 235, 255, 1, "codes"),
        ),
        needs=frozenset({"origin"}),
        legend=CLIPPING_LEGEND,
        full_size=True,
    ),
    ViewKind(
        "near_white",
        "Nearly white",
        "Light paper that is not pure white, which a shop's checker refuses.",
        near_white,
        (Parameter("low", "From", 245, 200, 254, 1, "codes"),),
        legend=NEAR_WHITE_LEGEND,
        full_size=True,
    ),
    ViewKind(
        "banding",
        "Banding",
        "Steps of a single code in smooth areas, amplified.",
        banding,
        (
            Parameter("gain", "Amplify", 24, 4, 64, 4, "×"),
            Parameter("flat", "Smooth: at most", 4, 1, 16, 1, "codes"),
        ),
        full_size=True,
    ),
    ViewKind(
        "texture_kept",
        "Texture kept",
        "How much fine texture is left against before: blue lost, orange invented.",
        texture_kept,
        (Parameter("tile", "Tile", 64, 16, 256, 16, "px"),),
        needs=frozenset({"before", "origin"}),
        legend=TEXTURE_LEGEND,
        full_size=True,
    ),
    ViewKind(
        "edge_halo",
        "Edge halo",
        "The strip beside the product's edge, amplified: halos are light, fringes dark.",
        edge_halo,
        (Parameter("gain", "Amplify", 8, 2, 32, 1, "×"),),
        legend=HALO_LEGEND,
        full_size=True,
    ),
    ViewKind(
        "changed",
        "What changed",
        "What the AI changed against before: outlined, the rest dimmed.",
        changed,
        (
            Parameter("threshold", "More than", 12, 0, 64, 1, "codes"),
            Parameter("smallest", "Areas from", 36, 1, 400, 1, "px"),
        ),
        needs=_BEFORE,
        legend=CHANGED_LEGEND,
    ),
    ViewKind(
        "mask",
        "Mask",
        "The mask the pass worked in, over the photo.",
        mask_overlay,
        (Parameter("opacity", "Opacity", 0.5, 0.1, 1, 0.1),),
        needs=frozenset({"mask"}),
        legend=MASK_LEGEND,
    ),
    ViewKind(
        "artefacts",
        "Artefacts",
        "Where a model thinks that a pass did harm, against before: smeared, haloed, banded, invented.",
        mask_overlay,
        (Parameter("opacity", "Opacity", 0.5, 0.1, 1, 0.1),),
        needs=frozenset({"mask"}),
        legend=HEAT_LEGEND,
    ),
)
