"""What goes wrong is said in one sentence on stderr, with the right exit code and never a traceback."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Protocol

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.cli import main
from review_desk.operations import browse
from review_desk.store.desk import Reader
from tests.builders import (
    ROOT,
    desk_file,
    environment,
    manifest_file,
    new_desk,
    open_store,
    pair_files,
    photo_file,
    review_desk,
)


class Fails(Protocol):
    """Runs a command that must fail; returns its one sentence."""

    def __call__(self, *words: str | Path, code: int) -> str: ...


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Fails:
    def run(*words: str | Path, code: int) -> str:
        try:
            ended = main([str(word) for word in words])
        except SystemExit as error:
            ended = int(error.code or 0)
        said = capsys.readouterr()
        assert (ended, said.out) == (code, ""), said
        assert said.err.startswith("review-desk")
        assert said.err.count("\n") == 1, said.err
        return said.err.split(": ", 1)[1].rstrip("\n")

    return run


DECIDE = ("decide", "DESK", "ring-00", "approve", "--reviewer", "Ada")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("decide", "DESK", "ring-00", "aprove", "--reviewer", "Ada"), 2,
         "“aprove” is not a verdict: say approve, correct, reject, escalate."),
        (("decide", "DESK", "ring-00", "reject", "--reviewer", "Ada"), 1,
         "A reject needs a reason: name a failure mode or write a note."),
        (("decide", "DESK", "ring-00", "approve", "--reviewer", "  "), 1,
         "A decision needs a reviewer: say who you are."),
        (("decide", "DESK", "ring-00", "reject", "--reviewer", "Ada", "--tag", "hallo"), 2,
         "There is no failure mode 'hallo'; did you mean 'halo'?"),
        (("decide", "DESK", "rnig-00", "approve", "--reviewer", "Ada"), 2,
         "There is no photo “rnig-00” in this desk; did you mean “ring-00”?"),
        (("decide", "DESK", "ring", "approve", "--reviewer", "Ada"), 2, "“ring” could be 3 photos: "),
        (("show", "DESK", ""), 2, "There is no photo “” in this desk."),
        (("log", "DESK", "--photo", "zzz"), 2, "There is no photo “zzz” in this desk."),
        (("list", "DESK", "--batch", "upp"), 2,
         "There is no batch “upp” in this desk; did you mean “up”? There is: “up”."),
        (("list", "DESK", "--verdict", "ok"), 2, "“ok” is not a verdict"),
        (("route", "DESK", "--batch", "nope"), 2, "There is no batch “nope” in this desk. There is: “up”."),
        (("export", "DESK", "--batch", "up", "--format", "xls", "-o", "OUT"), 2,
         "“xls” is not a format this desk exports: say jsonl, "),
        (("export", "DESK", "--batch", "up", "-o", "DESK"), 1, "desk holds other things than an export."),
        (("redo", "DESK"), 1, "There is nothing to redo."),
        (("init", "DESK"), 1, "There is a desk in desk already."),
        (("restore", "DESK", "OUT"), 2, "There is no backup at "),
        (("intake", "DESK", "OUT"), 2, "There is no folder "),
        (("intake", "DESK", "DESK"), 2, "/desk is a desk, not a folder of photos."),
        (("intake", "DESK", "EMPTY"), 2, "There is no photo in "),
        (("relink", "DESK", "OUT"), 2, "There is no folder "),
        (("list", "OUT"), 2, "There is no desk in "),
        (("verify", "OUT"), 2, "There is no desk in "),
        (("decide", "OUT", "x", "approve", "--reviewer", "Ada"), 2, "There is no desk in "),
        (("lsit", "DESK"), 2, "There is no command or desk “lsit”; did you mean “list”?"),
        (("list", "DESK", "--level", "7"), 2, "argument --level: invalid choice"),
        (("decide", "DESK", "ring-00"), 2, "the following arguments are required: VERDICT, --reviewer."),
        (("list",), 2, "the following arguments are required: DESK."),
        (("list", "DESK", "--nonsense"), 2, "unrecognized arguments: --nonsense."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_sentence(
    desk: Path, fails: Fails, words: tuple[str, ...], code: int, sentence: str
) -> None:
    empty = desk.parent / "empty"
    empty.mkdir()
    places = {"DESK": desk, "OUT": desk.parent / "out", "EMPTY": empty}
    before = desk_file(desk).read_bytes()
    assert sentence in fails(*(places.get(word, word) for word in words), code=code)
    assert desk_file(desk).read_bytes() == before


def test_an_empty_desk_has_nothing_to_undo(tmp_path: Path, fails: Fails) -> None:
    assert fails("undo", new_desk(tmp_path / "desk"), code=1) == "There is nothing to undo."


def test_a_held_desk_names_its_holder_and_is_exit_code_1(desk: Path, fails: Fails) -> None:
    with open_store(desk):
        said = fails("undo", desk, code=1)
    assert (
        f"has this desk open in a test on {os.uname().nodename} (process {os.getpid()}, since 2026-11-20T"
        in said
    )


@pytest.mark.parametrize("command", [("verify",), ("list",), ("backup",), ("undo",)])
@pytest.mark.parametrize(
    ("content", "says"), [(b"", "is empty"), (b"GIF89a" + bytes(4000), "is not a Review Desk file")]
)
def test_a_file_that_is_no_desk_is_said_to_be_none(
    desk: Path, fails: Fails, command: tuple[str, ...], content: bytes, says: str
) -> None:
    desk_file(desk).write_bytes(content)
    assert says in fails(*command, desk, code=2)
    assert desk_file(desk).read_bytes() == content


def test_a_damaged_desk_is_found_by_verify_with_exit_code_1(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(desk_file(desk)) as db:
        db.executescript("UPDATE assignment SET level = 1")
    db.close()
    assert main(["verify", str(desk), "--json"]) == 1
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["ok"], outcome["projections"], outcome["chain"]) == (False, False, True)
    assert main(["verify", str(desk)]) == 1
    assert "The table assignment differs from what the events say" in capsys.readouterr().out
    assert main(["rebuild", str(desk), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_a_page_of_rubbish_is_a_sentence_for_every_command(desk: Path, fails: Fails, tmp_path: Path) -> None:
    content = bytearray(desk_file(desk).read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 8] = b"\xff" * 8
    desk_file(desk).write_bytes(content)
    for words in (DECIDE, ("list", "DESK"), ("log", "DESK"), ("undo", "DESK"), ("backup", "DESK"),
                  ("export", "DESK", "--batch", "up", "-o", str(tmp_path / "out"))):  # fmt: skip
        named = [desk if word == "DESK" else word for word in words]
        assert "damaged" in fails(*named, code=2)


# --- what a person cannot type but a script can -------------------------------------------------------------


def test_arguments_that_are_not_text_are_taken_or_refused_in_words(desk: Path) -> None:
    decided = review_desk(
        "decide", desk, "ring-00", "reject", "--reviewer", "A\udcff", "--note", "n\udcff", "--json"
    )
    assert decided.returncode == 0, decided.stderr
    assert json.loads(decided.stdout)["payload"]["after"]["note"] == "n?"
    tagged = ("decide", desk, "ring-00", "reject", "--reviewer", "Ada", "--tag", "\udcff")
    for words in (("show", desk, "\udcff"), ("list", desk, "--batch", "\udcff"), ("intake", desk, "/\udcff"),
                  ("list", "/\udcff"), tagged):  # fmt: skip
        said = review_desk(*words)
        assert (said.returncode, said.stderr.count("\n")) == (2, 1), said.stderr
        assert "Traceback" not in said.stderr


def test_a_desk_in_a_folder_whose_name_is_not_text_is_refused(desk: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xffsk"))
    for made in (False, True):
        said = review_desk("verify" if made else "init", odd)
        assert (said.returncode, said.stdout) == (2, "")
        assert said.stderr == "review-desk: The name of that folder is not valid text; rename it.\n"
        if not made:
            assert not odd.exists()
            desk.rename(odd)


def test_names_that_would_steer_a_terminal_are_made_plain(desk: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    photo_file(source / "evil\x1b[2J\nname.png")
    (source / "film\x1b]0;title\x07.mp4").touch()
    taken = review_desk("intake", desk, source)
    assert taken.returncode == 1
    listed, shown = review_desk("list", desk, "--batch", "source"), review_desk("show", desk, "evil")
    for said in (taken, listed, shown):
        assert "\x1b" not in said.stdout
        assert "\x07" not in said.stdout
    assert len(listed.stdout.splitlines()) == 1
    (row,) = json.loads(review_desk("list", desk, "--batch", "source", "--json").stdout)
    assert row["name"] == "evil\x1b[2J\nname", "JSON says it as it is"


def test_an_ascii_terminal_gets_ascii_and_json_stays_json(desk: Path, tmp_path: Path) -> None:
    photo_file(tmp_path / "source" / "指輪 💍.png")
    assert review_desk("intake", desk, tmp_path / "source").returncode == 0
    poor = {**environment(), "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    run = [
        sys.executable,
        "-c",
        "import sys; from review_desk.cli import main; sys.exit(main())",
        "list",
        str(desk),
    ]
    said = subprocess.run([*run, "--json"], env=poor, cwd=ROOT, capture_output=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "指輪 💍" in {photo["name"] for photo in json.loads(said.stdout.decode("ascii"))}
    assert subprocess.run(run, env=poor, cwd=ROOT, capture_output=True, check=True).stdout.isascii()


# --- where the answer goes ----------------------------------------------------------------------------------


def test_a_reader_that_leaves_early_is_no_error(desk: Path) -> None:
    run = [
        sys.executable,
        "-c",
        "import sys; from review_desk.cli import main; sys.exit(main())",
        "log",
        str(desk),
    ]
    with subprocess.Popen(
        [*run, "--json"], env=environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as said:
        assert said.stdout
        assert said.stderr
        said.stdout.close()
        assert said.stderr.read() == b""
    assert said.returncode == 0


def test_an_answer_that_cannot_be_written_is_said_on_stderr(desk: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    run = [
        sys.executable,
        "-c",
        "import sys; from review_desk.cli import main; sys.exit(main())",
        "log",
        str(desk),
    ]
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            run, env=environment(), cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert said.stderr.startswith("review-desk: The answer could not be written: ")


def test_a_closed_standard_output_is_no_error(desk: Path) -> None:
    command = f'exec "$0" -c "import sys; from review_desk.cli import main; sys.exit(main())" list {desk} >&-'
    said = subprocess.run(
        ["sh", "-c", command, sys.executable],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")


# --- intake -------------------------------------------------------------------------------------------------


def test_an_intake_that_is_interrupted_says_so_and_adds_nothing(desk: Path, tmp_path: Path) -> None:
    source = pair_files(tmp_path / "source", [f"p{number}" for number in range(300)])
    run = [sys.executable, "-c", "import sys; from review_desk.cli import main; sys.exit(main())", "intake"]
    with subprocess.Popen(
        [*run, str(desk), str(source)], env=environment(), cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as intake:
        for _ in range(2000):
            if (desk / "cache.sqlite").exists():
                break
            time.sleep(0.01)
        time.sleep(0.2)
        intake.send_signal(signal.SIGINT)
        assert intake.stderr
        said = intake.stderr.read()
    assert intake.returncode == 1
    assert said == "review-desk: Intake was stopped. Nothing was added; what was read is remembered.\n"
    with Reader.open(desk) as reader:
        assert [batch.name for batch in browse.batches(reader)] == ["up"]


def test_a_manifest_with_slips_is_exit_code_1_and_names_each(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = pair_files(tmp_path / "source", ["a"])
    rows = [{"before": "a.png", "after": "a_after.png", "sla_hours": "soon"}, {"before": "gone.png"}]
    manifest_file(source / "manifest.csv", rows)
    assert main(["intake", str(desk), str(source), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [(error["row"], error["field"]) for error in report["manifest_errors"]] == [
        (2, "sla_hours"),
        (3, "before"),
    ]
    assert all(error["reason"] for error in report["manifest_errors"])
    assert report["photos"] == 1
