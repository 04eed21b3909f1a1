"""Ghost join on drawn garments: the inside of the neck lies where the truth has it, the front stays."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from review_desk.errors import BadInput, Refused
from review_desk.imaging.decode import decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.passes.ghost_join import ghost_join
from review_desk.passes.tools import Tools
from tests.passes.garments import SIZE, shirt, shot


@pytest.fixture
def shots(tmp_path: Path) -> tuple[Path, Path]:
    return shot(tmp_path)


def test_the_inside_of_the_neck_lies_where_the_truth_has_it(shots: tuple[Path, Path]) -> None:
    source = decode_depth(shots[0])
    found = ghost_join(source, Tools(shots[0], beside=shots[1]), shade=0).pixels.astype(float)
    truth, front, neck = shirt(170, inner=True)
    assert np.abs(found - truth)[cv2.erode(neck.astype(np.uint8), np.ones((5, 5))) > 0].mean() < 6
    changed = (found != source.pixels).any(axis=2)
    assert (changed & neck).sum() > 0.97 * neck.sum()
    assert not (changed & (cv2.erode(front.astype(np.uint8), np.ones((9, 9))) > 0)).any()
    assert not changed[300:].any()


def test_the_fronts_edge_throws_its_shade_on_the_neck(shots: tuple[Path, Path]) -> None:
    source, tools = decode_depth(shots[0]), Tools(shots[0], beside=shots[1])
    plain, shaded = (ghost_join(source, tools, shade=s).pixels.astype(float) for s in (0, 0.6))
    column = (plain - shaded)[110:168, 300].mean(axis=1)
    assert column[-8:].mean() > column[:8].mean() + 5


def test_without_a_second_photo_and_with_another_one_it_is_refused(
    shots: tuple[Path, Path], tmp_path: Path
) -> None:
    source = decode_depth(shots[0])
    with pytest.raises(BadInput, match="needs a second photo"):
        ghost_join(source, Tools(shots[0]), shade=0)
    noise = np.random.default_rng(1).integers(0, 255, (*SIZE, 3)).astype(np.uint8)
    write_photo(tmp_path / "other.png", noise, profile=None)
    with pytest.raises(Refused):
        ghost_join(source, Tools(shots[0], beside=tmp_path / "other.png"), shade=0)
    write_photo(tmp_path / "deep.png", noise.astype(np.uint16) * 257, profile=None)
    with pytest.raises(Refused, match="another bit depth"):
        ghost_join(source, Tools(shots[0], beside=tmp_path / "deep.png"), shade=0)
