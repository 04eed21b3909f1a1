"""What a model of each task is given and answers: one contract for the desk's own models and a studio's.

Every input that is a picture is float32 [1, C, H, W], its codes as the file stores them with no profile
applied, 0 to 1, RGB (grey as three alike). A card may say that its model wants other values, another order,
sides of a multiple or one size only: `fitting` sees to it, passes never do. The answer is one tensor
[1, C, factor · H, factor · W], 0 to 1. Standard library only, so that anybody may ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from review_desk.errors import BadInput

PIXELS = "pixels"
"""What every model is given: the photo, or a tile of it."""


@dataclass(frozen=True)
class Task:
    """One task. `planes` are further pictures of the photo's size, by name with their channels: a model must
    take them. `numbers` are inputs of one number each, [1]: a model may do without. `answers` is the count
    of channels of the answer, and `factors` by how much larger it may be.

    A model of a task that sees the `whole` photo is given it reduced, its longer side as long as the card's
    tile; the others run on tiles at full size. Where a photo holds a truth by itself, models of the task can
    be `measured` on any folder of photos.
    """

    name: str
    summary: str
    planes: Mapping[str, int] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    answers: int = 3
    factors: tuple[int, ...] = (1,)
    whole: bool = False
    measured: bool = False


TASKS: tuple[Task, ...] = (
    Task("artefacts", "how sure it is that a pass did harm there (pixels: after)", {"before": 3}, answers=1),
    Task(
        "denoise",
        "the photo without grain of a standard deviation `noise`, 0 to 1",
        numbers=("noise",),
        measured=True,
    ),
    Task("remove", "the photo with what `mask` (1 there) marks filled in", {"mask": 1}, measured=True),
    Task("skin-mask", "how sure it is that a pixel is skin", answers=1, whole=True),
    Task("subject-mask", "how sure it is that a pixel is the product", answers=1, whole=True, measured=True),
    Task("upscale", "the photo two or four times as large", factors=(2, 4), measured=True),
)


def task_named(name: str) -> Task:
    """The task of that name. Raises BadInput naming those there are."""
    for known in TASKS:
        if known.name == name:
            return known
    raise BadInput(f"There is no task “{name}”. There is: {', '.join(known.name for known in TASKS)}.")
