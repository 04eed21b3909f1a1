"""What a pass is about, as a person marked it: one mask of the whole photo, kept in the desk by its hash."""

from collections.abc import Sequence
from pathlib import Path

from review_desk.domain.annotation import Annotation
from review_desk.domain.mask import png
from review_desk.domain.mask.fill import filled
from review_desk.domain.mask.joined import joined
from review_desk.domain.mask.mask import Mask
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.path import ClippingPath
from review_desk.errors import BadInput
from review_desk.imaging import gate
from review_desk.store import files
from review_desk.store import photos as table
from review_desk.store.desk import Reader
from review_desk.store.masks import read_mask

_ENDING = ".png"


def marks_of(reader: Reader, photo: Photo, version: int, mark: str | None) -> tuple[Annotation, ...]:
    """The mark of that id; without one all that is painted on the version and not resolved.

    Raises BadInput where that is nothing, or a mark that goes round nothing.
    """
    own = [m for m in table.annotations(reader.db, photo.id) if m.version == version]
    if mark is None:
        painted = tuple(filter(_is_painted, own))
        if not painted:
            raise BadInput(f"{photo.title}: nothing is marked: paint over what is meant, or select a mark.")
        return painted
    chosen = tuple(m for m in own if m.id == mark)
    if not chosen:
        raise BadInput(f"{photo.title}: the selected mark is not on version {version}.")
    if not chosen[0].shape.closed:
        raise BadInput(f"A {chosen[0].shape.kind} goes round nothing: paint, or draw an outline.")
    return chosen


def painted_versions(reader: Reader, photo: Photo) -> frozenset[int]:
    """The numbers of the versions with something painted on them that is not resolved."""
    return frozenset(m.version for m in table.annotations(reader.db, photo.id) if _is_painted(m))


def clipping_paths(reader: Reader, photo: Photo, version: int) -> tuple[Annotation, ...]:
    """The clipping paths on a version that are not resolved."""
    marks = table.annotations(reader.db, photo.id)
    drawn = (m for m in marks if isinstance(m.shape, ClippingPath))
    return tuple(m for m in drawn if m.version == version and not m.resolved)


def _is_painted(mark: Annotation) -> bool:
    return isinstance(mark.shape, Brush) and not mark.resolved


def kept_region(reader: Reader, version: Version, marks: Sequence[Annotation]) -> Path:
    """The marks as a grey PNG of the version's size among the desk's files, 255 inside.

    Raises StoreTrouble where a painted mask is lost or there is no room.
    """
    size = {"width": version.width, "height": version.height}
    masks = [_mask(reader, mark, **size) for mark in marks]
    whole = joined(masks, **size)
    return _kept(reader, png.encode(whole.width, whole.height, whole.values))


def kept_copy(reader: Reader, mask: Path) -> Path:
    """A mask file from outside among the desk's files, so that the work can be done again.

    Raises BadInput where it cannot be read, StoreTrouble where there is no room.
    """
    with gate.open_photo(mask) as file:
        return _kept(reader, file.read(), mask.suffix.lower())


def kept_by_hash(reader: Reader, sha256: str) -> Path | None:
    """The mask of that hash among the desk's files; None where there is none."""
    place = reader.folder / files.place_of(sha256, "")
    return next(place.parent.glob(f"{place.name}.*"), None)


def _kept(reader: Reader, content: bytes, ending: str = _ENDING) -> Path:
    return reader.folder / files.place_of(files.keep(reader.folder, content, ending), ending)


def _mask(reader: Reader, mark: Annotation, *, width: int, height: int) -> Mask:
    if isinstance(mark.shape, Brush):
        return read_mask(reader.folder, mark.shape)
    return filled((mark.shape.outline(),), width=width, height=height)
