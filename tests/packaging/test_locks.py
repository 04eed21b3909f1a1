"""The lock files say exactly what is installed, and nothing about where it comes from."""

import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = (
    "build.lock",
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-extras.lock",
    "requirements-train.lock",
)
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)( ; (?P<marker>.+?))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


@dataclass(frozen=True)
class Pin:
    """One package of a lock file; `marker` says for which interpreters the pin holds."""

    name: str
    version: str
    marker: str | None
    hashes: int

    @property
    def holds_here(self) -> bool:
        return self.marker is None or Marker(self.marker).evaluate()


def lines(lock: str) -> list[str]:
    return (ROOT / "packaging" / lock).read_text(encoding="utf-8").splitlines()


def pins(lock: str) -> list[Pin]:
    found: list[Pin] = []
    hashes = 0
    for line in reversed(lines(lock)):
        if HASH.fullmatch(line):
            hashes += 1
        elif match := PIN.fullmatch(line):
            found.append(Pin(match["name"], match["version"], match["marker"], hashes))
            hashes = 0
    return found


def wanted(*extras: str) -> list[Requirement]:
    project = PROJECT["project"]
    optional = [text for extra in extras for text in project["optional-dependencies"][extra]]
    return [Requirement(text) for text in project["dependencies"] + optional]


def missing(requirements: list[Requirement], lock: str) -> list[str]:
    def is_pinned(requirement: Requirement) -> bool:
        versions = [pin.version for pin in pins(lock) if pin.name == canonicalize_name(requirement.name)]
        return bool(versions) and all(requirement.specifier.contains(version) for version in versions)

    return [str(requirement) for requirement in requirements if not is_pinned(requirement)]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: str) -> None:
    assert [line for line in lines(lock) if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []
    assert [pin.name for pin in pins(lock) if pin.hashes == 0] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    assert [line for line in lines(lock) if "://" in line or "index" in line] == []


def test_everything_the_project_asks_for_is_locked() -> None:
    assert missing(wanted(), "requirements.lock") == []
    assert missing(wanted("dev"), "requirements-dev.lock") == []
    assert missing(wanted("raw", "heic", "parquet"), "requirements-extras.lock") == []
    assert missing(wanted("train"), "requirements-train.lock") == []


def test_training_on_linux_takes_the_build_for_processors_and_no_cuda() -> None:
    names = {pin.name for pin in pins("requirements-train.lock")}
    assert not [name for name in names if name.startswith(("nvidia", "cuda", "triton"))]
    torch = {pin.marker: pin.version for pin in pins("requirements-train.lock") if pin.name == "torch"}
    plain = torch["sys_platform != 'linux'"]
    assert torch == {"sys_platform != 'linux'": plain, "sys_platform == 'linux'": f"{plain}+cpu"}


def test_what_builds_the_project_is_locked() -> None:
    requirements = [Requirement(text) for text in PROJECT["build-system"]["requires"]]
    assert missing(requirements, "build.lock") == []


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-extras.lock", "requirements-train.lock", "build.lock"]
)
def test_a_package_has_one_version_in_all_locks(lock: str) -> None:
    developers = {(pin.name, pin.marker): pin.version for pin in pins("requirements-dev.lock")}
    both = [pin for pin in pins(lock) if (pin.name, pin.marker) in developers]
    assert len(both) > 0
    assert [pin for pin in both if developers[pin.name, pin.marker] != pin.version] == []


def test_only_the_headless_opencv_and_the_essential_qt_are_locked() -> None:
    names = {pin.name for lock in LOCKS for pin in pins(lock)}
    assert {"opencv-python-headless", "pyside6-essentials"} <= names
    # The other OpenCV brings a Qt of its own and points the plugin path at it.
    assert names.isdisjoint({"opencv-python", "opencv-contrib-python", "pyside6", "pyside6-addons", "pyqt6"})


def test_this_environment_is_what_the_lock_says() -> None:
    here = [pin for pin in pins("requirements-dev.lock") if pin.holds_here]
    installed = {pin.name: version(pin.name) for pin in here}
    assert installed == {pin.name: pin.version for pin in here}
