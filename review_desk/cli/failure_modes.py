"""The failure modes of a desk: what is in force, and the studio's own families."""

import argparse
from functools import partial

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.studio_files import declare_files, use_or_drop
from review_desk.operations.taxonomy import drop_mode_file, taxonomy_of, use_mode_file
from review_desk.store.desk import Reader
from review_desk.store.studio_files import studio_files


def _failure_modes(arguments: argparse.Namespace) -> int:
    return use_or_drop(
        arguments, program="review-desk failure-modes", use=use_mode_file, drop=drop_mode_file, say=_say
    )


def _say(arguments: argparse.Namespace, reader: Reader, said: str) -> int:
    families, own = taxonomy_of(reader).families, list(studio_files(reader.db, "mode_file"))
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
    Command("failure-modes", "Show the failure modes in force; lay the studio's own on top.",
            partial(declare_files, what="family of failure modes"),
            _failure_modes,
            holds="{families: [{id, name, modes: [{id, name, sentence, severity, aliases: []}]}], own: "
                  "[names of the studio's files]}"),
)  # fmt: skip
