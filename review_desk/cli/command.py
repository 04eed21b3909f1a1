"""What a command of `review-desk` is, and how its answer is printed."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Command:
    """One command: how its arguments are declared, and what it does. `run` returns the exit code."""

    name: str
    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    reports: bool = True


def answer(arguments: argparse.Namespace, document: Any, text: str) -> None:
    """Print the one JSON document with --json, else the text for people."""
    if arguments.json:
        json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    elif text:
        print(text)


def say(text: str) -> None:
    """Progress and remarks go to stderr, so that --json stays one document."""
    print(text, file=sys.stderr)
