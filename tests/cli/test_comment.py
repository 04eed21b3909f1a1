"""`review-desk comment`, and a decision that asks somebody, as a script meets them."""

import json
from pathlib import Path

import pytest

from review_desk.cli import main


def test_a_thread_is_said_answered_settled_and_listed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = ["comment", str(desk), "ring-01"]
    assert main([*own, "Is it straight?", "--as", "Ada", "--json"]) == 0
    [thread] = json.loads(capsys.readouterr().out)
    assert main([*own, "Yes", "--answer", thread["thread"][:6], "--as", "Bo"]) == 0
    assert main([*own, "--resolve", thread["thread"], "--as", "Ada"]) == 0
    capsys.readouterr()
    assert main(own) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("Z  ")[1] for line in lines] == ["Ada: Is it straight?", "Bo: Yes"]
    assert all("✓" in line for line in lines)
    assert main(["show", str(desk), "ring-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["threads"][0]["resolved"] is True
    assert main([*own, "--reopen", "nothing"]) == 2


def test_an_escalation_names_who_is_asked_what_and_next_tells_them(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = ["decide", str(desk), "ring-01", "escalate", "--reviewer", "Ada", "--to", "Lea"]
    assert main(decided) == 1
    assert main([*decided, "--question", "Is it straight?"]) == 0
    capsys.readouterr()
    assert main(["next", str(desk), "--as", "Lea", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["next"]
    assert (found["title"], found["only"], found["question"]) == ("ring-01", "Lea", "Is it straight?")
