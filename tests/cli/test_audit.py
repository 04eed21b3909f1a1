"""`review-desk audit` as a script meets it."""

import json
from pathlib import Path

import pytest

from review_desk.cli import main


def test_the_audit_is_asked_by_person_kind_photo_and_written_to_a_file(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decide", str(desk), "ring-01", "approve", "--reviewer", "Ada"]) == 0
    capsys.readouterr()
    asked = ["audit", str(desk), "--photo", "ring-01", "--kind", "verdicts", "--who", "ada"]
    assert main([*asked, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["count"], said["entries"][0]["what"]) == (1, "Approve ring-01")
    assert main(asked) == 0
    assert (
        "Ada  ring-01  Approve ring-01  verdict added: approve  on: not recorded" in capsys.readouterr().out
    )
    assert main([*asked, "-o", str(tmp_path / "audit.csv")]) == 0
    assert "Approve ring-01" in (tmp_path / "audit.csv").read_text("utf-8-sig")
    assert main(["audit", str(desk), "--limit", "2", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out.split("\n", 1)[1])["entries"]) == 2
    assert main(["audit", str(desk), "--since", "yesterday"]) == 2
