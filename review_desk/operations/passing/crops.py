"""Alternate crops: each photo framed as every channel asks, in a folder for each; nothing is stored."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.domain.channel.page import PageTemplate
from review_desk.domain.channel.standard import Standard
from review_desk.domain.photo import Photo
from review_desk.errors import BadInput, DeskError, Refused
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.channels import page_templates
from review_desk.operations.fan_out import Outcome, Progress, fan_out
from review_desk.operations.standards import standards
from review_desk.store.desk import Reader

_CROP_S = 300.0
_STOPPED = "Stopped. The crops that were written are whole."


@dataclass(frozen=True)
class Crop:
    """One photo for one channel."""

    photo: Photo
    channel: PageTemplate
    path: Path
    region: Path | None
    output: Path


@dataclass
class Crops:
    """What was written, and what was not and why, by photo and channel."""

    files: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """“12 crops written; 2 refused: …”."""
        said = f"{len(self.files):,} crops written"
        return (
            f"{said}; {len(self.refused):,} refused: {self.refused[0]['why']}" if self.refused else f"{said}."
        )

    def to_json(self) -> dict[str, Any]:
        """As `review-desk crops --json` gives it."""
        return dict(vars(self))


def planned_crops(reader: Reader, photos: Sequence[Photo], folder: Path) -> list[Crop]:
    """The newest version of each photo for every channel: `folder`/channel/photo. Raises Refused for a folder
    with other things in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder.name} is there already, and not empty: crops want a folder of their own.")
    found, known = [], {each.id: each for each in standards()}
    for photo in photos:
        path = reader.resolve(photo.latest.file)
        fits = photo.mask and (photo.latest.width, photo.latest.height) == _size(photo)
        region = reader.resolve(photo.mask) if photo.mask and fits else None
        for channel in page_templates().values():
            ending = "jpg" if photo.latest.bit_depth == 8 and _wants_jpeg(known[channel.id]) else "png"
            output = folder / channel.id / f"{photo.id}.{ending}"
            found.append(Crop(photo, channel, path, region, output))
    return found


def write_crops(
    pool: WorkerPool,
    crops: Sequence[Crop],
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Crops:
    """Frame each as its channel's page has it: its ratio, and the product within its guides, upright.

    A photo that is refused does not stop the others. Raises BadInput where a folder cannot be made.
    """
    made = Crops()

    def begin(crop: Crop) -> "Future[Reply]":
        try:
            crop.output.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"{crop.output.parent} cannot be made: {error.strerror}.") from error
        return pool.submit(
            "run_pass", timeout_s=_CROP_S, path=crop.path, output=crop.output, name="straighten-frame",
            parameters=parameters_of(crop.channel), region=crop.region,
        )  # fmt: skip

    def settle(crop: Crop, outcome: Outcome) -> None:
        if isinstance(outcome, DeskError):
            why = {"photo": crop.photo.id, "channel": crop.channel.id, "why": str(outcome)}
            made.refused.append(why)
        else:
            made.files.append(str(crop.output))

    fan_out(
        crops, begin=begin, settle=settle, total=len(crops), progress=progress, stop=stop, stopped=_STOPPED
    )
    return made


def parameters_of(channel: PageTemplate) -> dict[str, Any]:
    """How a channel's card frames a product: its ratio, and the share of the card between its guides."""
    guides = channel.guides
    fill = min(guides.bottom - guides.top, guides.right - guides.left)
    return {"turn": "upright", "fill": round(100 * fill, 1), "ratio": f"{channel.ratio:.6g}:1"}


def _wants_jpeg(standard: Standard) -> bool:
    tolerance = standard.tolerances.get("format")
    words = tolerance.fail.one_of if tolerance else ()
    return bool(words) and "PNG" not in words


def _size(photo: Photo) -> tuple[int, int]:
    """A mask is of the photo as it was taken in: it fits no version of another size."""
    return photo.original.width, photo.original.height
