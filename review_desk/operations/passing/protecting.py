"""What protects a photo's product: a path in its file, a mask file, its transparency; asked for in words."""

from dataclasses import dataclass
from pathlib import Path

from review_desk.domain.photo import Photo, Version
from review_desk.domain.protecting import OWN, asked_path
from review_desk.errors import BadInput
from review_desk.imaging.saved_paths import SavedPaths, saved_paths
from review_desk.operations.passing.regions import clipping_paths, kept_region
from review_desk.store.desk import Reader


@dataclass(frozen=True)
class MaskFile:
    """A mask: a file, and the path in it that is the mask by its name; None where its codes are."""

    file: Path
    path: str | None = None


def mask_asked(words: str, photo: Path) -> MaskFile:
    """What “own”, “path” and “path:NAME” mean for a photo's file; else the words are another file.

    Of “own” it is the path that clips, else transparency. Raises BadInput for a path that is not there.
    """
    name = asked_path(words)
    if name is not None:
        return MaskFile(photo, saved_paths(photo).named(name))
    return MaskFile(photo, saved_paths(photo).clipping or None) if words == OWN else MaskFile(Path(words))


def paths_for(reader: Reader, photo: Photo, version: Version) -> SavedPaths:
    """The paths in the version's file; where it has none and lies in the frame of the original, those of the
    original's. Raises BadInput where a file cannot be opened.
    """
    own = saved_paths(reader.resolve(version.file))
    original = photo.original
    same_frame = (version.width, version.height) == (original.width, original.height)
    moved = bool((version.recipe or {}).get("moved"))
    if own.names or version.number == original.number or moved or not same_frame:
        return own
    return saved_paths(reader.resolve(original.file))


def protector(reader: Reader, photo: Photo, version: Version, asked: str | MaskFile) -> MaskFile:
    """The mask that protects the product of a version, as `plan` says. Raises BadInput for a path that is not
    there, StoreTrouble where a drawn one cannot be kept.
    """
    if isinstance(asked, MaskFile):
        return asked
    name = asked_path(asked)
    if name is None and (drawn := clipping_paths(reader, photo, version.number)):
        return MaskFile(kept_region(reader, version, drawn))
    if name is None and photo.mask:
        return MaskFile(reader.resolve(photo.mask))
    paths = paths_for(reader, photo, version)
    if name is None and not paths.clipping:
        return MaskFile(reader.resolve(version.file))
    return MaskFile(paths.file, paths.named(name or ""))


@dataclass(frozen=True)
class Protectors:
    """What could protect a photo's product: `own` in words, the paths in its file, which of them clips."""

    own: str
    paths: tuple[str, ...]
    clipping: str


def protectors(reader: Reader, photo: Photo, version: Version) -> Protectors:
    """What there is for a version of a photo; nothing to choose where a file is gone: a run says so."""
    try:
        paths = paths_for(reader, photo, version)
    except BadInput:
        return Protectors("what the photo brings along", (), "")
    if clipping_paths(reader, photo, version.number):
        own = "the clipping path drawn on it"
    elif photo.mask:
        own = "its mask"
    else:
        own = f"the path “{paths.clipping}” in its file" if paths.clipping else "its transparency"
    return Protectors(own, paths.names, paths.clipping)
