"""Looking for the harm that a pass did."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer
from review_desk.operations.passing.harm import look_for_harm


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="BEFORE", help="the photo as it was")
    parser.add_argument(
        "after", type=Path, metavar="AFTER", help="what a pass, or another program, made of it"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="HEAT", help="write the heat map there, as a PNG"
    )


def _artefacts(arguments: argparse.Namespace) -> int:
    found = look_for_harm(arguments.before, arguments.after, output=arguments.output)
    spots = [
        f"{spot['sure']:.2f}  at {spot['x']}, {spot['y']}  {spot['width']} × {spot['height']}"
        for spot in found["spots"]
    ]
    answer(arguments, found, "\n".join(spots or ["No artefacts found."]))
    return 1 if spots else 0


COMMANDS = (
    Command("artefacts", "Say where a pass did harm: smeared, haloed, banded, repeated, invented.", _declare,
            _artefacts, holds="{spots: [{x, y, width, height, sure}], model, model_sha256}"),
)  # fmt: skip
