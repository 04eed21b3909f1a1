"""Seals: what left the desk, so that a later change shows. No key is involved: a seal is not a signature.

A seal holds, for each delivered photo, the hash of its file and of its record, and the hash of the desk's
newest event when it was made, by which everything before that stands fixed too. Its digest covers all of it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from review_desk.domain.annotation import Annotation
from review_desk.domain.decision import Verdict
from review_desk.domain.event import canonical_json
from review_desk.domain.photo import Photo, Version
from review_desk.errors import BadInput

KEPT_BACK = (Verdict.REJECT, Verdict.CORRECT, Verdict.ESCALATE)
"""Photos with these verdicts are not delivered."""


@dataclass(frozen=True)
class SealedPhoto:
    """One delivered photo. `file` is the name it had; `record` is the hash of what was decided and marked."""

    photo: str
    name: str
    version: int
    file: str
    sha256: str
    verdict: str
    record: str


@dataclass(frozen=True)
class Seal:
    """What was delivered of a batch, as of the event `head_seq` with `head_hash`. `released`: at a gate."""

    id: str
    desk: str
    batch: str
    batch_name: str
    at: str
    person: str
    head_seq: int
    head_hash: str
    photos: tuple[SealedPhoto, ...]
    released: bool
    digest: str = ""

    def expected_digest(self) -> str:
        """SHA-256 over the canonical JSON of all else, as hex."""
        body = {name: value for name, value in self.to_json().items() if name != "digest"}
        return hashlib.sha256(canonical_json(body).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """As it is stored, and written beside delivered files."""
        return {**asdict(self), "photos": [asdict(each) for each in self.photos]}

    @property
    def words(self) -> str:
        """Such as “sealed by Ada on 2026-11-21 at 09:30: 28 photos, digest 0a1b2c3d”."""
        count = f"{len(self.photos):,} photo{'s' if len(self.photos) != 1 else ''}"
        when = f"on {self.at[:10]} at {self.at[11:16]}"
        return f"sealed by {self.person} {when}: {count}, digest {self.digest[:12]}"


@dataclass(frozen=True)
class Breach:
    """One thing that is not as it was sealed; `photo` is empty where it is no photo's."""

    photo: str
    name: str
    what: str

    @property
    def words(self) -> str:
        """In a sentence."""
        return f"{self.name}: {self.what}" if self.name else self.what


def read_seal(document: Any) -> Seal:
    """A seal from its JSON. Raises BadInput where it is none."""
    try:
        photos = tuple(SealedPhoto(**each) for each in document["photos"])
        seal = Seal(**{**document, "photos": photos})
        texts = (seal.id, seal.desk, seal.batch_name, seal.at, seal.person, seal.head_hash, seal.digest)
        whole = all(
            isinstance(each, str) for each in (*texts, *(v for p in photos for v in (p.file, p.sha256)))
        )
    except (KeyError, TypeError) as error:
        raise BadInput("This is not a seal of Review Desk.") from error
    if not whole or not isinstance(seal.head_seq, int):
        raise BadInput("This is not a seal of Review Desk.")
    return seal


def delivered(photo: Photo) -> Version | None:
    """The version of a photo that is delivered: the one approved, else the newest; None: none is."""
    if photo.verdict in KEPT_BACK:
        return None
    return photo.version(photo.decision.version) if photo.decision and photo.verdict else photo.latest


def record_of(photo: Photo, marks: Sequence[Annotation]) -> str:
    """The hash of what was decided on a photo and marked on it.

    The fields are named one by one and stay as they are: a desk that knows more must find the same hash.
    """
    decided = photo.decision
    names = ("verdict", "version", "note", "reviewer", "at")
    document = {
        "decision": {**{name: getattr(decided, name) for name in names}, "tags": list(decided.tags)}
        if decided else None,
        "marks": [
            [m.id, m.version, m.shape.to_json(), list(m.tags), m.note, m.severity, m.resolved]
            for m in sorted(marks, key=lambda mark: mark.id)
        ],
        "versions": [[version.number, version.role, version.sha256] for version in photo.versions],
    }  # fmt: skip
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def breaches(
    seal: Seal,
    *,
    head_hash: str,
    released: bool,
    photos: Mapping[str, Photo],
    marks: Mapping[str, Sequence[Annotation]],
    told: Mapping[str, Sequence[str]],
) -> Iterator[Breach]:
    """What a desk says otherwise than the seal; nothing for a whole one. Files are not looked at.

    `head_hash` is what the event `head_seq` has now (empty: it is gone), `released` whether the batch still
    is; `told` are sentences of what happened to each photo since.
    """
    if seal.digest != seal.expected_digest():
        yield Breach("", "", "the seal itself was changed after it was made")
    if head_hash != seal.head_hash:
        yield Breach("", "", f"the log was changed: event {seal.head_seq} is not the one that was sealed")
    if seal.released and not released:
        yield Breach("", "", "the batch is no longer released")
    for each in seal.photos:
        if what := _changed(each, photos.get(each.photo), marks.get(each.photo, ())):
            since = "; ".join(told.get(each.photo, ()))
            yield Breach(each.photo, each.name, f"{what} ({since})" if since else what)


def _changed(each: SealedPhoto, photo: Photo | None, marks: Sequence[Annotation]) -> str:
    if photo is None:
        return "it is no longer in the batch"
    verdict = str(photo.verdict or "")
    if verdict != each.verdict:
        return f"its verdict was {each.verdict or 'none'} when sealed and is {verdict or 'none'} now"
    version = delivered(photo)
    if version is None or (version.number, version.sha256) != (each.version, each.sha256):
        return f"version {each.version} was delivered, and another one counts now"
    return "" if record_of(photo, marks) == each.record else "its tags, note, marks or versions were changed"
