"""The command that seals what is delivered, and finds what was changed since."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.person import person
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.seal import (
    FILE,
    Checked,
    check_folder,
    check_whole,
    seal_batch,
    seal_of,
    write_seal,
)
from review_desk.store.desk import FILE as DESK_FILE
from review_desk.store.desk import Reader, Store


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "desk",
        type=Path,
        metavar="DESK",
        help=f"the desk's folder; with --check also one that holds a {FILE}",
    )
    parser.add_argument("--batch", metavar="B", help="name or id of the batch; with --check: else all")
    parser.add_argument("--as", dest="person", metavar="NAME", help="who seals it (default: the login name)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="find what was changed since, files included")
    what.add_argument("-o", "--output", type=Path, metavar="F", help=f"write the seal in force to F/{FILE}")


def _seal(arguments: argparse.Namespace) -> int:
    if arguments.check:
        return _say(arguments, _checked(arguments))
    if not arguments.batch:
        raise BadInput("Say which batch, with --batch.")
    if arguments.output:
        return _write(arguments)
    with Store.open(arguments.desk, program="review-desk seal", at=now()) as store:
        batch = browse.batch(store, arguments.batch)
        seal_batch(store, batch=batch.id, person=arguments.person or person(), at=now())
        return _say(arguments, check_whole(store, batch=batch.id, files=False))


def _checked(arguments: argparse.Namespace) -> list[Checked]:
    if (arguments.desk / FILE).is_file() and not (arguments.desk / DESK_FILE).exists():
        return [check_folder(arguments.desk)]
    with Reader.open(arguments.desk) as reader:
        batch = browse.batch(reader, arguments.batch).id if arguments.batch else None
        return check_whole(reader, batch=batch)


def _write(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        batch = browse.batch(reader, arguments.batch)
        seal = seal_of(reader, batch.id)
    if seal is None:
        raise Refused(f"“{batch.name}” is not sealed.")
    write_seal(seal, arguments.output / FILE)
    document: dict[str, Any] = {"file": str(arguments.output / FILE), "digest": seal.digest}
    answer(arguments, document, f"Wrote {arguments.output / FILE}.")
    return 0


def _say(arguments: argparse.Namespace, found: Sequence[Checked]) -> int:
    text = "\n".join(plain(each.words) for each in found) or "Nothing is sealed on this desk."
    answer(arguments, [each.to_json() for each in found], text)
    return 0 if all(each.whole for each in found) else 1


COMMANDS = (
    Command(
        "seal",
        "Seal what is delivered of a batch, or find what was changed since.",
        _declare,
        _seal,
        holds="[{id, desk, batch, batch_name, at, person, head_seq, head_hash, photos: count, released, "
        "digest, whole, breaches: [{photo, name, what}]}]; with -o {file, digest}",
    ),
)
