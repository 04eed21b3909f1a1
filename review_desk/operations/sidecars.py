"""What was decided, in XMP sidecars for Lightroom, Bridge and digiKam. Originals are never touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch
from review_desk.domain.photo import Photo, Version
from review_desk.domain.slice import WHOLE, Slice
from review_desk.domain.xmp.packet import Packet
from review_desk.domain.xmp.words import Judgement, judge
from review_desk.errors import BadInput
from review_desk.imaging.xmp import read_sidecar, sidecars_of
from review_desk.operations.export import chosen_photos
from review_desk.operations.taxonomy import taxonomy_of
from review_desk.store.desk import Reader
from review_desk.whole_file import write_whole


@dataclass(frozen=True)
class Wanted:
    """What is to be said of one photo, beside which file."""

    title: str
    file: Path
    judgement: Judgement


@dataclass(frozen=True)
class Report:
    """Which sidecars were written, how many said so already, and what could not be written, with reasons."""

    written: tuple[Path, ...]
    same: int
    refused: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """In a sentence."""
        said = f"Wrote {len(self.written)} sidecar{'s' if len(self.written) != 1 else ''}"
        said += f", {self.same} said so already" if self.same else ""
        said += f", {len(self.refused)} could not be written: {self.refused[0][1]}" if self.refused else ""
        return said if said.endswith(".") else f"{said}."


def wanted_sidecars(reader: Reader, *, batch: Batch, chosen: Slice = WHOLE) -> list[Wanted]:
    """What is to be said of each judged photo of a slice, beside the version that was judged.

    A version that the desk made lies inside the desk: what is said of it goes beside the photo's newest file
    from outside.
    """
    marks, photos = chosen_photos(reader, batch, chosen)
    families = taxonomy_of(reader).families
    known = {mode.id: (family.name, mode.name) for family in families for mode in family.modes}
    return [
        Wanted(
            photo.title,
            reader.resolve(_outside(photo).file),
            _judgement(photo, marks.get(photo.id, ()), known),
        )
        for photo in photos
        if photo.verdict
    ]


def write_sidecars(
    wanted: Sequence[Wanted], *, folder: Path | None = None, plain_names: bool = False
) -> Report:
    """Write each sidecar whole, beside its file or into `folder`; what others wrote in one is kept.

    One that is there is written on, whatever its name; else `name.ext.xmp`, for a `name.xmp` belongs to
    every file of that name; `plain_names` writes that. What cannot be read or written is told and left.
    """
    written: list[Path] = []
    refused: list[tuple[str, str]] = []
    same = 0
    for each in wanted:
        place = _place(each.file, folder, plain_names)
        try:
            if _say(place, each.judgement):
                written.append(place)
            else:
                same += 1
        except BadInput as error:
            refused.append((each.title, str(error)))
        except OSError as error:
            refused.append((each.title, f"{place.name} could not be written: {error.strerror}."))
    return Report(tuple(written), same, tuple(refused))


def _say(place: Path, judgement: Judgement) -> bool:
    """Whether there was anything to write."""
    there = place.is_file()
    packet = read_sidecar(place) if there else Packet()
    before = packet.to_bytes()
    judge(packet, judgement)
    after = packet.to_bytes()
    if there and after == before:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, after)
    return True


def _place(file: Path, folder: Path | None, plain_names: bool) -> Path:
    home = folder / file.name if folder else file
    found = sidecars_of(home)
    named = home.with_suffix(".xmp") if plain_names else home.with_name(f"{home.name}.xmp")
    return named if not found or named in found else found[0]


def _outside(photo: Photo) -> Version:
    judged = photo.version(photo.decision.version) if photo.decision else photo.latest
    outside = [version for version in photo.versions if Path(version.file).is_absolute()]
    return judged if judged in outside or not outside else outside[-1]


def _judgement(photo: Photo, marks: Sequence[Annotation], known: Mapping[str, tuple[str, str]]) -> Judgement:
    assert photo.decision is not None
    assert photo.verdict is not None
    tags = dict.fromkeys((*photo.decision.tags, *(tag for mark in marks for tag in mark.tags)))
    return Judgement(photo.verdict, tuple(known.get(tag, ("Other", tag)) for tag in tags))
