"""True 100 %: one image pixel is one device pixel, on any display scaling."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from review_desk.imaging.workers import WorkerPool
from tests.builders import environment
from tests.ui.material import desk_of

SIZE = (2400, 1800)
"""Larger than the canvas at every scaling tried."""


def chequered() -> np.ndarray:
    """(H, W, 3) uint8: white and black from pixel to pixel, with coloured lines that tell where one is."""
    height, width = SIZE[1], SIZE[0]
    down, across = np.mgrid[:height, :width]
    pixels = np.repeat((((down + across) % 2) * 255).astype(np.uint8)[..., None], 3, axis=2)
    pixels[down % 97 == 0] = (255, 0, 0)
    pixels[across % 89 == 0] = (0, 0, 255)
    return pixels


@pytest.fixture(scope="module")
def desk_folder(workers: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("chequered")
    (home / "photos").mkdir()
    Image.fromarray(chequered()).save(home / "photos" / "board.png")
    return desk_of(home / "desk", home / "photos", workers)


SCRIPT = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QPoint
from review_desk.app import Desk, application, settle
from review_desk.ui.saved_state import SavedState

folder, output, zoom = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
SavedState(workspace="review", reviewer="Ada", zoom=zoom, centre_x=0.45, centre_y=0.55).save(folder)
application()
desk = Desk(folder)
desk.window.resize(1003, 701)
desk.window.show()
desk.window.review.canvas.information = 0
settle(desk)
canvas = desk.window.review.canvas
desk.window.grab().save(output)
pane, corner = canvas.drawn().panes[0], canvas.mapTo(desk.window, QPoint(0, 0))
size = canvas.viewport()
print(json.dumps({
    "ratio": canvas.ratio, "left": pane.left, "top": pane.top, "width": size.width, "height": size.height,
    "x": corner.x() * canvas.ratio, "y": corner.y() * canvas.ratio,
}))
desk.close()
"""


@pytest.mark.parametrize("scaling", ["1", "1.25", "1.5", "2"])
def test_at_100_percent_the_window_shows_the_photos_pixels_and_no_others(
    scaling: str, desk_folder: Path, tmp_path: Path
) -> None:
    told, seen = _look(desk_folder, tmp_path, scaling=scaling, zoom=1)
    assert told["ratio"] == float(scaling)
    expected = _part(chequered(), told)
    assert _found_near(seen, expected, told)


def test_at_200_percent_each_pixel_is_four_of_one_colour(desk_folder: Path, tmp_path: Path) -> None:
    told, seen = _look(desk_folder, tmp_path, scaling="1", zoom=2)
    doubled = chequered().repeat(2, axis=0).repeat(2, axis=1)
    assert _found_near(seen, _part(doubled, told), told)


def _look(folder: Path, tmp_path: Path, *, scaling: str, zoom: float) -> tuple[dict[str, float], np.ndarray]:
    """The window in a process of its own, for a process has one scaling."""
    script, output = tmp_path / "look.py", tmp_path / "seen.png"
    script.write_text(SCRIPT)
    run = subprocess.run(
        [sys.executable, script, folder, output, str(zoom)],
        env={**environment(), "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scaling},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout), np.asarray(Image.open(output).convert("RGB"))


def _part(pixels: np.ndarray, told: dict[str, float]) -> np.ndarray:
    """What of the photo the canvas must show, but for a rim of two pixels that the canvas may share."""
    left, top = -int(told["left"]), -int(told["top"])
    assert left > 0
    assert top > 0
    return pixels[top + 2 : top + int(told["height"]) - 2, left + 2 : left + int(told["width"]) - 2]


def _found_near(seen: np.ndarray, expected: np.ndarray, told: dict[str, float]) -> bool:
    """A canvas whose corner falls between device pixels lies on one or the other; nothing else may differ."""
    height, width = expected.shape[:2]
    for y in {int(told["y"]), int(np.ceil(told["y"]))}:
        for x in {int(told["x"]), int(np.ceil(told["x"]))}:
            if np.array_equal(seen[y + 2 : y + 2 + height, x + 2 : x + 2 + width], expected):
                return True
    return False
