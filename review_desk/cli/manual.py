"""The manual of every command, made from the tables of the parser: `python -m review_desk.cli.manual`."""

import argparse

from review_desk.cli import commands
from review_desk.cli.command import Command

_INTRODUCTION = """\
# Commands

Made from the code by `make docs`; names and JSON keys are a promise: they are added to, never changed.

`review-desk DESK` opens the window, `review-desk COMMAND --help` tells what a command takes. With `--json`
a command prints one JSON document on standard output and nothing else; progress and remarks go to standard
error. Times are ISO 8601 in UTC, geometry is in pixels of the named version. Exit code 0 is fine, 1 means
findings or refused work, 2 wrong use or bad input; an error is one sentence on standard error.
"""


def manual() -> str:
    """All commands as Markdown."""
    return "\n".join((_INTRODUCTION, *(_section(command) for command in commands())))


def _section(command: Command) -> str:
    actions = _actions(command)
    json = ["[--json]"] if command.reports else []
    usage = " ".join(("review-desk", command.name, *map(_in_usage, actions), *json))
    lines = [f"## {command.name}", "", command.summary, "", "```", usage, "```", ""]
    if told := [action for action in actions if action.help]:
        lines += [*(f"- `{_named(action)}`: {action.help}" for action in told), ""]
    if command.holds:
        lines += [f"`--json`: `{command.holds}`", ""]
    return "\n".join(lines)


def _actions(command: Command) -> list[argparse.Action]:
    parser = argparse.ArgumentParser(add_help=False)
    command.declare(parser)
    return [*parser._get_positional_actions(), *parser._get_optional_actions()]  # no public way to ask


def _in_usage(action: argparse.Action) -> str:
    named = _named(action)
    if not action.option_strings:
        return f"[{named}]" if action.nargs == "?" else named
    repeated = "…" if isinstance(action, argparse._AppendAction) else ""
    return named if action.required else f"[{named}]{repeated}"


def _named(action: argparse.Action) -> str:
    """As it is typed: `DESK`, `--batch B`, `-o DIR`."""
    value = str(action.metavar or "|".join(map(str, action.choices or [action.dest.upper()])))
    if not action.option_strings:
        return value
    return action.option_strings[0] if action.nargs == 0 else f"{action.option_strings[0]} {value}"


if __name__ == "__main__":
    print(manual(), end="")
