"""`review-desk models`, as a script would use it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from onnx import helper

from review_desk.cli import main
from review_desk.imaging.encode import write_photo
from tests.passes.builders import CARD, noisy_scene, one_input_model


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def own(tmp_path: Path) -> tuple[str, str]:
    """A denoiser that does nothing, and its card."""
    content = one_input_model([helper.make_node("Identity", ["pixels"], ["out"])])
    (model := tmp_path / "own.onnx").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (card := tmp_path / "own.toml").write_text(
        CARD.format(name="own-model", sha256=digest, size=len(content)), "utf-8"
    )
    return str(model), str(card)


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main(["models", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_models_list_gives_the_cards(capsys: pytest.CaptureFixture[str]) -> None:
    card = next(row for row in told(capsys, "list") if row["name"] == "guided-denoise")
    assert {"name", "task", "version", "sha256", "size", "licence", "known_failures", "quality"} <= set(card)
    assert (card["own"], card["active"]) == (False, True)
    assert main(["models", "list"]) == 0
    assert card["sha256"][:12] in capsys.readouterr().out


def test_a_model_is_added_used_compared_verified_and_removed(
    capsys: pytest.CaptureFixture[str], own: tuple[str, str], tmp_path: Path
) -> None:
    model, card = own
    assert told(capsys, "add", model, "--card", card)["name"] == "own-model"
    told(capsys, "use", "own-model")
    active = [row["name"] for row in told(capsys, "list") if row["active"] and row["task"] == "denoise"]
    assert active == ["own-model"]
    write_photo(tmp_path / "a.png", noisy_scene()[0], profile=None)
    found = told(capsys, "compare", "own-model", "guided-denoise", "--on", str(tmp_path))
    assert (found["better"], found["photos"]) == ("guided-denoise", 1)
    assert main(["models", "compare", "own-model", "guided-denoise", "--on", str(tmp_path)]) == 0
    assert "gain_db, mean" in capsys.readouterr().out
    assert told(capsys, "verify", "own-model")[0]["ok"] is True
    told(capsys, "remove", "own-model")
    assert "own-model" not in [row["name"] for row in told(capsys, "list")]


def test_a_damaged_model_is_named_by_list_and_verify(
    capsys: pytest.CaptureFixture[str], own: tuple[str, str], home: Path
) -> None:
    told(capsys, "add", own[0], "--card", own[1])
    (kept,) = (home / "review-desk" / "models").glob("*.onnx")
    kept.write_bytes(b"changed")
    told(capsys, "list", code=1)
    assert [row["name"] for row in told(capsys, "verify", code=1) if not row["ok"]] == [kept.stem]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "x.onnx"), "Say with --card CARD"),
        (("use",), "takes one name: 0 were given"),
        (("use", "nobody"), "There is no model “nobody”"),
        (("compare", "a", "b"), "Say with --on FOLDER"),
        (("remove", "guided-denoise"), "came with the desk"),
    ],
)
def test_what_is_missing_is_said(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(["models", *words]) > 0
    assert said in capsys.readouterr().err


def test_tasks_say_what_a_model_is_given_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    tasks = {row["name"]: row for row in told(capsys, "tasks")}
    assert tasks["remove"]["planes"] == {"mask": 1}
    assert tasks["upscale"]["factors"] == [2, 4]
