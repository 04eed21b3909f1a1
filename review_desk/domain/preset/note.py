"""What is noted on a preset, and what it stands for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from review_desk.domain.photo import Photo
from review_desk.domain.preset.repeated import Faults, preset_of


@dataclass(frozen=True)
class PresetNote:
    """What to change in a preset, for a fault of one batch's photos; `fault` is "" for a remark of any kind.

    `photos` had the fault when it was noted.
    """

    id: str
    batch: str
    preset: str
    fault: str
    title: str
    text: str
    photos: tuple[str, ...]
    author: str
    at: str

    @property
    def words(self) -> str:
        """Such as “Note on preset mug-2.0: Halo. Turn the edge blend down.”"""
        what = ". ".join(filter(None, (self.title, self.text.rstrip("."))))
        return f"Note on preset {self.preset}: {what}."

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {**vars(self), "photos": list(self.photos)}

    def stands_for(self, photo: Photo, fault: str) -> bool:
        """Whether this photo's fault is the one that was noted."""
        return bool(fault) and fault == self.fault and self._is_about(photo)

    def _is_about(self, photo: Photo) -> bool:
        return photo.batch == self.batch and preset_of(photo) == self.preset


def noted(photo: Photo, fault: str, notes: Iterable[PresetNote]) -> PresetNote | None:
    """The note that stands for a photo's fault, where there is one."""
    return next((note for note in notes if note.stands_for(photo, fault)), None)


def counted(photos: Sequence[Photo], faults: Faults, notes: Sequence[PresetNote]) -> int:
    """How many faults there are, where a note counts once, whatever number of photos it stands for."""
    single, used = 0, set()
    for photo in photos:
        for fault in faults.get(photo.id, {}):
            if note := noted(photo, fault, notes):
                used.add(note.id)
            else:
                single += 1
    return single + len(used)
