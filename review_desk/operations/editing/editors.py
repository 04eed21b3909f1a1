"""Programs that photos are edited in: those found on this machine, and starting one."""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from review_desk.errors import BadInput

_ON_THE_PATH = {
    "GIMP": ("gimp", "gimp-3", "gimp-3.0", "gimp-2.10"),
    "Krita": ("krita",),
    "darktable": ("darktable",),
}
_ELSEWHERE = {
    "darwin": (
        "/Applications/Adobe Photoshop*/Adobe Photoshop*.app",
        "/Applications/Affinity*.app",
        "/Applications/GIMP*.app",
    ),
    "win32": (
        "C:/Program Files/Adobe/Adobe Photoshop*/Photoshop.exe",
        "C:/Program Files/Affinity/*/Photo.exe",
        "C:/Program Files/GIMP*/bin/gimp-*.exe",
    ),
}


def editors() -> dict[str, str]:
    """Editors on this machine: command by name."""
    found = {}
    for name, commands in _ON_THE_PATH.items():
        command = next(filter(None, map(shutil.which, commands)), None)
        if command:
            found[name] = shlex.quote(command)
    for pattern in _ELSEWHERE.get(sys.platform, ()):
        root, rest = Path(pattern).anchor, str(Path(pattern).relative_to(Path(pattern).anchor))
        for path in sorted(Path(root).glob(rest)):
            found[path.stem] = shlex.quote(str(path))
    return found


def name_of(command: str) -> str:
    """What an editor's command is called: the program's name without its folder."""
    words = _split(command)
    return Path(words[0]).stem if words else ""


def start(command: str, paths: Sequence[Path]) -> "subprocess.Popen[bytes]":
    """Start an editor on files, on its own. Raises BadInput where there is no such program."""
    words = _split(command)
    if not words:
        raise BadInput("Name the program to edit in.")
    if sys.platform == "darwin" and words[0].endswith(".app"):
        words = ["open", "-W", "-a", words[0]]
    try:
        return subprocess.Popen(
            [*words, *map(str, paths)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise BadInput(f"“{words[0]}” cannot be started: {error.strerror}.") from error


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        raise BadInput(f"“{command}” is no command: {error}.") from error
