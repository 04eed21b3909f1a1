"""Where a person was: kept beside the desk, so that the next start begins there."""

import base64
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self, get_args

from review_desk.domain.browsing import FILTERS
from review_desk.domain.view_steps import ZOOM_STEPS
from review_desk.domain.viewplan import DEEPEST_LEVEL, Mode
from review_desk.ui.tokens import SURROUNDS

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
    histogram: bool = True
    values: str = ""
    """Numbers chosen for the difference and the analysis views: `name=value` separated by spaces."""
    reference: str = ""
    reference_version: int = 0
    channel: str = ""
    order: str = ""
    grouping: str = ""
    drift_limits: str = ""
    """How the grid's page is laid out; nothing for what is usual."""
    editor: str = ""
    """The command of the program that photos are edited in."""
    watched: str = ""
    """The folder that becomes a batch when it has been quiet."""
    canvas_width: int = 1000
    canvas_height: int = 730
    """Device pixels of the canvas, by which pixels are asked for before there is a window to lay out."""
    first_file: str = ""
    first_level: int = 0
    """The pixels on screen: asked for on the next start before anything else is loaded."""

    @classmethod
    def load(cls, desk: Path) -> Self:
        """What was saved; the defaults for anything missing, of the wrong kind, or of another version."""
        saved: Any = None
        with contextlib.suppress(OSError, ValueError, RecursionError):
            saved = json.loads((desk / FILE).read_text("utf-8"))
        if not isinstance(saved, dict):
            return cls()
        known = {f.name: f.default for f in fields(cls)}
        return cls(
            **{name: value for name, value in saved.items() if name in known and _fits(name, value, known)}
        )

    def save(self, desk: Path) -> None:
        """Write it beside the desk. A disk that is full or read-only is no reason to keep anybody here."""
        partial = desk / f"{FILE}.part"
        with contextlib.suppress(OSError):
            partial.write_text(json.dumps(asdict(self), indent=1), "utf-8")
            partial.replace(desk / FILE)


def _fits(name: str, value: Any, known: Mapping[str, Any]) -> bool:
    """Whether a value is of its field's kind and makes sense: an odd note must never keep the desk shut."""
    default = known[name]
    if default is None or isinstance(default, float):
        right_kind = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        right_kind = type(value) is type(default)
    return right_kind and _SENSIBLE.get(name, _anything)(value)


def _anything(_: Any) -> bool:
    return True


def _is_share(value: float) -> bool:
    return 0 <= value <= 1


def _is_edge(value: int) -> bool:
    return 0 < value <= _LONGEST_EDGE


def _is_base64(value: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(base64.b64decode(value, validate=True))
    return False


_LONGEST_EDGE = 32_768
"""Device pixels: more than any screen has."""

_SENSIBLE: dict[str, Callable[[Any], bool]] = {
    "filter": FILTERS.__contains__,
    "mode": get_args(Mode).__contains__,
    "zoom": lambda value: ZOOM_STEPS[0] <= value <= ZOOM_STEPS[-1],
    "centre_x": _is_share,
    "centre_y": _is_share,
    "wipe": lambda value: 0 < value < 1,
    "surround": range(len(SURROUNDS)).__contains__,
    "geometry": _is_base64,
    "canvas_width": _is_edge,
    "canvas_height": _is_edge,
    "first_level": range(DEEPEST_LEVEL + 1).__contains__,
}
"""What the values of a field must be beside their kind."""
