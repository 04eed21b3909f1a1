"""Where the desk's own files are, installed or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def assets() -> Path:
    """The folder of shipped data: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "assets"
    return installed if installed.is_dir() else _PACKAGE.parent / "assets"


def asset(*parts: str) -> Path:
    """One shipped file or folder, such as ``asset("rules", "starting.toml")``."""
    return assets().joinpath(*parts)
