"""A batch brought through its gates by commands, as a script would."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from review_desk.cli import main
from tests.builders import ROOT, manifest_file, new_desk

DEMO = ROOT / "assets" / "demo" / "after"
BOTTLES = ("bt-1101-front", "bt-1102-front", "bt-1120-front", "bt-1141-angle")


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three bottles of level 1 and a hero; checked once."""
    home = tmp_path_factory.mktemp("gates")
    (home / "drop").mkdir()
    rows = []
    for number, name in enumerate(BOTTLES):
        shutil.copy(DEMO / f"{name}.jpg", home / "drop")
        use = "hero" if number == 0 else "catalogue"
        rows.append(
            {"before": f"{name}.jpg", "sku": name, "category": "bottles", "use": use, "sla_hours": 24}
        )
    manifest_file(home / "drop" / "manifest.csv", rows)
    main(["intake", str(new_desk(home / "desk")), str(home / "drop"), "--batch", "drop"])
    main(["check", str(home / "desk"), "--batch", "drop"])
    return home / "desk"


@pytest.fixture
def desk(taken_in: Path, tmp_path: Path) -> Path:
    return shutil.copytree(taken_in, tmp_path / "desk")


class Script:
    """Runs commands on the batch and reads what they say."""

    def __init__(self, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._desk, self._capsys = str(desk), capsys
        self.errors = ""

    def __call__(self, command: str, *words: str, code: int | None = 0) -> Any:
        batch = [] if command in ("undo", "decide", "verify") else ["--batch", "drop"]
        self._capsys.readouterr()
        got = main([command, self._desk, *words, *batch, "--json"])
        said = self._capsys.readouterr()
        self.errors = said.err
        assert code is None or got == code, said.err
        return json.loads(said.out) if said.out else None


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str]) -> Script:
    return Script(desk, capsys)


def test_a_batch_is_brought_through_all_gates_by_commands(run: Script) -> None:
    found = run("gate", code=1)
    assert (found["gate"], found["open"], found["state"]) == (1, False, "held")
    assert (found["due"] > "2026", found["late"]) == (True, 0)
    assert found["holds"][-1]["title"] == "No sample"
    for photo in {photo for hold in found["holds"] for photo in hold["photos"]}:
        run("decide", photo, "approve", "--reviewer", "Ada")
    _inspect_all(run, "1", "Ben")
    assert run("gate", "--gate", "1", "--release", "--as", "Ben")["state"] == "released"
    _retouch(run)
    _deliver(run)
    found = run("verify", code=1)
    assert (found["ok"], found["seals"][0]["breaches"][0]["what"]) == (
        True,
        "the batch is no longer released",
    )


def _inspect_all(run: Script, gate: str, who: str) -> None:
    drawn = run("sample", "--gate", gate, "--seed", "7", "--as", who)
    assert drawn["state"] == "open"
    for photo in drawn["photos"]:
        drawn = run("sample", "--gate", gate, "--inspect", photo, "--as", who)
    assert drawn["state"] == "accepted"


def _retouch(run: Script) -> None:
    held = {hold["title"]: hold for hold in run("gate", code=1)["holds"]}
    assert {"No verdict", "Checklist"} <= held.keys()
    for photo in {photo for hold in held.values() for photo in hold["photos"]}:
        run("decide", photo, "approve", "--reviewer", "Ada")
    after = run("gate", "--sign", "--as", "Ada", code=None)
    assert [hold["title"] for hold in after["holds"]] == ["Second person"]
    assert run("gate", "--sign", "--as", "Ada", code=1)["holds"], "she is not a second person"
    assert "nothing for Ada to sign" in run.errors
    assert run("gate", "--sign", "--as", "Ben")["state"] == "ready to release"
    run("gate", "--release", "--as", "Ben")


def _deliver(run: Script) -> None:
    left = run("gate", code=1)
    assert (left["gate"], len(left["confirm"])) == (3, 2)
    for photo in {photo for hold in left["holds"] for photo in hold["photos"]}:
        run("decide", photo, "approve", "--reviewer", "Ada")
    _inspect_all(run, "3", "Ben")
    assert run("gate", "--release", "--confirm", "--as", "Ben", code=1) is None
    assert "display that is not known to be in good state" in run.errors, "no display stands behind a command"
    done = run("gate", "--override", "seen on the desk’s monitor", "--as", "Ben")
    assert (done["state"], done["release"]["kind"]) == ("overridden", "override")
    assert done["release"]["holds"]
    run("undo")
    assert run("gate", code=1)["state"] == "held"


def test_a_plan_is_told_with_its_curve_and_draws_the_same_by_the_same_seed(run: Script) -> None:
    first = run("sample", "--aql", "4.0", "--seed", "3")
    assert first["plan"]["code"] == "A"
    assert (first["plan"]["n"], first["plan"]["accept"], first["plan"]["reject"]) == (3, 0, 1)
    assert first["plan"]["severity"] == "normal"
    assert [each["class"] for each in first["curves"]] == ["critical", "major", "minor"]
    assert first["curves"][0]["points"][0] == [0, 1]
    assert first["next"]["major"] == {
        "severity": "normal", "stopped": False, "why": "Inspection starts at normal.",
    }  # fmt: skip
    run("undo")
    assert run("sample", "--aql", "4.0", "--seed", "3")["photos"] == first["photos"]
    assert run("sample")["photos"] == first["photos"], "without a seed, the last one is shown"


def test_a_defect_is_put_down_by_its_failure_mode_and_refuses_the_lot(run: Script) -> None:
    drawn = run("sample", "--percent", "50", "--seed", "1", "--severity", "tightened")
    assert (drawn["plan"]["code"], drawn["plan"]["n"]) == (None, 2)
    one, two = drawn["photos"]
    run("sample", "--inspect", one, "--tag", "halo", "--defect", "major", "--as", "Ben")
    last = run("sample", "--inspect", two, "--as", "Ben", code=1)
    assert (last["state"], last["counts"]) == ("refused", {"critical": 0, "major": 1})
    assert last["inspected"][0]["tags"] == ["halo"]
    run("sample", "--inspect", two, "--as", "Ben", code=1)
    assert "refused already" in run.errors


def test_two_people_are_given_two_photos_and_one_can_be_given_back(run: Script) -> None:
    first, second = run("next", "--as", "Ada"), run("next", "--as", "Ben")
    assert first["next"]["photo"] != second["next"]["photo"]
    assert first["next"]["level"] >= second["next"]["level"]
    assert first["until"] > "2026"
    assert run("next", "--as", "Ada", "--look")["next"]["photo"] == first["next"]["photo"]
    run("next", "--as", "Ada", "--give-back", first["next"]["photo"])
    assert run("next", "--as", "Cleo")["next"]["photo"] == first["next"]["photo"]
    assert run("next", "--as", "Cleo", "--queue", "peer")["next"] is None


def test_what_is_not_there_is_said_in_a_sentence(run: Script) -> None:
    run("gate", "--gate", "4", code=2)
    assert "There is no gate 4: there is 1, 2, 3." in run.errors
    run("sample", code=2)
    assert "No sample of “drop” has been drawn at gate 3" in run.errors
    run("sample", "--gate", "2", "--seed", "1", code=1)
    assert "Gate 2, Retouch draws no sample." in run.errors
    run("gate", "--override", " ", code=1)
    assert "needs a reason" in run.errors
