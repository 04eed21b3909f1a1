"""Where a person was: kept beside the desk, so that the next start begins there."""

import contextlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

FILE = "session.json"


@dataclass(frozen=True)
class SavedState:
    """Everything that comes back on the next start. None of it matters to the record."""

    workspace: str = ""
    batch: str = ""
    photo: str = ""
    filter: str = "all"
    mode: str = "single"
    zoom: float | None = None
    centre_x: float = 0.5
    centre_y: float = 0.5
    wipe: float = 0.5
    reviewer: str = ""
    theme: str = "dark"
    surround: int = 0
    panels: bool = True
    auto_advance: bool = True
    geometry: str = ""

    @classmethod
    def load(cls, desk: Path) -> Self:
        """What was saved; the defaults for anything missing or of the wrong kind."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            saved: dict[str, Any] = json.loads((desk / FILE).read_text("utf-8"))
            return cls(**{f.name: saved[f.name] for f in fields(cls) if _fits(f.default, saved.get(f.name))})
        return cls()

    def save(self, desk: Path) -> None:
        """Write it beside the desk. A disk that is full or read-only is no reason to keep anybody here."""
        partial = desk / f"{FILE}.part"
        with contextlib.suppress(OSError):
            partial.write_text(json.dumps(asdict(self), indent=1), "utf-8")
            partial.replace(desk / FILE)


def _fits(default: Any, value: Any) -> bool:
    if default is None or isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is type(default)
