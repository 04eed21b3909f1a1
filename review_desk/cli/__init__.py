"""The command line: one file per group of commands."""

import argparse
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from review_desk import __version__
from review_desk.cli import desk, passes, photos, source, window
from review_desk.cli.command import Command, discard_output, plain
from review_desk.errors import BadInput, DeskError

COMMANDS: tuple[Command, ...] = (
    *window.COMMANDS,
    *desk.COMMANDS,
    *source.COMMANDS,
    *photos.COMMANDS,
    *passes.COMMANDS,
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without a page of usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {plain(message)}. “{self.prog} --help” tells more.\n")


def parser() -> argparse.ArgumentParser:
    """The parser of every command, made from the table."""
    top = _Parser(
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
    try:
        arguments = parser().parse_args(_with_open(list(sys.argv[1:] if argv is None else argv)))
        code = int(arguments.run(arguments))
        print(end="", flush=True)  # a reader that left is met here and not at the very end
    except DeskError as error:
        print(f"review-desk: {plain(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        discard_output()
        return 0
    except KeyboardInterrupt:
        print("review-desk: stopped.", file=sys.stderr)
        return 130
    return code


def _with_open(argv: list[str]) -> list[str]:
    """`review-desk DESK` and bare `review-desk` mean `review-desk open …`."""
    names = [command.name for command in COMMANDS]
    if argv and (argv[0] in names or argv[0].startswith("-")):
        return argv
    close = get_close_matches(argv[0], names, n=1) if argv else []
    if close and not Path(argv[0]).exists():
        raise BadInput(f"There is no command or desk “{argv[0]}”; did you mean “{close[0]}”?")
    return ["open", *argv]
