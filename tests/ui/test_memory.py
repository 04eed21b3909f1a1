"""What pictures took is the system's again when they are dropped."""

import subprocess
import sys

import pytest

_SCRIPT = """
import psutil
from review_desk.ui.memory import give_pictures_back
give_pictures_back()
for turn in range(2):  # glibc learns from the first round what to keep in the second
    pictures = [bytearray(b"x" * (1 << 20)) for _ in range(150)]
    full, last = psutil.Process().memory_info().rss, pictures[-1]
    del pictures
print((full - psutil.Process().memory_info().rss) >> 20)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems give memory back by themselves")
def test_dropped_pictures_give_their_memory_back_though_a_later_one_is_kept() -> None:
    said = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True).stdout
    assert int(said) > 120
