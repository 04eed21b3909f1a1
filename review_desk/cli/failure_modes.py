"""The failure modes of a desk: what is in force, and the studio's own families."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.operations.clock import now
from review_desk.operations.studio_file import text_of
from review_desk.operations.taxonomy import drop_mode_file, taxonomy_of, use_mode_file
from review_desk.store.desk import Reader, Store
from review_desk.store.mode_files import mode_files


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--use", type=Path, metavar="FILE", help="put this family of failure modes in force")
    what.add_argument("--drop", metavar="NAME", help="take the studio's file of that name out of force")


def _failure_modes(arguments: argparse.Namespace) -> int:
    if not (arguments.use or arguments.drop):
        with Reader.open(arguments.desk) as reader:
            return _say(arguments, reader, "")
    with Store.open(arguments.desk, program="review-desk failure-modes", at=now()) as store:
        if arguments.use:
            name = arguments.use.name
            use_mode_file(store, text=text_of(arguments.use), actor=person(), at=now(), name=name)
            return _say(arguments, store, f"{name} is in force from now on.")
        drop_mode_file(store, actor=person(), at=now(), name=arguments.drop)
        return _say(arguments, store, f"{arguments.drop} is in force no longer.")


def _say(arguments: argparse.Namespace, reader: Reader, said: str) -> int:
    families, own = taxonomy_of(reader).families, list(mode_files(reader.db))
    lines = [f"{family.name}: {', '.join(mode.id for mode in family.modes)}" for family in families]
    lines += [f"The studio's own: {', '.join(own)}." if own else "All as they ship.", said]
    shown = ("id", "name", "sentence", "severity")
    told = [
        {"id": family.id, "name": family.name, "modes": [
            {**{name: getattr(mode, name) for name in shown}, "aliases": list(mode.aliases)}
            for mode in family.modes
        ]}
        for family in families
    ]  # fmt: skip
    answer(arguments, {"families": told, "own": own}, "\n".join(map(plain, filter(None, lines))))
    return 0


COMMANDS = (
    Command("failure-modes", "Show the failure modes in force; lay the studio's own on top.", _declare,
            _failure_modes,
            holds="{families: [{id, name, modes: [{id, name, sentence, severity, aliases: []}]}], own: "
                  "[names of the studio's files]}"),
)  # fmt: skip
