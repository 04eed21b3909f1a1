"""What the window must not wait for when it opens."""

import subprocess
import sys
from pathlib import Path

from review_desk.ui.actions.manual import manual

HEAVY = ("numpy", "cv2", "PIL", "pyvips", "skimage", "scipy", "onnxruntime", "PyOpenColorIO", "pandas")


def test_the_window_loads_no_codec_no_array_and_no_model_before_it_is_there() -> None:
    script = "import sys, review_desk.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "review_desk" in loaded
    assert "dateutil.tz" not in loaded, "sqlite-utils reads no dates for us: store/__init__.py"
    assert [name for name in HEAVY if name in loaded] == []


def test_the_page_of_keys_is_what_the_action_table_says() -> None:
    kept = Path(__file__).resolve().parents[2] / "docs" / "keys.md"
    assert kept.read_text("utf-8") == manual(), "make docs writes it anew"
