"""Commands that open the window or picture it."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from review_desk.cli.command import Command, answer, say
from review_desk.errors import BadInput

if TYPE_CHECKING:
    from review_desk.imaging.workers import WorkerPool

_WORKSPACES = ("intake", "review", "grid")


def _declare_open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "desk", type=Path, nargs="?", metavar="DESK", help="the desk's folder (default: your own desk)"
    )


def _open(arguments: argparse.Namespace) -> int:
    _require_display()
    return _open_window(arguments.desk or _own_desk())


def _own_desk() -> Path:
    """The desk of whoever names none; it is made with the first call."""
    from review_desk.paths import own_desk

    folder = own_desk()
    if not (folder / "desk.sqlite").exists():
        from review_desk.operations import keep
        from review_desk.operations.clock import now

        keep.create(folder, at=now())
    return folder


def _open_window(folder: Path) -> int:
    """Start the workers first: they load what they need while the window loads Qt."""
    from review_desk.imaging.workers import WorkerPool

    pool = WorkerPool(warm=True)
    _ask_ahead(folder, pool)
    from review_desk import app

    return app.open_window(folder, pool)


def _ask_ahead(folder: Path, pool: "WorkerPool") -> None:
    """Have the photo of the last time read while Qt is loaded."""
    from review_desk.ui.saved_state import SavedState

    saved = SavedState.load(folder)
    if saved.workspace == "review" and saved.first_file:
        pool.ask_ahead("frame", path=folder / saved.first_file, level=saved.first_level)


def _require_display() -> None:
    """Qt would abort without one; a sentence is kinder."""
    if not has_display():
        raise BadInput(
            "There is no display to open a window on. On a screen this opens the app; here, "
            "“review-desk screenshot DESK --workspace review -o PNG” pictures it."
        )


def has_display() -> bool:
    """Whether a window could be shown."""
    if not sys.platform.startswith("linux"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(chosen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _declare_screenshot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("desk", type=Path, metavar="DESK", help="the desk's folder")
    parser.add_argument("--workspace", required=True, metavar="W", help=" or ".join(_WORKSPACES))
    parser.add_argument("--size", default="1440x900", metavar="WxH", help="logical pixels (default 1440x900)")
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="S", help="device pixels to a logical one"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PNG", help="the file to write")


def _screenshot(arguments: argparse.Namespace) -> int:
    size = _read_size(arguments.size)
    if arguments.workspace not in _WORKSPACES:
        raise BadInput(f"“{arguments.workspace}” is not a workspace: say {' or '.join(_WORKSPACES)}.")
    set_offscreen(arguments.scale)
    from review_desk import app

    app.grab(arguments.desk, arguments.workspace, arguments.output, size=size)
    answer(arguments, {"file": str(arguments.output)}, f"Wrote {arguments.output}.")
    return 0


def _read_size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit()) or not (0 < int(width) <= 8192 and 0 < int(height) <= 8192):
        raise BadInput(f"“{text}” is not a size: write it as 1440x900.")
    return int(width), int(height)


def set_offscreen(scale: float) -> None:
    """Before Qt is loaded: render without a screen, at a scale."""
    if not 0.5 <= scale <= 4:
        raise BadInput("The scale goes from 0.5 to 4.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"


def _declare_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--desk", type=Path, metavar="DIR", help="where the demo desk is kept (default: your data folder)"
    )
    parser.add_argument(
        "--shots", type=Path, metavar="DIR", help="render every workspace to PNG there instead"
    )


def _demo(arguments: argparse.Namespace) -> int:
    from review_desk.operations import demo
    from review_desk.paths import demo_desk

    folder = arguments.desk or demo_desk()
    if demo.prepare(folder):
        say("Took in the demo batch: photos rendered for this project, with faults planted on purpose.")
    if arguments.shots or not has_display():
        return _shoot(arguments, folder, arguments.shots or Path("shots"))
    code = _open_window(folder)
    answer(arguments, {"desk": str(folder)}, "")
    return code


def _shoot(arguments: argparse.Namespace, desk: Path, shots: Path) -> int:
    set_offscreen(1.0)
    from review_desk import app

    try:
        shots.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"The folder {shots} cannot be made: {error.strerror}.") from error
    files = [shots / f"{workspace}.png" for workspace in _WORKSPACES]
    for workspace, file in zip(_WORKSPACES, files, strict=True):
        app.grab(desk, workspace, file, size=(1440, 900))
    text = "\n".join(("Rendered every workspace:", *(f"  {file}" for file in files),
                      f"On a screen, “review-desk demo --desk {desk}” opens the app."))  # fmt: skip
    answer(arguments, {"files": [str(file) for file in files], "desk": str(desk)}, text)
    return 0


COMMANDS = (
    Command("open", "Open the window on a desk.", _declare_open, _open, reports=False),
    Command("screenshot", "Render a workspace to a PNG, without a screen.",
            _declare_screenshot, _screenshot, holds="{file}"),
    Command("demo", "Open the demo desk, or picture it.", _declare_demo, _demo, holds="{desk, files: []}"),
)  # fmt: skip
