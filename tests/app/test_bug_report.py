"""A bug of ours: told to the person in a sentence and to the terminal in full."""

import logging

import pytest

from review_desk import app


def test_a_bug_is_told_in_one_sentence_and_written_down_in_full(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    error = ZeroDivisionError("division by zero")
    with caplog.at_level(logging.ERROR, "review_desk"):
        app._report_bug(told.append, ZeroDivisionError, error, None)
    assert told == [
        "Something went wrong inside Review Desk. What was stored is safe; the details are in the terminal."
    ]
    assert "ZeroDivisionError: division by zero" in capsys.readouterr().err
    assert "ZeroDivisionError" in caplog.text
