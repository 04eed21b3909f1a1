"""`pip install .` carries everything the desk reads, and nothing it does not."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = "review_desk/assets/"


def output(*command: str | Path, cwd: Path, **variables: str) -> str:
    environment = os.environ | {"PIP_NO_INDEX": "1"} | variables
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    output(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked by pip in a folder of its own, which comes before the checkout on the path."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--target", folder, wheel)
    output(*pip, cwd=folder)
    return folder


def names(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_every_asset_but_the_studio_that_draws_the_demo(wheel: Path) -> None:
    assets = ROOT / "assets"
    files = {path.relative_to(assets).as_posix() for path in assets.rglob("*") if path.is_file()}
    expected = {name for name in files if not name.startswith("demo/studio/") and "__pycache__" not in name}
    shipped = {name.removeprefix(SHIPPED) for name in names(wheel) if name.startswith(SHIPPED)}
    assert shipped == expected
    assert "demo/manifest.csv" in shipped


@pytest.mark.parametrize("folder", ["demo/before", "demo/after", "rules", "failure_modes", "models"])
def test_the_wheel_has_something_of_each_kind(wheel: Path, folder: str) -> None:
    assert [name for name in names(wheel) if name.startswith(f"{SHIPPED}{folder}/")] != []


def test_the_wheel_holds_the_package_and_nothing_beside_it(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"review_desk"}


def test_the_wheel_names_no_folder_of_the_machine_that_built_it(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if os.fsencode(ROOT) in archive.read(name)] == []


def test_an_installed_desk_reads_its_own_assets(installed: Path, tmp_path: Path) -> None:
    script = "import review_desk.paths as paths; print(paths.assets())"
    said = output(sys.executable, "-c", script, cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(said.strip()) == (installed / "review_desk" / "assets").resolve()


def test_the_command_works_from_any_folder(wheel: Path, installed: Path, tmp_path: Path) -> None:
    command = installed / "bin" / "review-desk"
    version = wheel.name.split("-")[1]
    assert version in output(command, "--version", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "review-desk" in output(command, "--help", cwd=tmp_path, PYTHONPATH=str(installed))
