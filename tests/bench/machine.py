"""The machine a report was made on, and children of it."""

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
LATENCY = ROOT.parent / "shared" / "bench" / "screen_latency.py"


class NotMeasured(Exception):
    """A measure that cannot be taken here, and why."""


def about() -> dict[str, Any]:
    """What a reader must know before comparing figures."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_at_start": load,
    }


def environment(**extra: str) -> dict[str, str]:
    """For a child: this checkout on the path, bytecode kept as an installed program keeps it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **extra}


def compile_all() -> None:
    """Bytecode for the checkout, which an installed desk has from its installer."""
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "review_desk"], cwd=ROOT, env=environment(), check=True
    )


def review_desk(*arguments: str | Path, may_end: tuple[int, ...] = (0,)) -> None:
    """Run one command of the desk; its own words on failure, which is any exit code not in `may_end`."""
    program = [sys.executable, "-m", "review_desk", *map(str, arguments)]
    done = subprocess.run(program, cwd=ROOT, env=environment(), check=False, stdout=subprocess.DEVNULL)
    if done.returncode not in may_end:
        raise subprocess.CalledProcessError(done.returncode, program)


def child(module: str, *arguments: str | Path, **extra: str) -> dict[str, Any]:
    """Run a module of this folder in a process of its own; it prints one JSON object last."""
    program = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(
        program, cwd=ROOT, env=environment(**extra), check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise NotMeasured(f"{module} ended with: {done.stderr.strip()[-600:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@contextmanager
def screen(width: int, height: int) -> Iterator[str]:
    """An X server of its own with a screen of that size; gives what DISPLAY must be."""
    if shutil.which("Xvfb") is None:
        raise NotMeasured("Xvfb is not installed: sh packaging/system.sh bench")
    name = f":{2000 + os.getpid() % 1000}"
    program = ["Xvfb", name, "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            time.sleep(1.0)
            yield name
        finally:
            server.terminate()


def _processor() -> str:
    try:
        for row in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()
