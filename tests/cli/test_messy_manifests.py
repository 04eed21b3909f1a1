"""Messy manifests through the whole command: what is wrong is told row by row, and the rest comes in."""

import json
from pathlib import Path
from typing import Any

import pytest

from review_desk.cli import main
from tests.builders import new_desk, photo_file


class Studio:
    """A folder of photos with a manifest, taken in by `review-desk intake`."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.source, self.desk, self._capsys = folder / "drop", new_desk(folder / "desk"), capsys
        for number, name in enumerate(("ring.png", "mug.png", "tee.png", "bag.png", "cap.png")):
            photo_file(self.source / name, seed=number)

    def takes(self, manifest: str | bytes, *, code: int = 1) -> dict[str, Any]:
        raw = manifest if isinstance(manifest, bytes) else manifest.encode()
        (self.source / "manifest.csv").write_bytes(raw)
        assert main(["intake", str(self.desk), str(self.source), "--json"]) == code
        found: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return found

    def listed(self) -> dict[str, dict[str, Any]]:
        assert main(["list", str(self.desk), "--json"]) == 0
        return {
            row["versions"][0]["file"].rsplit("/", 1)[-1]: row
            for row in json.loads(self._capsys.readouterr().out)
        }


@pytest.fixture
def studio(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Studio:
    return Studio(tmp_path, capsys)


def told(answer: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(e["row"], e["field"], e["reason"]) for e in answer["manifest_errors"]]


def test_a_typo_in_a_file_name_is_told_with_the_name_that_was_meant(studio: Studio) -> None:
    answer = studio.takes("file,sku\nrnig.png,R-1\nmug.png,M-1\n")
    assert told(answer) == [(2, "before", "no such file: 'rnig.png'; did you mean 'ring.png'?")]
    assert answer["photos"] == 1
    assert {"file": str(studio.source / "ring.png"), "reason": "No row of manifest.csv names it."} in [
        {"file": str(studio.source / each["file"]), "reason": each["reason"]}
        for each in answer["quarantined"]
    ]


def test_a_typo_in_a_column_costs_that_column_alone(studio: Studio) -> None:
    answer = studio.takes("file,sku,categry\nring.png,R-1,rings\nmug.png,M-1,mugs\n")
    assert answer["photos"] == 2
    assert studio.listed()["ring.png"]["sku"] == "R-1"


def test_missing_files_are_told_one_by_one(studio: Studio) -> None:
    rows = "".join(f"gone-{number}.png,G-{number}\n" for number in range(3))
    answer = studio.takes(f"file,sku\nring.png,R-1\n{rows}mug.png,M-1\n")
    assert [row for row, _, _ in told(answer)] == [3, 4, 5]
    assert all("no such file" in reason for _, _, reason in told(answer))
    assert answer["photos"] == 2


def test_a_sku_may_have_many_photos_and_one_file_only_one_sku(studio: Studio) -> None:
    answer = studio.takes("file,sku,shot\nring.png,R-1,front\nmug.png,R-1,back\nring.png,R-2,front\n")
    assert told(answer) == [(4, "sku", "'R-2' differs from 'R-1' in row 2, for the same before ring.png")]
    assert answer["photos"] == 2
    assert [row["sku"] for row in studio.listed().values()] == ["R-1", "R-1"]


def test_a_shot_of_a_sku_that_is_there_twice_is_told_and_both_come_in(studio: Studio) -> None:
    answer = studio.takes(
        "file,sku,colourway,shot\nring.png,R-1,gold,front\nmug.png,r-1,Gold,front\n"
        "tee.png,R-1,gold,back\nbag.png,R-1,,\ncap.png,R-1,,\n"
    )
    assert told(answer) == [(3, "sku", "'r-1 Gold front' is in row 2 too, as ring.png; both came in")]
    assert answer["photos"] == 5


def test_a_cell_that_a_spreadsheet_would_run_is_left_out_and_told(studio: Studio) -> None:
    answer = studio.takes(
        'file,sku,category\nring.png,R-1,"=HYPERLINK(""http://x"",""rings"")"\nmug.png,M-1,mugs\n'
    )
    [(row, field, reason)] = told(answer)
    assert (row, field) == (2, "category")
    assert "which a spreadsheet takes for a formula" in reason
    assert "category" not in studio.listed()["ring.png"]["fields"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_manifest_of_any_spreadsheet_is_read(studio: Studio, encoding: str) -> None:
    answer = studio.takes("file;sku;colourway\nring.png;R-1;café crème\n".encode(encoding))
    assert told(answer) == []
    assert studio.listed()["ring.png"]["colourway"] == "café crème"


def test_two_encodings_in_one_file_cost_no_row(studio: Studio) -> None:
    mixed = "file,sku,colourway\nring.png,R-1,café\n".encode() + "mug.png,M-1,crème\n".encode("cp1252")
    answer = studio.takes(mixed)
    assert answer["photos"] == 2
    assert told(answer) == []
    assert studio.listed()["mug.png"]["colourway"] == "crème"


def test_everything_at_once_is_told_row_by_row_and_put_right_by_the_next_manifest(studio: Studio) -> None:
    answer = studio.takes(
        "file,sku,category,sla_hours,shot_at\n"
        "ring.png,R-1,rings,24,2026-11-20\n"
        "rnig.png,R-2,rings,24,\n"
        "mug.png,M-1,=1+1,soon,yesterday\n"
        "../../etc/passwd,X,,,\n"
        "tee.png,T-1,basics,24,,too,many\n"
        ",nothing,,,\n"
    )
    assert [(row, field) for row, field, _ in told(answer)] == [
        (3, "before"), (4, "category"), (4, "sla_hours"), (4, "shot_at"), (5, "before"), (6, "row"),
        (7, "before"),
    ]  # fmt: skip
    assert answer["photos"] == 2
    again = studio.takes("file,sku,category\nring.png,R-1,rings\nmug.png,M-1,mugs\ntee.png,T-1,basics\n")
    assert (again["photos"], again["already_known"], told(again)) == (1, 2, [])
    assert studio.listed()["mug.png"]["fields"]["category"] == "mugs"
