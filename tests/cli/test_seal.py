"""`review-desk seal` and what `verify` says of seals."""

import json
from pathlib import Path

import pytest

from review_desk.cli import main
from review_desk.operations import browse
from tests.builders import new_desk, open_store, pair_files, take_in


def test_a_batch_is_sealed_checked_written_and_broken_by_a_changed_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, shop = new_desk(tmp_path / "desk"), tmp_path / "rings"
    with open_store(desk) as store:
        take_in(store, pair_files(shop, ["ring-1", "ring-2"]), batch="rings")
    own = ["seal", str(desk), "--batch", "rings"]
    assert main([*own, "-o", str(shop)]) == 1
    assert "“rings” is not sealed" in capsys.readouterr().err
    assert main([*own, "--as", "Lea"]) == 0
    assert "✓ “rings” sealed by Lea" in capsys.readouterr().out
    assert main([*own, "-o", str(shop)]) == 0
    assert main(["seal", str(desk), "--check"]) == 0
    assert main(["seal", str(shop), "--check"]) == 0
    assert main(["verify", str(desk)]) == 0
    with open_store(desk) as store:
        file = store.resolve(browse.photos(store)[0].latest.file)
    file.write_bytes(file.read_bytes() + b"\0")
    capsys.readouterr()
    assert main(["verify", str(desk), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["seals"][0]["whole"]) == (True, False)
    assert said["seals"][0]["breaches"][0]["what"] == "its file ring-1_after.png was changed on the disk"
    assert main(["seal", str(shop), "--check"]) == 1
    assert "■ seal broken: ring-1: its file ring-1_after.png was changed" in capsys.readouterr().out
    assert main(["seal", str(desk)]) == 2
