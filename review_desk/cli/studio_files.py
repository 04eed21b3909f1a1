"""What the commands of a studio's own files share: show what is in force, lay a file on top, take it off."""

import argparse
from collections.abc import Callable
from pathlib import Path

from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.changes import Changes
from review_desk.operations.clock import now
from review_desk.operations.studio_file import text_of
from review_desk.store.desk import Reader, Store

Say = Callable[[argparse.Namespace, Reader, str], int]
"""Answers with what is in force now, after a sentence on what was done."""


def declare_files(parser: argparse.ArgumentParser, what: str) -> None:
    """A desk, and a file of `what` to use or to drop."""
    declare_desk(parser)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--use", type=Path, metavar="FILE", help=f"put this {what} in force")
    either.add_argument("--drop", metavar="NAME", help="take the studio's file of that name out of force")


def use_or_drop(
    arguments: argparse.Namespace,
    *,
    program: str,
    use: Callable[..., Changes],
    drop: Callable[..., Changes],
    say: Say,
) -> int:
    """Do what was asked for, if anything, and say what is in force."""
    if not (arguments.use or arguments.drop):
        with Reader.open(arguments.desk) as reader:
            return say(arguments, reader, "")
    with Store.open(arguments.desk, program=program, at=now()) as store:
        if arguments.use:
            name = arguments.use.name
            use(store, text=text_of(arguments.use), actor=person(), at=now(), name=name)
            return say(arguments, store, f"{name} is in force from now on.")
        drop(store, actor=person(), at=now(), name=arguments.drop)
        return say(arguments, store, f"{arguments.drop} is in force no longer.")
