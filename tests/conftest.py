"""What every test may lean on."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from review_desk.store.desk import Store
from tests.builders import new_desk, open_store

settings.register_profile(
    "desk",
    deadline=None,  # how long an example takes, and how many are drawn in vain, is luck and load
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize=True,  # a change is judged by the same cases each time; `make explore` draws new ones
)
settings.register_profile("explore", settings.get_profile("desk"), derandomize=False, max_examples=500)
settings.load_profile(os.environ.get("EXAMPLES", "desk"))

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real photos beside the checkout, never in it."""
    if not SAMPLES.is_dir():
        pytest.skip("needs the real photos of ../shared/samples, which are not here")
    return SAMPLES


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte of its own. Only root may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk (root)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="session")
def as_somebody() -> list[str]:
    """What to put before a command so that locked folders are locked to it: root walks through every lock."""
    if os.geteuid() != 0:
        return []
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    if shutil.which("setpriv") is None or subprocess.run([*drop, "true"], check=False).returncode:
        pytest.skip("is root and cannot give up the right to pass locked folders (setpriv)")
    return drop


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with a made-up batch of three photos of two versions; there are no files behind them."""
    return new_desk(tmp_path / "desk", photos=3)


@pytest.fixture
def store(desk: Path) -> Iterator[Store]:
    """The one writer of `desk`."""
    with open_store(desk) as opened:
        yield opened
