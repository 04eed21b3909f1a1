"""The shell scripts behind `make run` and `make test`, with the machine around them made up."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
SYSTEM = PACKAGING / "system.sh"
ORDINARY = (
    "cat",
    "dirname",
    "env",
    "find",
    "grep",
    "id",
    "mktemp",
    "rm",
    "sh",
    "sort",
    "tail",
    "timeout",
    "tr",
)
# Lets the command through, without its own options.
SUDO = 'while [ "${1#-}" != "$1" ]; do shift; done; exec "$@"'


@dataclass(frozen=True)
class Machine:
    """A made-up machine: its commands are those of `bin`, its home has the font the desk likes."""

    home: Path

    @property
    def bin(self) -> Path:
        return self.home / "bin"

    def has(self, name: str, script: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (self.bin / name).chmod(0o755)

    def knows_libraries(self, text: str) -> None:
        (self.home / "libraries").write_text(text, encoding="utf-8")
        self.has("ldconfig", f'cat "{self.home}/libraries"')

    def runs(self, script: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "HOME": str(self.home)} | variables
        command = ["/bin/sh", str(script), *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.bin.mkdir()
    (tmp_path / ".fonts").mkdir()
    (tmp_path / ".fonts" / "Inter.ttf").touch()
    for name in ORDINARY:
        (made.bin / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return made


def libraries(*, of: tuple[str, ...]) -> str:
    """What `ldconfig -p` prints where every library of those lists of system.sh is there."""
    text = SYSTEM.read_text(encoding="utf-8")
    blocks = [text.split(f"\n{name}='")[1].split("'")[0] for name in of]
    return "".join(
        f"\t{line.split()[0]} (libc6) => /lib\n" for block in blocks for line in block.splitlines()
    )


def test_nothing_is_said_or_installed_where_nothing_is_missing(machine: Machine) -> None:
    machine.knows_libraries(libraries(of=("NEEDED", "SCREEN")))
    machine.has("apt-get", "exit 9")
    done = machine.runs(SYSTEM, "run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_only_what_is_missing_is_asked_of_apt(machine: Machine) -> None:
    known = libraries(of=("NEEDED", "SCREEN"))
    machine.knows_libraries(known.replace("libxcb-cursor.so.0", "another.so.0"))
    (machine.home / "known").write_text(known, encoding="utf-8")
    machine.has(
        "apt-get",
        f'echo "$*" >>"{machine.home}/asked"; cat "{machine.home}/known" >"{machine.home}/libraries"',
    )
    machine.has("sudo", SUDO)
    done = machine.runs(SYSTEM, "run")
    assert done.returncode == 0
    assert (done.stdout, done.stderr) == ("Installing system packages with apt-get: libxcb-cursor0\n", "")
    asked = (machine.home / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[-1].endswith("install --yes --no-install-recommends libxcb-cursor0")


def test_tests_also_want_an_x_server_and_its_hands(machine: Machine) -> None:
    machine.knows_libraries(libraries(of=("NEEDED", "SCREEN")))
    for there in ("openbox", "dbus-daemon", "transicc"):
        machine.has(there, "exit 0")
    done = machine.runs(SYSTEM, "test")
    assert done.returncode == 0
    assert "sudo apt-get install --no-install-recommends xdotool xvfb" in done.stderr


def test_without_apt_the_work_goes_on_when_only_the_screen_is_lost(machine: Machine) -> None:
    machine.knows_libraries(libraries(of=("NEEDED",)))
    done = machine.runs(SYSTEM, "run")
    assert done.returncode == 0
    assert "there is no apt-get here" in done.stderr
    assert "libxcb-cursor0" in done.stderr


def test_without_apt_the_work_stops_when_qt_cannot_load(machine: Machine) -> None:
    machine.knows_libraries(libraries(of=("SCREEN",)))
    done = machine.runs(SYSTEM, "run")
    assert done.returncode == 1
    assert "sudo apt-get install --no-install-recommends libdbus-1-3 libegl1" in done.stderr
    assert done.stderr.endswith("Review Desk cannot start.\n")


def test_an_apt_that_brings_nothing_is_not_believed(machine: Machine) -> None:
    machine.knows_libraries(libraries(of=("SCREEN",)))
    machine.has("apt-get", "exit 0")
    machine.has("sudo", SUDO)
    done = machine.runs(SYSTEM, "run")
    assert done.returncode == 1
    assert "still missing (apt-get did not bring them): libdbus-1-3 libegl1" in done.stderr


def test_a_failing_apt_is_quoted(machine: Machine) -> None:
    machine.knows_libraries(libraries(of=("NEEDED",)))
    machine.has("apt-get", 'echo "E: Unable to locate package"; exit 100')
    machine.has("sudo", SUDO)
    done = machine.runs(SYSTEM, "run")
    assert done.returncode == 0
    assert "E: Unable to locate package" in done.stderr
    assert "(apt-get failed)" in done.stderr


def test_an_old_python_is_refused_with_what_to_install(machine: Machine, tmp_path: Path) -> None:
    shutil.copytree(PACKAGING, tmp_path / "packaging")
    machine.has("python3", "exit 1")
    done = machine.runs(tmp_path / "packaging" / "environment.sh", "run")
    assert done.returncode == 2
    assert "sudo apt-get install python3 python3-pip" in done.stderr


@pytest.fixture
def checkout(machine: Machine) -> Path:
    """A checkout that is set up, with an app that says how it was called. Returns its open.sh."""
    commands = machine.home / ".venv" / "bin"
    commands.mkdir(parents=True)
    machine.has(
        "review-desk", 'echo "review-desk $*, drawing to ${QT_QPA_PLATFORM:-a window}"; exit ${APP_EXIT:-0}'
    )
    machine.has("python", "exit ${PROBE_EXIT:-0}")
    for name in ("review-desk", "python"):
        (machine.bin / name).rename(commands / name)
    shutil.copytree(PACKAGING, machine.home / "packaging")
    return machine.home / "packaging" / "open.sh"


def test_a_screen_that_answers_gets_a_window(machine: Machine, checkout: Path) -> None:
    done = machine.runs(checkout, DISPLAY=":7")
    assert done.stdout == "review-desk demo, drawing to a window\n"


@pytest.mark.parametrize("variables", [{}, {"DISPLAY": ":7", "PROBE_EXIT": "134"}])
def test_without_a_screen_the_workspaces_are_drawn_to_files(
    machine: Machine, checkout: Path, variables: dict[str, str]
) -> None:
    done = machine.runs(checkout, **variables)
    assert done.returncode == 0
    assert "review-desk demo --shots shots/, drawing to offscreen" in done.stdout
    assert "To open it on a screen" in done.stdout


@pytest.mark.parametrize("variables", [{}, {"DISPLAY": ":7"}])
def test_an_app_that_fails_fails_make_run(
    machine: Machine, checkout: Path, variables: dict[str, str]
) -> None:
    done = machine.runs(checkout, APP_EXIT="3", **variables)
    assert done.returncode == 3
    assert "To open it" not in done.stdout


def test_the_scripts_can_be_run_by_a_plain_shell() -> None:
    for script in sorted(PACKAGING.glob("*.sh")):
        subprocess.run(["/bin/sh", "-n", str(script)], check=True)
        assert os.access(script, os.X_OK)


def test_the_makefile_calls_only_what_is_there() -> None:
    root = PACKAGING.parent
    called = re.findall(r"\b(?:packaging|tests)/[a-z_/.-]+", (root / "Makefile").read_text(encoding="utf-8"))
    assert len(called) > 0
    assert [name for name in called if not (root / name).exists()] == []
