"""`review-desk sidecars` as a script meets it."""

import json
from pathlib import Path

import pytest

from review_desk.cli import main
from tests.builders import new_desk, open_store, pair_files, take_in


def test_sidecars_are_written_for_a_slice_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, source = str(new_desk(tmp_path / "desk")), tmp_path / "rings"
    with open_store(tmp_path / "desk") as store:
        take_in(store, pair_files(source, ["ring-1", "ring-2"]), batch="rings")
    for photo, verdict in (("ring-1", "approve"), ("ring-2", "correct")):
        assert main(["decide", desk, photo, verdict, "--reviewer", "Ada"]) == 0
    capsys.readouterr()
    own = ["sidecars", desk, "--batch", "rings", "--verdict", "approve"]
    assert main([*own, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["written"], said["same"]) == ([str(source / "ring-1_after.png.xmp")], 0)
    assert main(own) == 0
    assert "1 said so already" in capsys.readouterr().out
    (source / "ring-2_after.xmp").write_text("<")
    assert main(["sidecars", desk, "--batch", "rings"]) == 1
