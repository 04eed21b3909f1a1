"""What the canvas's pixels are converted to: the display in front of the person, and how."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from review_desk.ui.display.profile import DisplayProfile

PLAIN = "srgb"
"""The shade of pixels in sRGB: what analysis views measure, and what is shown where no profile is known."""


class Colours(QObject):
    """The conversion in force, as arguments of the workers' frame job.

    Attributes:
        intent, bpc: rendering intent and black-point compensation.
        shade: a short name for the conversion; pixels of another shade are of another conversion.

    Signals:
        changed(): convert anew.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.intent, self.bpc = "relative", True
        self.shade = PLAIN
        self._folder = tempfile.TemporaryDirectory(prefix="review-desk-display-")
        self._file: Path | None = None

    def take(self, profile: DisplayProfile) -> None:
        """Convert to this profile from now on; to sRGB where the system converts, or none is known."""
        self._file = self._written(profile.icc) if profile.icc else None
        self._settle()

    def set_conversion(self, *, intent: str, bpc: bool) -> None:
        """Another rendering intent, or black-point compensation on or off."""
        self.intent, self.bpc = intent, bpc
        self._settle()

    def arguments(self, shade: str) -> dict[str, Any]:
        """The frame job's arguments for pixels of this shade: the one in force, or `PLAIN`."""
        if shade == PLAIN or self._file is None:
            return {}
        return {"display": str(self._file), "intent": self.intent, "bpc": self.bpc}

    def close(self) -> None:
        """Remove the file the workers read."""
        self._folder.cleanup()

    def _written(self, icc: bytes) -> Path:
        path = Path(self._folder.name) / f"{hashlib.sha256(icc).hexdigest()[:16]}.icc"
        if not path.exists():
            path.write_bytes(icc)
        return path

    def _settle(self) -> None:
        point = "bpc" if self.bpc else "no bpc"
        shade = f"{self._file.stem} {self.intent} {point}" if self._file else PLAIN
        if shade != self.shade:
            self.shade = shade
            self.changed.emit()
