"""Every format by the name it has on the command line."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from review_desk.errors import BadInput
from review_desk.operations.exports.coco import coco, without_inside
from review_desk.operations.exports.cvat import cvat
from review_desk.operations.exports.imagefolder import imagefolder
from review_desk.operations.exports.label_studio import label_studio
from review_desk.operations.exports.parquet import pack, require_pyarrow
from review_desk.operations.exports.portion import Part, Portion
from review_desk.operations.exports.preference import preference
from review_desk.operations.exports.report import report, report_to_paint
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
    "report-pdf": report_to_paint,
}
LEFT_OUT: Mapping[str, Callable[[Portion], dict[str, int]]] = {"coco": without_inside}
"""Formats that have no place for some marks: how many of each kind."""

PACKED: Mapping[str, Callable[[Path], None]] = {
    "dpo-parquet": partial(pack, bare=True),
    "imagefolder-parquet": pack,
}
"""Formats whose folder is packed once its pictures are made."""

PAINTED = frozenset({"report-pdf"})
"""Formats that are painted once their pictures are made, by whoever can: drawing is the window's."""

TITLES: Mapping[str, str] = {
    "jsonl": "Everything, as JSONL",
    "imagefolder": "Training set: Hugging Face ImageFolder",
    "imagefolder-parquet": "Training set: Hugging Face Parquet",
    "dpo": "Preference pairs: Diffusion-DPO, a folder",
    "dpo-parquet": "Preference pairs: Diffusion-DPO, Parquet",
    "coco": "Marks: COCO",
    "cvat": "Marks: CVAT for images 1.1",
    "label-studio": "Marks: Label Studio tasks",
    "csv": "Tables for a spreadsheet",
    "report": "A report for the client (HTML)",
    "report-pdf": "A report for the client (PDF)",
}
"""What each is called in the window, in the order in which they are offered."""

MEANINGS: Mapping[str, str] = {
    "jsonl": "All that the desk knows, a file for each kind: photos, versions, decisions, failure modes, "
    "marks, samplers, events. No pictures are copied.",
    "imagefolder": "Before, after, the person's version, a mask of what is wrong, a row for each photo. "
    "Trainers load the folder as it is.",
    "imagefolder-parquet": "The ImageFolder with its pictures inside the tables: one file for each split.",
    "dpo": "For each version that lost against another of its photo: the better, the worse, a caption. JPEG.",
    "dpo-parquet": "Preference pairs with the JPEGs' bytes in the table, as Diffusion-DPO reads them.",
    "coco": "Closed marks as polygons with boxes, a file for each split. Not arrows, pins and strokes.",
    "cvat": "All marks, curves as polygons, to go on with in CVAT. It looks for the photos under “images”.",
    "label-studio": "A task for each photo with its marks, verdict and note, and the interface for it.",
    "csv": "A row for each photo and one for each mark. Cells that would be computed are made plain.",
    "report-pdf": "The same report as pages of A4, in one file.",
    "report": "A page with what was judged, tagged or marked, the worst first, to read or to print.",
}
"""What each holds, in a sentence or two."""

NAMES = tuple(TITLES)


def require_format(name: str) -> None:
    """Raises BadInput for a format this desk does not write, or cannot write as it is installed."""
    if name not in NAMES:
        raise BadInput(f"“{name}” is not a format this desk exports: say {', '.join(NAMES)}.")
    if name in PACKED:
        require_pyarrow()
