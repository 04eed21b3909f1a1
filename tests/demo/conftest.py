"""Puts the demo studio on the import path: a tool beside the batch, not part of the application."""

from __future__ import annotations

import sys
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo"
if str(DEMO) not in sys.path:
    sys.path.insert(0, str(DEMO))
