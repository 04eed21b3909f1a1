"""A studio's own models: added once they are proven, verified, compared by numbers, removed."""

import hashlib
import shutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review_desk.errors import BadInput, Cancelled, DeskError, Refused
from review_desk.imaging.formats import is_photo_name
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.fan_out import Progress
from review_desk.operations.passing.running import pass_workers
from review_desk.passes.card import MAX_BYTES, MODEL, ModelCard, described
from review_desk.passes.library import Damaged, Library, library
from review_desk.passes.tasks import TASKS, task_named

_TRIAL_S = 60.0
_MEASURE_S = 120.0
_NAME = "abcdefghijklmnopqrstuvwxyz0123456789-."
_LARGEST_CARD = 100_000
_MOST = 40
_HIGHER_IS_BETTER = ("gain_db", "psnr_db", "iou")


@dataclass(frozen=True)
class Shelf:
    """The models there are; `active` and `own` are hashes of those that run for their task, and of a
    studio's own.
    """

    cards: tuple[ModelCard, ...]
    damaged: tuple[Damaged, ...]
    active: frozenset[str]
    own: frozenset[str]


@dataclass(frozen=True)
class Verified:
    """One model looked at: `why` is the sentence where it is not in order, `ms` what a tile takes."""

    name: str
    task: str
    sha256: str
    own: bool
    active: bool
    ok: bool
    why: str = ""
    ms: int | None = None
    provider: str = ""
    fallback: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `review-desk models verify --json` gives it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Compared:
    """Two models on the same photos. `measures` has for each name the mean of A, the mean of B, and the worst
    of each; `better` names the one with the better mean of the measure that counts, "" where they are alike.
    """

    task: str
    models: tuple[str, str]
    photos: int
    measures: Mapping[str, Mapping[str, tuple[float, float]]]
    better: str
    left_out: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """As `review-desk models compare --json` gives it."""
        told = {name: {key: list(pair) for key, pair in both.items()} for name, both in self.measures.items()}
        return {**vars(self), "models": list(self.models), "measures": told, "left_out": dict(self.left_out)}


def own_shelf() -> Shelf:
    """This person's models."""
    own = library()
    cards, damaged = own.shelf()
    active = frozenset(card.sha256 for card in cards if is_active(own, card))
    return Shelf(cards, damaged, active, frozenset(card.sha256 for card in cards if own.is_own(card)))


def use(name: str) -> ModelCard:
    """Make a model of this person's the active one of its task. Raises BadInput."""
    return library().use(name)


def remove(name: str) -> str:
    """Take a model of this person's out, damaged or whole. Raises BadInput or Refused."""
    return library().remove(name)


def add_own(file: Path, card: Path) -> ModelCard:
    """As `add`, to this person's models, with a worker of its own."""
    with pass_workers() as pool:
        return add(library(), pool, file, card)


def verify_own() -> tuple[Verified, ...]:
    """As `verify`, of this person's models, with a worker of its own."""
    with pass_workers() as pool:
        return verify(library(), pool)


def compare_own(names: tuple[str, str], folder: Path) -> Compared:
    """As `compare`, of this person's models, with a worker of its own."""
    with pass_workers() as pool:
        return compare(library(), pool, names, folder, most=_MOST, progress=lambda _: None)


