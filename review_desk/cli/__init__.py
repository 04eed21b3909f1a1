"""The command line: one file per group of commands."""

import argparse
import os
import sys
from collections.abc import Sequence

from review_desk import __version__
from review_desk.cli import desk, marks, photos, source, window
from review_desk.cli.command import Command
from review_desk.errors import DeskError

COMMANDS: tuple[Command, ...] = (
    *window.COMMANDS,
    *desk.COMMANDS,
    *source.COMMANDS,
    *photos.COMMANDS,
    *marks.COMMANDS,
)


def parser() -> argparse.ArgumentParser:
    """The parser of every command, made from the table."""
    top = argparse.ArgumentParser(
        prog="review-desk",
        description="Human review of AI-retouched product photos. “review-desk DESK” opens the window.",
    )
    top.add_argument("--version", action="version", version=f"Review Desk {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.summary, description=command.summary)
        command.declare(sub)
        if command.reports:
            sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        sub.set_defaults(run=command.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 fine, 1 findings or refused work, 2 wrong use or bad input."""
    arguments = parser().parse_args(_with_open(list(sys.argv[1:] if argv is None else argv)))
    try:
        return int(arguments.run(arguments))
    except DeskError as error:
        print(f"review-desk: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left; say nothing more
        return 0
    except KeyboardInterrupt:
        print("review-desk: stopped.", file=sys.stderr)
        return 130


def _with_open(argv: list[str]) -> list[str]:
    """`review-desk DESK` and bare `review-desk` mean `review-desk open …`."""
    names = {command.name for command in COMMANDS}
    if not argv or (argv[0] not in names and not argv[0].startswith("-")):
        return ["open", *argv]
    return argv
