"""A judged batch of real files, and the programs that read what is exported."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from review_desk.domain.slice import WHOLE, Slice
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse
from review_desk.operations.export import export
from review_desk.store.desk import Store
from tests.builders import ROOT
from tests.exports.real_desk import judged_desk

CLIENTS = ROOT / ".venv-clients" / "bin" / "python"

Out = Callable[..., Path]
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    """Real worker processes."""
    with WorkerPool() as pool:
        yield pool


@pytest.fixture
def judged(tmp_path: Path, workers: WorkerPool) -> Iterator[Store]:
    """See `judged_desk`."""
    with judged_desk(tmp_path, workers) as store:
        yield store


@pytest.fixture
def out(judged: Store, tmp_path: Path, workers: WorkerPool) -> Out:
    """Export the batch in a format; the folder."""

    def write(kind: str, name: str = "out", chosen: Slice = WHOLE) -> Path:
        folder = tmp_path / name
        export(
            judged, batch=browse.batch(judged, "Drop"), folder=folder, kind=kind, chosen=chosen, pool=workers
        )
        return folder

    return write


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Run a script in the environment of the readers; it answers with one line of JSON."""
    if not CLIENTS.exists():
        pytest.skip("needs the readers of datasets, Label Studio and CVAT: make setup-clients")
    home = tmp_path_factory.mktemp("clients")

    def run(script: str, *arguments: object) -> Any:
        offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(home), "HOME": str(home)}
        done = subprocess.run(
            [str(CLIENTS), "-c", script, *map(str, arguments)],
            capture_output=True, text=True, check=False, timeout=120,
            env={"PATH": "/usr/bin:/bin", **offline},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    return run
