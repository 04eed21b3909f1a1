"""The models there are: those the desk brings along, and a studio's own, each under its hash.

A studio's own lie flat in the person's data folder, never in a desk: a desk may come from somebody else, and
opening one must not bring a model along.
"""

import contextlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from review_desk.errors import BadInput, DeskError, Refused
from review_desk.passes.card import ModelCard, content, described, models, shipped
from review_desk.paths import own_models
from review_desk.whole_file import write_whole

_ACTIVE = "active.toml"


@dataclass(frozen=True)
class Damaged:
    """A model of the studio's own that cannot be used, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Library:
    """`folder` holds the studio's own models as `<sha256>.onnx` with `<sha256>.toml` beside it, and which
    model is the active one of a task where that is not the desk's own.
    """

    folder: Path

    def shelf(self) -> tuple[tuple[ModelCard, ...], tuple[Damaged, ...]]:
        """The models there are, the desk's own first, each by name; and those that are damaged."""
        found, damaged = list(models()), []
        for path in self._own():
            try:
                found.append(_whole(self._read(path)))
            except DeskError as error:
                damaged.append(Damaged(path.stem, str(error)))
        return tuple(found), tuple(damaged)

    def named(self, name: str) -> ModelCard:
        """The model of that name, or whose hash begins so. Raises BadInput naming those there are, and for
        one that is damaged.
        """
        cards = self._described()
        for card in cards:
            if card.name == name or (len(name) >= 8 and card.sha256.startswith(name)):
                return _whole(card)
        raise BadInput(f"There is no model “{name}”. There is: {', '.join(card.name for card in cards)}.")

    def with_hash(self, sha256: str) -> ModelCard:
        """The model whose file has that hash. Raises BadInput where it is gone."""
        for card in self._described():
            if card.sha256 == sha256:
                return _whole(card)
        raise BadInput(f"The model with the SHA-256 {sha256[:12]}… is not here any more.")

    def is_own(self, card: ModelCard) -> bool:
        """Whether a studio added it."""
        return card.folder == self.folder

    def active(self, task: str, default: str) -> ModelCard:
        """The model that runs for a task: the one somebody chose, else the desk's `default`. Raises BadInput
        where what was chosen is gone or damaged: nobody gets another model's result unasked.
        """
        chosen = self.chosen().get(task)
        if chosen is None:
            return self.named(default)
        try:
            return self.named(chosen)
        except BadInput as error:
            said = f"The active model for {task} is gone or damaged. Choose another one in “models use”."
            raise BadInput(said) from error

    def wanted(self, task: str, default: str) -> ModelCard | None:
        """As `active`; None where a pass does without a model and nobody chose one for its task."""
        return self.active(task, default) if default or task in self.chosen() else None

    def chosen(self) -> dict[str, str]:
        """The active model by task where one was chosen: its hash, of the desk's own the name.

        Raises BadInput for a damaged file.
        """
        try:
            read = tomllib.loads((self.folder / _ACTIVE).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise BadInput(f"{self.folder / _ACTIVE} cannot be read: {error}.") from error
        return {str(task): str(model) for task, model in read.get("active", {}).items()}

    def use(self, name: str) -> ModelCard:
        """Make a model the active one of its task. Raises BadInput."""
        card = self.named(name)
        own = card.sha256 if self.is_own(card) else card.name  # the desk's own change with the desk
        self._choose({**self.chosen(), card.task: own})
        return card

    def keep(self, card: ModelCard, text: bytes) -> ModelCard:
        """Copy a checked model and its card's `text` in, whole or not at all. Raises Refused."""
        if any(other.name == card.name for other in self._described()):
            raise Refused(
                f"There is a model {card.name} already: remove it first, or give this another name."
            )
        place = self.folder / f"{card.sha256}.onnx"
        _write(place, content(card))
        _write(place.with_suffix(".toml"), text)
        return self._read(place.with_suffix(".toml"))

    def remove(self, name: str) -> str:
        """Take a model of the studio's own out; where it was the active one the desk's own runs again. Of a
        damaged one `name` is its hash. Returns its name. Raises BadInput for an unknown one, Refused for one
        that the desk brought along.
        """
        damaged = next((one.name for one in self.shelf()[1] if one.name == name), "")
        card = None if damaged else self.named(name)
        if card and not self.is_own(card):
            raise Refused(f"{card.name} came with the desk and stays.")
        sha256 = card.sha256 if card else damaged
        self._choose({task: model for task, model in self.chosen().items() if model != sha256})
        for ending in (".toml", ".onnx"):
            (self.folder / f"{sha256}{ending}").unlink(missing_ok=True)
        return card.name if card else damaged

    def _own(self) -> list[Path]:
        """The cards of the studio's own."""
        found = sorted(self.folder.glob("*.toml")) if self.folder.is_dir() else []
        return [path for path in found if path.name != _ACTIVE]

    def _described(self) -> list[ModelCard]:
        """Models that nobody has looked at; a card that cannot be read is left to `shelf`."""
        found = list(shipped())
        for path in self._own():
            with contextlib.suppress(BadInput):
                found.append(self._read(path))
        return found

    def _read(self, path: Path) -> ModelCard:
        card = described(path, path.with_suffix(".onnx"), path.stem[:12])
        if card.sha256 != path.stem:
            raise BadInput(f"The card of the model {card.name} was changed: it names another file.")
        return card

    def _choose(self, chosen: dict[str, str]) -> None:
        lines = "".join(f'{task} = "{model}"\n' for task, model in sorted(chosen.items()))
        _write(self.folder / _ACTIVE, f"[active]\n{lines}".encode())


def library() -> Library:
    """This person's."""
    return Library(own_models())


def _whole(card: ModelCard) -> ModelCard:
    content(card)
    return card


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all. Raises BadInput where the folder cannot be written to."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, content)
    except OSError as error:
        raise BadInput(f"{place.parent} cannot be written to: {error.strerror}.") from error
