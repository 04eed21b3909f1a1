"""The command line: one file per group of commands."""

import argparse
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from review_desk import __version__
from review_desk.cli.command import Command, discard_output, plain
from review_desk.errors import BadInput, DeskError

FILES: dict[str, tuple[str, ...]] = {
    "window": ("open", "screenshot", "demo"),
    "desk": ("init", "verify", "backup", "restore", "rebuild"),
    "source": ("intake", "watch", "relink", "route"),
    "split": ("split",),
    "rules": ("rules",),
    "photos": ("list", "show", "decide", "second-look", "undo", "redo", "log"),
    "export": ("export",),
    "edit": ("edit",),
    "marks": ("marks",),
    "passes": ("passes", "prove", "rerun", "run"),
    "models": ("models",),
    "skin": ("skin-level",),
    "artefacts": ("artefacts",),
    "luminosity": ("mask",),
    "runs": ("runs", "preset-files", "compare-presets", "crops"),
    "colour": ("colour",),
    "drift": ("drift",),
    "check": ("check",),
    "grid": ("grid",),
    "tolerances": ("tolerances",),
    "gate_files": ("gate-files",),
    "failure_modes": ("failure-modes",),
    "presets": ("presets",),
    "gate": ("gate",),
    "sample": ("sample",),
    "queue": ("next",),
    "audit": ("audit",),
    "seal": ("seal",),
    "comment": ("comment",),
    "sidecars": ("sidecars",),
}
"""Where each command lives. Only the file of the one asked for is imported: the window opens sooner so."""


def commands(name: str | None = None) -> tuple[Command, ...]:
    """The commands of the file that holds `name`, or all of them."""
    files = [file for file, names in FILES.items() if name is None or name in names]
    return tuple(command for file in files for command in import_module(f"review_desk.cli.{file}").COMMANDS)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without a page of usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {plain(message)}. “{self.prog} --help” tells more.\n")


def parser(name: str | None = None) -> argparse.ArgumentParser:
    """The parser of every command, or of those that live beside `name`, made from the tables."""
    top = _Parser(
        prog="review-desk",
        description="Human review of AI-retouched product photos. “review-desk DESK” opens the window.",
    )
    top.add_argument("--version", action="version", version=f"Review Desk {__version__}")
    chosen = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in commands(name):
        sub = chosen.add_parser(command.name, help=command.summary, description=command.summary)
        command.declare(sub)
        if command.reports:
            sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        sub.set_defaults(run=command.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 fine, 1 findings or refused work, 2 wrong use or bad input."""
    try:
        words = _with_open(list(sys.argv[1:] if argv is None else argv))
        named = None if words[0].startswith("-") else words[0]
        arguments = parser(named).parse_args(words)
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
    names = [name for file in FILES.values() for name in file]
    if argv and (argv[0] in names or argv[0].startswith("-")):
        return argv
    close = get_close_matches(argv[0], names, n=1) if argv else []
    if close and not Path(argv[0]).exists():
        raise BadInput(f"There is no command or desk “{argv[0]}”; did you mean “{close[0]}”?")
    return ["open", *argv]
