"""The command that measures skin."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer
from review_desk.operations.passing.running import pass_workers
from review_desk.operations.passing.skin import level_in_words, start_measuring


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="any photo")
    parser.add_argument(
        "--mask", type=Path, metavar="M", help="white on the skin; else it is found by its colour"
    )


def _skin_level(arguments: argparse.Namespace) -> int:
    with pass_workers() as pool:
        level = start_measuring(pool, arguments.photo, mask=arguments.mask).result().values
    answer(arguments, dict(level), f"{level_in_words(level)}.")
    return 0


COMMANDS = (
    Command("skin-level", "Measure the texture and unevenness of skin.", _declare, _skin_level,
            holds="{texture, unevenness, share}"),
)  # fmt: skip
