"""The grid of six pairs."""

from pathlib import Path

import pytest

from tests.ui.doors import Doors
from tests.ui.grid.visitor import Visitor


@pytest.fixture
def grid(doors: Doors, folder: Path) -> Visitor:
    """Somebody in the grid room, in front of ring-1 to ring-6."""
    visitor = Visitor(doors.open(folder).desk)
    visitor.does("G")
    return visitor
