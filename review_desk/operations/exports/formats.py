"""Every format by the name it has on the command line."""

from collections.abc import Callable, Iterator

from review_desk.errors import BadInput
from review_desk.operations.exports.coco import coco
from review_desk.operations.exports.cvat import cvat
from review_desk.operations.exports.portion import Portion, Written
from review_desk.operations.exports.spreadsheet import spreadsheet

Format = Callable[[Portion], Iterator[Written]]

FORMATS: dict[str, Format] = {"coco": coco, "csv": spreadsheet, "cvat": cvat}
NAMES = ("jsonl", *FORMATS)


def require_format(name: str) -> None:
    """Raises BadInput for a format this desk does not write."""
    if name not in NAMES:
        raise BadInput(f"“{name}” is not a format this desk exports: say {', '.join(NAMES)}.")
