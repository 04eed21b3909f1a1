"""The command that brings marks back from a labelling tool."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.imports.bring_back import bring_back, in_words, read_marks
from review_desk.store.desk import Store


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="Label Studio's JSON, or COCO")
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")


def _marks(arguments: argparse.Namespace) -> int:
    read = read_marks(arguments.file)
    with Store.open(arguments.desk, program="review-desk marks", at=now()) as store:
        batch = browse.batch(store, arguments.batch)
        brought = bring_back(store, read, batch=batch, author=person(), at=now())
    told = {name: getattr(brought, name) for name in ("added", "changed", "known")}
    passed_over = list(brought.passed_over)
    text = "\n".join((in_words(brought), *passed_over))
    answer(arguments, {**told, "passed_over": passed_over}, text)
    return 1 if passed_over else 0


COMMANDS = (
    Command("marks", "Bring marks back from Label Studio or a COCO file.", _declare, _marks,
            holds="{added, changed, known, passed_over: [sentence]}. Exit status 1 where something was "
                  "passed over"),
)  # fmt: skip
