"""Crops for every channel, written beside the window."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from review_desk.errors import DeskError
from review_desk.operations import browse
from review_desk.operations.passing.crops import Crop, Crops, planned_crops, write_crops
from review_desk.operations.passing.running import pass_workers
from review_desk.store.desk import Reader
from review_desk.ui.session import Session

FOLDER = "crops"
"""What the folder is called that is made in the one a person chose."""


def crop_for_channels(session: Session, folder: Path, photos: Sequence[str]) -> None:
    """Write the crops of these photos to a new folder in `folder`; say how it went."""
    wanted = partial(_planned, photos=tuple(photos), folder=folder / FOLDER)
    session.tasks.read(wanted, partial(_write, session), partial(_refuse, session))


def _planned(reader: Reader, photos: tuple[str, ...], folder: Path) -> list[Crop]:
    return planned_crops(reader, browse.photos(reader, ids=photos), folder)


def _write(session: Session, crops: list[Crop]) -> None:
    session.told.emit(f"Writing {len(crops):,} crops …")
    session.tasks.go_along(partial(_written, crops), partial(_tell, session), partial(_refuse, session))


def _written(crops: list[Crop]) -> Crops:
    with pass_workers() as pool:
        return write_crops(pool, crops)


def _tell(session: Session, made: Crops) -> None:
    session.told.emit(made.words)


def _refuse(session: Session, error: DeskError) -> None:
    session.refused.emit(str(error))
