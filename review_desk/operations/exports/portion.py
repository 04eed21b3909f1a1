"""What is exported: photos of one batch with their marks, in a fixed order, and what an export is made of."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath

from review_desk.domain.annotation import Annotation
from review_desk.domain.comment import Thread
from review_desk.domain.decision import Verdict
from review_desk.domain.event import Event
from review_desk.domain.failure_mode import Taxonomy
from review_desk.domain.mask.mask import Mask
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Bounds, Point
from review_desk.operations.exports.plain import ending, is_plain
from review_desk.operations.taxonomy import failure_modes
from review_desk.store.masks import path_of, read_mask

_BACK = (Verdict.REJECT, Verdict.CORRECT)

IMAGES = "images"
"""The folder of an export with the pictures that nobody has but the desk."""

FROM_THE_DESK = "from-the-desk"
"""The folder that these are in beside the batch's own."""

UNNAMED = "unnamed"
"""The category of a mark that names no failure mode."""


@dataclass(frozen=True)
class Written:
    """One file of an export: its name, its text and how many rows or objects it holds."""

    name: str
    text: str
    rows: int


@dataclass(frozen=True)
class VersionFile:
    """A version as others read it, made by a worker: upright, 8 bit, sRGB, of the format its name ends in.

    `as_is` copies the version's file; `edge` limits the longer side in pixels (0: as it is).
    """

    name: str
    version: Version
    as_is: bool = False
    edge: int = 0


@dataclass(frozen=True)
class MaskFile:
    """A grey PNG of a version's size, 255 inside any of the outlines, made by a worker.

    Over these what was `painted`, as strong as it was: files with the box of the version they lie in.
    """

    name: str
    version: Version
    outlines: tuple[tuple[Point, ...], ...]
    painted: tuple[tuple[Path, Bounds], ...] = ()


Part = Written | VersionFile | MaskFile


@dataclass(frozen=True)
class Portion:
    """The photos of a batch in their order, and the marks of each from the undermost to the topmost.

    `source` is the folder that the batch was brought in from. `events` reads the desk's log, for the formats
    that ask how its verdicts came about; `desk` is the folder in whose files painted masks lie. `threads` are
    what people said to each other, by photo; `taxonomy` has the failure modes in force.
    """

    source: str
    photos: tuple[Photo, ...]
    marks: Mapping[str, tuple[Annotation, ...]]
    batch: str = ""
    events: Callable[[], Iterable[Event]] = tuple
    desk: Path = Path()
    threads: Mapping[str, tuple[Thread, ...]] = field(default_factory=dict)
    taxonomy: Taxonomy = field(default_factory=failure_modes)

    @property
    def judged(self) -> Mapping[str, str]:
        """The hash of the event by which each decided photo has its verdict."""
        return self._judgements[0]

    @property
    def beaten(self) -> Mapping[str, frozenset[int]]:
        """The versions of each photo that were ever sent back."""
        return self._judgements[1]

    @cached_property
    def _judgements(self) -> tuple[dict[str, str], dict[str, frozenset[int]]]:
        return _judgements(self.events(), self.marks)

    def shown(self) -> Iterator[tuple[Photo, Version, tuple[Annotation, ...]]]:
        """Every version that bears marks, and the newest of a photo that has none."""
        for photo in self.photos:
            marks = self.marks.get(photo.id, ())
            for number in sorted({mark.version for mark in marks}) or [photo.latest.number]:
                yield photo, photo.version(number), tuple(m for m in marks if m.version == number)

    def mask(self, brush: Brush) -> Mask:
        """What was painted, on whole pixels of the version. Raises StoreTrouble where its file is gone."""
        return read_mask(self.desk, brush)

    @cached_property
    def home(self) -> PurePath:
        """The folder that names start from: the batch's, or where its photos lie since they were moved."""
        files = [PurePath(version.file) for photo in self.photos for version in photo.versions]
        away = [file.parent for file in files if file.is_absolute() and not file.is_relative_to(self.source)]
        if not away or any(file.is_relative_to(self.source) for file in files):
            return PurePath(self.source)
        drives = {folder.drive for folder in away}
        return PurePath(os.path.commonpath(away)) if len(drives) == 1 else PurePath(self.source)

    def name_of(self, version: Version) -> str:
        """A version's picture as others look for it: from the folder of the photos, with forward slashes.

        Readers refuse absolute names. What does not lie there, as a person's version or a pass's, is named as
        `taken_along` hands it out.
        """
        file = PurePath(version.file)
        if file.is_relative_to(self.home):
            return file.relative_to(self.home).as_posix()
        return f"{FROM_THE_DESK}/{version.photo}_v{version.number}.{ending(version)}"

    def taken_along(self) -> Iterator[VersionFile]:
        """The pictures that are named and do not lie in the folder of the photos, to be laid into it."""
        for _, version, _ in self.shown():
            name = self.name_of(version)
            if name.startswith(f"{FROM_THE_DESK}/"):
                yield VersionFile(f"{IMAGES}/{name}", version, as_is=is_plain(version))

    def categories(self) -> dict[str, int]:
        """Numbers of the failure modes: those of the desk in their order, then others that marks name."""
        known = [mode.id for mode in self.taxonomy.modes]
        named = {tag for marks in self.marks.values() for mark in marks for tag in mark.tags}
        return {name: number for number, name in enumerate([*known, *sorted(named - {*known}), UNNAMED], 1)}


def mask_file(name: str, version: Version, marks: Iterable[Annotation], portion: Portion) -> MaskFile | None:
    """What closed marks of a version go around, as one picture; nothing where there is no such mark."""
    shapes = [mark.shape for mark in marks if mark.shape.closed]
    painted = tuple((path_of(portion.desk, s), s.rounded().bounds()) for s in shapes if isinstance(s, Brush))
    outlines = tuple(shape.outline() for shape in shapes if not isinstance(shape, Brush))
    return MaskFile(name, version, outlines, painted) if shapes else None


def _judgements(
    events: Iterable[Event], wanted: Iterable[str]
) -> tuple[dict[str, str], dict[str, frozenset[int]]]:
    """The event by which each photo has its verdict, and its versions that were ever sent back."""
    judged: dict[str, str] = {}
    beaten: dict[str, frozenset[int]] = {}
    photos = set(wanted)
    for event in events:
        after = event.payload.get("after") if event.kind == "decision" else None
        if event.photo not in photos or not after or not after.get("verdict"):
            continue
        judged[event.photo] = event.hash
        if after["verdict"] in _BACK:
            beaten[event.photo] = beaten.get(event.photo, frozenset()) | {after["version"]}
    return judged, beaten


def tags_of(mark: Annotation) -> tuple[str, ...]:
    """What a mark names; one category at least."""
    return mark.tags or (UNNAMED,)
