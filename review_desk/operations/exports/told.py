"""What a client's report says of each photo, whatever it is written on: a web page or paper."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from review_desk.domain.annotation import Annotation
from review_desk.domain.carrying import roots
from review_desk.domain.comment import Thread
from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.escalation import named
from review_desk.domain.photo import Photo, Version, version_names
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Point
from review_desk.operations.exports.portion import Portion

SIGNS = {Verdict.APPROVE: "✓", Verdict.CORRECT: "↻", Verdict.REJECT: "✕", Verdict.ESCALATE: "↑"}
_ORDER = [Verdict.REJECT, Verdict.ESCALATE, Verdict.CORRECT, None, Verdict.APPROVE]


@dataclass(frozen=True)
class ToldMark:
    """A mark: its words, and its lines in pixels of the version. `place` is where its number stands.

    `painted` ones are washed with colour inside.
    """

    words: str
    state: str
    closed: bool
    painted: bool
    lines: tuple[tuple[Point, ...], ...]
    place: Point


@dataclass(frozen=True)
class ToldThread:
    """A thread: where and whether it is open, then who said what."""

    state: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """One photo. `width` and `height` are pixels of the version that is shown."""

    picture: str
    name: str
    verdict: str
    width: int
    height: int
    lines: tuple[str, ...]
    marks: tuple[ToldMark, ...]
    threads: tuple[ToldThread, ...]

    def to_json(self) -> dict[str, Any]:
        """As it is handed to whoever paints it."""
        return asdict(self)


def told_photos(portion: Portion) -> list[Photo]:
    """What was judged, tagged, marked or talked about, the worst first."""
    found = [
        photo
        for photo in portion.photos
        if photo.decision or portion.marks.get(photo.id) or portion.threads.get(photo.id)
    ]
    return sorted(found, key=lambda photo: (_ORDER.index(photo.verdict), photo.position))


def shown_version(photo: Photo, portion: Portion) -> Version:
    """The version that was judged, or else the newest that bears a mark."""
    numbers = [mark.version for mark in portion.marks.get(photo.id, ())]
    judged = photo.decision.version if photo.decision else max(numbers, default=photo.latest.number)
    return photo.version(judged)


def summary(portion: Portion, shown: int) -> str:
    """How many photos have which verdict."""
    counts = Counter(photo.verdict for photo in portion.photos)
    said = [f"{counts[verdict]} {verdict.past}" for verdict in Verdict if counts[verdict]]
    if counts[None]:
        said.append(f"{counts[None]} without a verdict")
    return f"{len(portion.photos)} photos: {', '.join(said)}. {shown} are shown."


def told(photo: Photo, version: Version, picture: str, portion: Portion) -> Told:
    """Everything that is said of a photo."""
    marks = [mark for mark in portion.marks.get(photo.id, ()) if mark.version == version.number]
    name = " · ".join(filter(None, (photo.title, photo.colourway, photo.shot)))
    verdict = f"{SIGNS[photo.verdict]} {photo.verdict.past}" if photo.verdict else "no verdict"
    size = f"{version_names(photo.versions)[version.number]} · {version.width} × {version.height} px"
    lines = tuple(_lines(photo.decision, portion)) if photo.decision else ()
    every = portion.marks.get(photo.id, ())
    threads = tuple(_thread(each, marks, every) for each in portion.threads.get(photo.id, ()))
    return Told(
        picture, name, f"{verdict} · {size}", version.width, version.height, lines,
        tuple(_mark(mark, portion) for mark in marks), threads,
    )  # fmt: skip


def _lines(decision: Decision, portion: Portion) -> Iterator[str]:
    if decision.tags:
        yield _named(decision.tags, portion)
    if decision.note:
        yield decision.note
    if decision.question:
        to = f"{named(decision.escalated_to)}: " if decision.escalated_to else ""
        yield f"Asked: {to}“{decision.question}”"


def _mark(mark: Annotation, portion: Portion) -> ToldMark:
    words = " · ".join(filter(None, (_named(mark.tags, portion), mark.note)))
    left, top, *_ = mark.shape.bounds()
    state = f"{mark.severity}{' (resolved)' if mark.resolved else ''}"
    shape, lines = mark.shape, tuple(tuple(line) for line in mark.shape.lines())
    return ToldMark(words or "marked", state, shape.closed, isinstance(shape, Brush), lines, (left, top))


def _thread(thread: Thread, marks: list[Annotation], every: Sequence[Annotation]) -> ToldThread:
    """A thread, with the number that its mark, or what became of it, has here."""
    numbers = {mark.id: number for number, mark in enumerate(marks, 1)}
    first = roots(every)
    kin = [key for key in first if thread.mark in first and first[key] == first[thread.mark]]
    own = [numbers[key] for key in kin if key in numbers]
    place = f"mark {own[-1]}, " if own else ""
    state = "resolved" if thread.resolved else "open"
    return ToldThread(f"{place}{state}", tuple((each.author, each.text) for each in thread.comments))


def _named(tags: tuple[str, ...], portion: Portion) -> str:
    return ", ".join(map(portion.taxonomy.name_of, tags))
