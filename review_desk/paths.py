"""Where the desk's own files are, installed or in a checkout."""

from pathlib import Path

from platformdirs import user_data_dir

_PACKAGE = Path(__file__).resolve().parent


def assets() -> Path:
    """The folder of shipped data: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "assets"
    return installed if installed.is_dir() else _PACKAGE.parent / "assets"


def asset(*parts: str) -> Path:
    """One shipped file or folder, such as ``asset("rules", "starting.toml")``."""
    return assets().joinpath(*parts)


def own_desk() -> Path:
    """The desk that opens when none is named, in the person's data folder."""
    return Path(user_data_dir("review-desk", appauthor=False)) / "desk"


def demo_desk() -> Path:
    """Where the demo desk is kept."""
    return Path(user_data_dir("review-desk", appauthor=False)) / "demo"


def own_models() -> Path:
    """Where a studio's own models are kept, for every desk this person opens."""
    return Path(user_data_dir("review-desk", appauthor=False)) / "models"
