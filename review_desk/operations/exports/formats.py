"""Every format by the name it has on the command line."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from review_desk.errors import BadInput
from review_desk.operations.exports.coco import coco
from review_desk.operations.exports.cvat import cvat
from review_desk.operations.exports.imagefolder import imagefolder
from review_desk.operations.exports.label_studio import label_studio
from review_desk.operations.exports.parquet import pack, require_pyarrow
from review_desk.operations.exports.portion import Part, Portion
from review_desk.operations.exports.preference import preference
from review_desk.operations.exports.report import report
from review_desk.operations.exports.spreadsheet import spreadsheet

Format = Callable[[Portion], Iterator[Part]]

FORMATS: Mapping[str, Format] = {
    "coco": coco,
    "csv": spreadsheet,
    "cvat": cvat,
    "dpo": preference,
    "dpo-parquet": preference,
    "imagefolder": imagefolder,
    "imagefolder-parquet": imagefolder,
    "label-studio": label_studio,
    "report": report,
}
PACKED: Mapping[str, Callable[[Path], None]] = {
    "dpo-parquet": partial(pack, bare=True),
    "imagefolder-parquet": pack,
}
"""Formats whose folder is packed once its pictures are made."""

TITLES: Mapping[str, str] = {
    "jsonl": "Everything, as JSONL",
    "imagefolder": "Training set: Hugging Face ImageFolder",
    "imagefolder-parquet": "Training set: Hugging Face Parquet",
    "dpo": "Preference pairs: Diffusion-DPO, pictures beside",
    "dpo-parquet": "Preference pairs: Diffusion-DPO, Parquet",
    "coco": "Marks: COCO",
    "cvat": "Marks: CVAT for images 1.1",
    "label-studio": "Marks: Label Studio tasks",
    "csv": "Tables for a spreadsheet",
    "report": "A report for the client (HTML)",
}
"""What each is called in the window, in the order in which they are offered."""

NAMES = tuple(TITLES)


def require_format(name: str) -> None:
    """Raises BadInput for a format this desk does not write, or cannot write as it is installed."""
    if name not in NAMES:
        raise BadInput(f"“{name}” is not a format this desk exports: say {', '.join(NAMES)}.")
    if name in PACKED:
        require_pyarrow()
