"""What a command of `review-desk` is, and how its answer is printed."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from review_desk.errors import BadInput


@dataclass(frozen=True)
class Command:
    """One command: how its arguments are declared, and what it does. `run` returns the exit code.

    `holds` sketches the document that --json prints, for `docs/commands.md`.
    """

    name: str
    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    reports: bool = True
    holds: str = ""


def answer(arguments: argparse.Namespace, document: Any, text: str) -> None:
    """Print the one JSON document with --json, else the text for people.

    Raises BadInput when it cannot be written (a full disk behind “>”).
    """
    said = json.dumps(document, ensure_ascii=False, indent=2) if arguments.json else text
    try:
        _print(said if _can_be_said(said) else _in_ascii(said, document, arguments.json))
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        raise BadInput(f"The answer could not be written: {error.strerror}.") from error


def discard_output() -> None:
    """What is still in the buffer goes nowhere, for it would fail again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(said: str) -> None:
    if said:
        print(said, flush=True)


def _can_be_said(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _in_ascii(said: str, document: Any, as_json: bool) -> str:
    return json.dumps(document, indent=2) if as_json else said.encode("ascii", "backslashreplace").decode()


def plain(text: str) -> str:
    """Text of somebody else's making on one line: no line breaks, and nothing that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "�" for sign in text.replace("\n", " "))


def say(text: str) -> None:
    """Progress and remarks go to stderr, so that --json stays one document."""
    print(text, file=sys.stderr)
