"""Working copies: where they lie, who has them, and which have come back.

A copy lies in the desk's folder `edits/`, in a folder of its own with `edit.json`, which says what it is.
That is all there is to know of it: the desk or the editor may crash, and the next start finds it there.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from review_desk.domain.annotation import Annotation
from review_desk.domain.photo import Photo, Version
from review_desk.errors import DeskError
from review_desk.imaging.workers import WorkerPool
from review_desk.store.connection import StoreTrouble
from review_desk.whole_file import write_whole

EDITS = "edits"
_NOTE = "edit.json"
_MARKS = "marks.png"
_COPIED = {"TIFF": "tif", "PSD": "psd"}


@dataclass(frozen=True)
class Handed:
    """One version in somebody's hands. `file` is the working copy, `sha256` what it was when handed out."""

    photo: str
    title: str
    version: int
    file: str
    sha256: str
    author: str
    at: str

    @property
    def path(self) -> Path:
        """The working copy."""
        return Path(self.file)

    @property
    def marks(self) -> Path:
        """The marks as a picture to lay over it; there where the version has any."""
        return self.path.with_name(_MARKS)

    def has_changed(self) -> bool:
        """Whether the copy is another file than was handed out. A copy that is gone has not."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() != self.sha256
        except OSError:
            return False


def place_of(desk: Path, photo: Photo, version: Version) -> Path:
    """Where the working copy of a version lies, or would."""
    name = "".join(sign if sign.isalnum() or sign in "-_ ." else "_" for sign in photo.name) or "photo"
    ending = _COPIED.get(version.format, "tif")
    return desk / EDITS / f"{photo.id}-v{version.number}" / f"{name}.{ending}"


def hand(
    desk: Path,
    pool: WorkerPool,
    photo: Photo,
    number: int,
    *,
    source: Path,
    marks: Sequence[Annotation],
    author: str,
    at: str,
) -> Handed:
    """Make a working copy of a version, whose file is `source`, or find the one that is out already.

    TIFF and PSD are copied as they are, all else becomes TIFF without loss: 16 bits, profile and alpha are
    kept. Raises BadInput where the version cannot be read, StoreTrouble where there is no room.
    """
    version = photo.version(number)
    place = place_of(desk, photo, version)
    out = next((each for each in handed(desk) if each.path == place and place.exists()), None)
    if out is not None:
        return out
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        own = [mark.shape for mark in marks if mark.version == number]
        outlines = [(shape.closed, list(line)) for shape in own for line in shape.lines()]
        beside = place.with_name(_MARKS)
        made = pool.submit("copy_out", path=source, to=place, marks=beside, outlines=outlines).result()
        found = Handed(photo.id, photo.title, number, str(place), str(made.values["sha256"]), author, at)
        note(found)
    except OSError as error:
        raise StoreTrouble(f"No working copy could be made: {error.strerror}.") from error
    except DeskError:
        shutil.rmtree(place.parent, ignore_errors=True)
        raise
    return found


def taken(out: Handed, photo: Photo) -> Handed:
    """The same copy after what was in it came back: what is saved next is held against that version."""
    latest = photo.latest
    return replace(out, sha256=latest.sha256, version=latest.number)


def note(handed_out: Handed) -> None:
    """Write down what a working copy is. Raises OSError."""
    told = json.dumps(asdict(handed_out), ensure_ascii=False, indent=1)
    write_whole(handed_out.path.with_name(_NOTE), told.encode())


def handed(desk: Path) -> list[Handed]:
    """Every working copy that is out, by its folder's name. What is no note of ours is passed over."""
    found = []
    for place in sorted((desk / EDITS).glob(f"*/{_NOTE}")):
        try:
            told = Handed(**json.loads(place.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        found.append(replace(told, file=str(place.parent / Path(told.file).name)))
    return found


def let_go(handed_out: Handed) -> None:
    """Forget a working copy and remove its folder."""
    shutil.rmtree(handed_out.path.parent, ignore_errors=True)
