"""Versions below which a known trap waits: see docs/adr/0001-lock-and-bootstrap.md."""

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pysqlite3
import pytest
from packaging.version import Version


@pytest.mark.parametrize(("name", "floor"), [("pillow", "13"), ("onnxruntime", "1.22")])
def test_a_library_is_new_enough(name: str, floor: str) -> None:
    assert Version(version(name)) >= Version(floor)


def test_the_sqlite_we_use_has_the_wal_reset_bug_mended() -> None:
    assert pysqlite3.sqlite_version_info >= (3, 51, 3)


def test_the_opencv_with_a_window_toolkit_is_absent() -> None:
    with pytest.raises(PackageNotFoundError):
        version("opencv-python")


def test_opencv_does_not_move_the_plugin_path_of_qt() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    script = "import os, cv2; print([name for name in os.environ if name.startswith('QT_')])"
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_the_model_runtime_keeps_no_record_of_the_person_and_calls_nobody(tmp_path: Path) -> None:
    # The official builds write a device id to ~/.cache and report home, unless told not to before loading.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    subprocess.run(
        [sys.executable, "-c", "import review_desk.passes.session"],
        env=environment | {"HOME": str(tmp_path)},
        check=True,
    )
    assert list(tmp_path.rglob("*")) == []
