"""What a trainer learns from a photo: what it was, what AI made of it, what a person made of that."""

from dataclasses import dataclass
from typing import Any

from review_desk.domain.annotation import SEVERITIES, Annotation
from review_desk.domain.photo import Photo, Version
from review_desk.domain.split import group_of
from review_desk.operations.exports.plain import ending, is_plain
from review_desk.operations.exports.portion import Portion, VersionFile


@dataclass(frozen=True)
class Lesson:
    """`after` is the version that was judged, `target` the newest that a person made of it later.

    Nothing stands where there is none: a photo that AI has not touched has no `after`.
    """

    photo: Photo
    before: Version
    after: Version | None
    target: Version | None
    marks: tuple[Annotation, ...]

    @property
    def tags(self) -> list[str]:
        """Failure modes on the photo and on the marks of the version judged, each once, in order."""
        own = self.photo.decision.tags if self.photo.decision else ()
        return list(dict.fromkeys((*own, *(tag for mark in self.marks for tag in mark.tags))))

    @property
    def severity(self) -> str | None:
        """The worst of its marks."""
        found = [SEVERITIES.index(mark.severity) for mark in self.marks]
        return SEVERITIES[max(found)] if found else None

    @property
    def prompt(self) -> str | None:
        """What AI was asked for, where the version's recipe says so."""
        said = (self.after.recipe or {}).get("prompt") if self.after else None
        return str(said) if said else None


def lesson(photo: Photo, portion: Portion) -> Lesson:
    """What one photo teaches."""
    judged = photo.version(photo.decision.version) if photo.decision else photo.latest
    made = [version for version in photo.versions if version.role == "ai"]
    after = judged if judged.role == "ai" else (made[-1] if made else None)
    begun = after.number if after else photo.original.number
    finished = [v for v in photo.versions if v.role == "human" and v.number > begun]
    marks = tuple(m for m in portion.marks.get(photo.id, ()) if after and m.version == after.number)
    return Lesson(photo, photo.original, after, finished[-1] if finished else None, marks)


def facts(taught: Lesson, portion: Portion) -> dict[str, Any]:
    """The columns beside the pictures: the same keys for every photo, null where nothing is known.

    `instruction` says in words what was to be mended: the failure modes and the note.
    """
    photo, after = taught.photo, taught.after
    recipe = (after.recipe if after else None) or {}
    return {
        "prompt": taught.prompt,
        "instruction": _instruction(taught, portion) or None,
        "verdict": str(photo.verdict) if photo.verdict else None,
        "tags": taught.tags,
        "severity": taught.severity,
        "note": (photo.decision.note if photo.decision else "") or None,
        "photo": photo.id,
        "sku": photo.sku or None,
        "colourway": photo.colourway or None,
        "shot": photo.shot or None,
        **{name: _text(photo.fields.get(name)) for name in ("category", "surface", "preset", "model")},
        "level": photo.assignment.level if photo.assignment else None,
        "split_group": group_of(photo),
        "before_sha256": taught.before.sha256,
        "after_sha256": after.sha256 if after else None,
        "target_sha256": taught.target.sha256 if taught.target else None,
        "pass_id": _text(recipe.get("pass")),
        "model_sha256": _text(recipe.get("model_sha256")),
        "event_hash": portion.judged.get(photo.id),
    }


def _instruction(taught: Lesson, portion: Portion) -> str:
    titles = [portion.taxonomy.name_of(tag) for tag in taught.tags]
    note = taught.photo.decision.note if taught.photo.decision else ""
    return ". ".join(filter(None, (", ".join(titles), note)))


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def picture(photo: Photo, version: Version, role: str, *, folder: str, jpeg: bool = False) -> VersionFile:
    """A version under a name of its own in a folder of the export; its file as it is where that is plain."""
    plain = is_plain(version) and not (jpeg and (version.format, version.mode) != ("JPEG", "RGB"))
    kind = "jpg" if jpeg else ending(version)
    return VersionFile(f"{folder}/{photo.id}_{role}.{kind}", version, as_is=plain)
