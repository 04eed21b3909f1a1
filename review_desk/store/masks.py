"""Painted masks: PNGs among the desk's files, named by their hash in the rows of marks."""

from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from review_desk.domain.mask import png
from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.brush import Brush
from review_desk.store import files
from review_desk.store.connection import StoreTrouble, query

_ENDING = ".png"
_NAMED = """
  SELECT DISTINCT json_extract(payload, '$.after.shape.sha256') AS sha256
  FROM event WHERE kind = 'annotation' AND sha256 IS NOT NULL ORDER BY sha256"""


def path_of(desk: Path, brush: Brush) -> Path:
    """The PNG of a brush mark."""
    return desk / files.place_of(brush.sha256, _ENDING)


def keep_mask(desk: Path, mask: Mask) -> Brush:
    """Write a mask to the desk's files. Returns the shape that names it. Raises StoreTrouble."""
    return Brush.of(mask, files.keep(desk, png.encode(mask.width, mask.height, mask.values), _ENDING))


def read_mask(desk: Path, brush: Brush) -> Mask:
    """What was painted, on whole pixels of the photo where the mark lies now.

    Raises StoreTrouble where its file is gone or was changed.
    """
    width, height, values = png.decode(files.read(desk, brush.sha256, _ENDING))
    whole = brush.rounded()
    box = (round(edge) for edge in (whole.x, whole.y, whole.width, whole.height))
    return Mask(0, 0, width, height, values).laid_in(*box)


def lost(db: Database, desk: Path) -> Iterator[str]:
    """A sentence for each mask that the log names and that is not in the desk's files as it was."""
    for row in query(db, _NAMED):
        try:
            files.read(desk, row["sha256"], _ENDING)
        except StoreTrouble as error:
            yield f"A painted mask: {error}"
