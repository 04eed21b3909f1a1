"""`review-desk models`: a studio's own models beside the desk's."""

import argparse
from collections.abc import Callable
from pathlib import Path

from review_desk.cli.command import Command, answer, say
from review_desk.cli.source import show_progress
from review_desk.errors import BadInput
from review_desk.operations import models as operations
from review_desk.operations.models import Compared, Verified
from review_desk.operations.passing.running import pass_workers
from review_desk.passes.card import ModelCard
from review_desk.passes.library import Library, library
from review_desk.passes.tasks import TASKS

_MOST = 40


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=tuple(_ACTIONS),
        help="list: every model; tasks: what a model is given and answers; verify: run each once;"
        " add FILE --card CARD: take in a studio's own; use NAME: make it the active one of its task;"
        " remove NAME; compare A B --on FOLDER: both on the same photos, by numbers",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a model's name, or for add its file")
    parser.add_argument("--card", type=Path, metavar="CARD", help="for add: the card.toml that describes it")
    parser.add_argument("--on", type=Path, metavar="FOLDER", help="for compare: photos to measure on")
    parser.add_argument(
        "--photos", type=int, default=_MOST, metavar="N", help=f"for compare: at most so many ({_MOST})"
    )


def _models(arguments: argparse.Namespace) -> int:
    needs = _NEEDS[arguments.action]
    if len(arguments.names) not in needs:
        count = " or ".join(_COUNTS[need] for need in needs)
        raise BadInput(f"“models {arguments.action}” takes {count}: {len(arguments.names)} were given.")
    return _ACTIONS[arguments.action](arguments, library())


def _list(arguments: argparse.Namespace, own: Library) -> int:
    cards, damaged = own.shelf()
    rows = [
        {**card.to_json(), "own": own.is_own(card), "active": operations.is_active(own, card)}
        for card in cards
    ]
    for one in damaged:
        say(f"{one.name[:12]}: {one.why}")
    answer(arguments, rows, "\n".join(_line(card, own) for card in cards))
    return 1 if damaged else 0


def _line(card: ModelCard, own: Library) -> str:
    marks = ", active" if operations.is_active(own, card) else ""
    marks += ", own" if own.is_own(card) else ""
    size = f"{card.size / 1000:.1f} kB"
    return f"{card.name} {card.version}  {card.task}{marks}  {size}  {card.sha256[:12]}  {card.summary}"


def _tasks(arguments: argparse.Namespace, _: Library) -> int:
    rows = [{**vars(task), "planes": dict(task.planes)} for task in TASKS]
    answer(arguments, rows, "\n".join(f"{task.name}  {task.summary}" for task in TASKS))
    return 0


def _verify(arguments: argparse.Namespace, own: Library) -> int:
    with pass_workers() as pool:
        found = operations.verify(own, pool, *arguments.names)
    answer(arguments, [one.to_json() for one in found], "\n".join(map(_verified, found)))
    return 0 if all(one.ok for one in found) else 1


def _verified(one: Verified) -> str:
    if not one.ok:
        return f"▲ {one.name[:40]}: {one.why}"
    return f"✓ {one.name}  {one.task}  a tile in {one.ms} ms on {one.provider}. {one.fallback}".rstrip()


def _add(arguments: argparse.Namespace, own: Library) -> int:
    if arguments.card is None:
        raise BadInput("Say with --card CARD what the model is: its card is checked against the file.")
    with pass_workers() as pool:
        card = operations.add(own, pool, Path(arguments.names[0]), arguments.card)
    said = f"{card.name} is kept. “review-desk models use {card.name}” makes it the one for {card.task}."
    answer(arguments, card.to_json(), said)
    return 0


def _use(arguments: argparse.Namespace, own: Library) -> int:
    card = own.use(arguments.names[0])
    answer(arguments, card.to_json(), f"{card.name} is the active model for {card.task} now.")
    return 0


def _remove(arguments: argparse.Namespace, own: Library) -> int:
    name = own.remove(arguments.names[0])
    said = f"{name} is removed. What it made stays; it cannot be made again without it."
    answer(arguments, {"removed": name}, said)
    return 0


def _compare(arguments: argparse.Namespace, own: Library) -> int:
    if arguments.on is None:
        raise BadInput("Say with --on FOLDER on which photos.")
    one, other = arguments.names
    with pass_workers(2) as pool:
        found = operations.compare(
            own, pool, (one, other), arguments.on, most=max(1, arguments.photos), progress=show_progress
        )
    for photo, why in found.left_out.items():
        say(f"{photo}: {why}")
    answer(arguments, found.to_json(), _table(found))
    return 0


def _table(found: Compared) -> str:
    one, other = found.models
    width = max(map(len, (one, other, "12345678")))
    lines = [f"{found.task} on {found.photos} photos"]
    lines += [f"{'':24}  {one:>{width}}  {other:>{width}}"]
    for name, both in found.measures.items():
        for which, (a, b) in both.items():
            lines.append(f"{name + ', ' + which:24}  {a:>{width}.4g}  {b:>{width}.4g}")
    return "\n".join([*lines, f"Better: {found.better or 'neither'}."])


_ACTIONS: dict[str, Callable[[argparse.Namespace, Library], int]] = {
    "list": _list, "tasks": _tasks, "verify": _verify, "add": _add, "use": _use, "remove": _remove,
    "compare": _compare,
}  # fmt: skip
_COUNTS = ("no name", "one name", "two names")
_NEEDS = {"list": (0,), "tasks": (0,), "verify": (0, 1), "add": (1,), "use": (1,), "remove": (1,),
          "compare": (2,)}  # fmt: skip
_CARD = "name, task, version, sha256, size, licence, summary"

COMMANDS = (
    Command("models", "List, check, add, compare and choose the models that passes run.", _declare, _models,
            holds=f"list: [{{{_CARD}, training_data, input, tile, quality, known_failures, own, active}}];"
            " verify: [{name, task, sha256, own, active, ok, why, ms, provider, fallback}]; compare: {task, "
            "models: [A, B], photos, measures: {name: {mean: [A, B], worst: [A, B]}}, better, left_out}; "
            "add, use: the card; remove: {removed}"),
)  # fmt: skip
