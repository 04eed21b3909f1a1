"""Starting victims and killing them."""

import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any, Self

from tests.builders import ROOT, environment


class Killer:
    """Runs the program of victims. `kill_after` starts one and kills it so many seconds after it is ready."""

    def __init__(self) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.store.victims"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._program.stdin
        self._program.stdin.close()
        self._program.wait(20)
        assert self._program.stdout
        self._program.stdout.close()

    def run(self, verb: str, *arguments: Any) -> list[dict[str, Any]]:
        """Let a victim run until it ends, by itself or by its own hand. Returns what it said."""
        return self._run(verb, arguments, None, ready="victim")

    def kill_after(
        self, seconds: float, verb: str, *arguments: Any, ready: str = "victim"
    ) -> list[dict[str, Any]]:
        """Kill a victim so long after it said `ready`. Returns what it said before."""
        return self._run(verb, arguments, seconds, ready=ready)

    def _run(
        self, verb: str, arguments: tuple[Any, ...], seconds: float | None, *, ready: str
    ) -> list[dict[str, Any]]:
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(json.dumps([verb, *map(_plain, arguments)]) + "\n")
        self._program.stdin.flush()
        said: list[dict[str, Any]] = []
        victim, timer = 0, None
        for line in self._program.stdout:
            told = json.loads(line)
            if "gone" in told:
                break
            victim = told.get("victim", victim)
            said.append(told)
            if seconds is not None and timer is None and victim and any(ready in one for one in said):
                timer = threading.Timer(seconds, _kill, [victim])
                timer.start()
        if timer is not None:
            timer.cancel()
            timer.join()
        return said


def _kill(victim: int) -> None:
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:  # it was done sooner
        return


def _plain(argument: Any) -> Any:
    return argument if isinstance(argument, int | float) else str(argument)


def finished(said: list[dict[str, Any]]) -> bool:
    """Whether the victim came to its end."""
    return any("done" in told for told in said)
