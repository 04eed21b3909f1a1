"""The manual says what the parser takes, and every command has its place in it."""

from importlib import import_module

import pytest

from review_desk.cli import FILES, commands, main
from review_desk.cli.command import Command
from review_desk.cli.manual import manual
from tests.builders import ROOT, python

DOCS = ROOT / "docs" / "commands.md"


def test_the_manual_in_docs_is_the_one_that_the_code_makes() -> None:
    assert DOCS.read_text("utf-8") == manual(), "say “make docs”"


def test_the_manual_is_printed_as_it_is_kept() -> None:
    assert python("-m", "review_desk.cli.manual").stdout == DOCS.read_text("utf-8")


@pytest.mark.parametrize("file", FILES)
def test_every_command_is_found_in_the_file_that_is_named_for_it(file: str) -> None:
    found = tuple(command.name for command in import_module(f"review_desk.cli.{file}").COMMANDS)
    assert found == FILES[file]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_has_help_and_says_what_its_json_holds(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    said = capsys.readouterr()
    assert (ended.value.code, said.err) == (0, "")
    assert command.summary.split()[0] in said.out
    assert ("--json" in said.out) is command.reports
    assert bool(command.holds) is command.reports
    assert command.summary.endswith(".")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(command.name in said for command in commands())


def test_the_promised_commands_are_there() -> None:
    promised = "init intake list show decide undo redo log verify backup restore rebuild export"
    assert {*promised.split(), "route", "screenshot", "demo"} <= {command.name for command in commands()}