def add(own: Library, pool: WorkerPool, file: Path, card: Path) -> ModelCard:
    """Take a model in: copied, its hash held against the card, loaded and tried by a worker within limits.

    Nothing is kept of one that is refused. Raises BadInput or Refused in one sentence.
    """
    part = own.folder / f".part-{uuid.uuid4().hex}"
    try:
        text = _card_text(card)
        content = _bytes(file)
        part.mkdir(parents=True)
        (part / MODEL).write_bytes(content)
        (part / "card.toml").write_bytes(text)
        told = described(part / "card.toml", part / MODEL, file.name)
        _require_sound(told, content)
        _try(pool, part / MODEL, part / "card.toml").result()
        return own.keep(told, text)
    except OSError as error:
        raise BadInput(f"{own.folder} cannot be written to: {error.strerror}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def verify(own: Library, pool: WorkerPool, name: str = "") -> tuple[Verified, ...]:
    """Every model, or the one of that name: its hash, and one run by a worker. Raises BadInput."""
    cards, damaged = own.shelf()
    chosen = [own.named(name)] if name and name not in {one.name for one in damaged} else list(cards)
    chosen = [] if name in {one.name for one in damaged} else chosen
    gone = [
        Verified(one.name, "", one.name, own=True, active=False, ok=False, why=one.why)
        for one in damaged
        if name in ("", one.name)
    ]
    return (*(_verified(own, pool, card) for card in chosen), *gone)


def compare(
    own: Library,
    pool: WorkerPool,
    names: tuple[str, str],
    folder: Path,
    *,
    most: int,
    progress: Callable[[Progress], None],
) -> Compared:
    """Run both on the photos under `folder`, at most so many spread evenly over the sorted names.

    Raises BadInput where they are for different tasks, where no photo can tell them apart, and where a model
    fails.
    """
    one, other = (own.named(name) for name in names)
    if one.task != other.task:
        raise BadInput(f"{one.name} is for {one.task}, {other.name} for {other.task}: they do other things.")
    measured = [task.name for task in TASKS if task.measured]
    if one.task not in measured:
        raise BadInput(
            f"No photo holds a truth for {one.task} by itself: there is one for {', '.join(measured)}."
        )
    rows: list[tuple[Mapping[str, float], Mapping[str, float]]] = []
    left_out: dict[str, str] = {}
    photos = _photos(folder, most)
    for number, photo in enumerate(photos):
        both = [_measure(own, pool, photo, card) for card in (one, other)]
        found = [_outcome(future) for future in both]
        if isinstance(found[0], dict) and isinstance(found[1], dict):
            rows.append((found[0], found[1]))
        else:
            left_out[photo.name] = next(why for why in found if isinstance(why, str))
        progress(Progress(number + 1, len(photos)))
    if not rows:
        why = next(iter(left_out.values()), "there are none")
        raise BadInput(f"No photo under {folder} can tell them apart: {why}")
    return _compared(one, other, rows, left_out)


def _card_text(card: Path) -> bytes:
    try:
        text = card.read_bytes() if card.stat().st_size <= _LARGEST_CARD else b""
    except OSError as error:
        raise BadInput(f"The card {card.name} cannot be read: {error.strerror}.") from error
    if not text:
        raise BadInput(f"The card {card.name} is empty, or too large to be one.")
    return text


def _bytes(file: Path) -> bytes:
    """Raises BadInput for a link, a folder, an empty file and one that is too large."""
    if file.is_symlink():
        raise BadInput(f"{file.name} is only a link: name the file itself.")
    if not file.is_file():
        raise BadInput(f"{file.name} is not there, or is no file.")
    size = file.stat().st_size
    if not size:
        raise BadInput(f"{file.name} is empty.")
    if size > MAX_BYTES:
        raise BadInput(
            f"{file.name} is too large: {size / 1e6:,.0f} MB, {MAX_BYTES / 1e6:.0f} MB are allowed."
        )
    return file.read_bytes()


def _require_sound(told: ModelCard, content: bytes) -> None:
    """Raises BadInput where the card names another file, another task, or has no name to call it by."""
    if not told.name or set(told.name) - set(_NAME) or told.name[0] in "-.":
        raise BadInput(f"“{told.name}” is no name for a model: small letters, digits, - and dots are.")
    sha256 = hashlib.sha256(content).hexdigest()
    if (told.sha256, told.size) != (sha256, len(content)):
        raise BadInput(
            f"The card is for another file: this one has {len(content):,} bytes and the SHA-256 {sha256}."
        )
    task = task_named(told.task)
    if told.factor not in task.factors:
        allowed = " or ".join(map(str, task.factors))
        raise BadInput(f"A model for {task.name} answers {allowed} times as large, not {told.factor} times.")
    if not told.tile:
        raise BadInput("The card gives no size of a tile.")


def _try(pool: WorkerPool, model: Path, card: Path) -> "Future[Reply]":
    return pool.submit("try_model", timeout_s=_TRIAL_S, path=model, card=card)


def _verified(own: Library, pool: WorkerPool, card: ModelCard) -> Verified:
    mine = own.is_own(card)
    place = card.file.with_suffix(".toml") if mine else card.folder / "card.toml"
    told: dict[str, Any] = {"own": mine, "active": is_active(own, card)}
    try:
        found = _try(pool, card.file, place).result().values
    except (BadInput, Refused) as error:
        return Verified(card.name, card.task, card.sha256, **told, ok=False, why=str(error))
    return Verified(card.name, card.task, card.sha256, **told, ok=True, **found)


def is_active(own: Library, card: ModelCard) -> bool:
    """Whether it is the model that runs for its task where nobody names another."""
    chosen = own.chosen().get(card.task)
    if chosen is not None:
        return chosen in (card.name, card.sha256)
    return not own.is_own(card)


def _measure(own: Library, pool: WorkerPool, photo: Path, card: ModelCard) -> "Future[Reply]":
    return pool.submit("measure_model", timeout_s=_MEASURE_S, path=photo, model=card.sha256, own=own.folder)


def _outcome(future: "Future[Reply]") -> dict[str, float] | str:
    """What was measured, or why not."""
    try:
        found: dict[str, float] | None = future.result().values["measured"]
    except Cancelled:
        raise
    except DeskError as error:
        return str(error)
    return found if found is not None else "it holds no truth for this task (a cut-out has its transparency)."


def _photos(folder: Path, most: int) -> list[Path]:
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder.")
    found = sorted(path for path in folder.rglob("*") if path.is_file() and is_photo_name(path.name))
    return found[:: max(1, -(-len(found) // most))]


def _compared(
    one: ModelCard,
    other: ModelCard,
    rows: Sequence[tuple[Mapping[str, float], Mapping[str, float]]],
    left_out: Mapping[str, str],
) -> Compared:
    measures = {}
    for name in rows[0][0]:
        columns = [[row[side][name] for row in rows] for side in (0, 1)]
        worst = min if name in _HIGHER_IS_BETTER else max
        mean = tuple(round(sum(values) / len(values), 4) for values in columns)
        measures[name] = {
            "mean": (mean[0], mean[1]),
            "worst": (round(worst(columns[0]), 4), round(worst(columns[1]), 4)),
        }
    first, second = next(both["mean"] for name, both in measures.items() if name in _HIGHER_IS_BETTER)
    better = "" if first == second else one.name if first > second else other.name
    return Compared(one.task, (one.name, other.name), len(rows), measures, better, left_out)
