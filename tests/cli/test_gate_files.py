"""`review-desk gate-files`, as a script meets it."""

import json
from pathlib import Path

import pytest

from review_desk.cli import main
from tests.builders import new_desk
from tests.operations.test_gate_files import GATE


def test_a_studios_gate_is_put_in_force_and_a_slip_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, file = str(new_desk(tmp_path / "desk")), tmp_path / "ours.toml"
    file.write_text(GATE, "utf-8")
    assert main(["gate-files", desk, "--use", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["gates"][0]["title"], told["own"]) == ("What our agency sends", ["ours.toml"])
    assert "footwear" in {each["id"] for each in told["checklists"]}
    file.write_text(GATE.replace("must =", "mast ="), "utf-8")
    assert main(["gate-files", desk, "--use", str(file)]) == 2
    assert (
        "Line 7 of ours.toml: the file: unknown field 'mast'; did you mean 'must'?" in capsys.readouterr().err
    )
    assert main(["gate-files", desk, "--drop", "ours.toml"]) == 0
    assert "All as they ship." in capsys.readouterr().out
