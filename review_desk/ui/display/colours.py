"""What the canvas's pixels are converted to: the display in front of the person, and how."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from review_desk.ui.display.profile import DisplayProfile

PLAIN = "srgb"
"""The shade of pixels in sRGB: what analysis views measure, and what is shown where no profile is known."""


_PROOF_WORDS = {"srgb": "sRGB", "marketplace": "marketplace JPEG"}


class Colours(QObject):
    """The conversion in force, as arguments of the workers' frame job.

    Attributes:
        intent, bpc: rendering intent and black-point compensation.
        proof: what is simulated on the way: nothing, “srgb”, “marketplace”, or the path of a profile.
        warn_gamut: whether colours that the proof cannot hold come out in grey.
        shade: a short name for the conversion; pixels of another shade are of another conversion.

    Signals:
        changed(): convert anew.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.intent, self.bpc = "relative", True
        self.proof: str | None = None
        self.warn_gamut = False
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

    def set_proof(self, proof: str | None, *, warn_gamut: bool) -> None:
        """Simulate a delivery or a print, or nothing; with or without the gamut warning."""
        self.proof, self.warn_gamut = proof, warn_gamut
        self._settle()

    @property
    def proof_words(self) -> str:
        """What is simulated, for the corner of the canvas; empty for nothing."""
        if self.proof is None:
            return ""
        name = _PROOF_WORDS.get(self.proof) or Path(self.proof).stem
        return f"soft proof {name}" + (", gamut warning" if self.warn_gamut else "")

    def arguments(self, shade: str) -> dict[str, Any]:
        """The frame job's arguments for pixels of this shade: the one in force, or `PLAIN`."""
        if shade == PLAIN:
            return {}
        display = str(self._file) if self._file else None
        told = {"display": display, "intent": self.intent, "bpc": self.bpc}
        return told | ({"proof": self.proof, "warn_gamut": self.warn_gamut} if self.proof else {})

    def close(self) -> None:
        """Remove the file the workers read."""
        self._folder.cleanup()

    def _written(self, icc: bytes) -> Path:
        path = Path(self._folder.name) / f"{hashlib.sha256(icc).hexdigest()[:16]}.icc"
        if not path.exists():
            path.write_bytes(icc)
        return path

    def _settle(self) -> None:
        usual = self.intent == "relative" and self.bpc
        conversion = "" if usual else f"{self.intent} {'bpc' if self.bpc else 'no bpc'}"
        proof = f"{self.proof} {self.warn_gamut}" if self.proof else ""
        display = self._file.stem if self._file else ""
        shade = " ".join(filter(None, (display, conversion, proof))) or PLAIN
        if shade != self.shade:
            self.shade = shade
            self.changed.emit()
