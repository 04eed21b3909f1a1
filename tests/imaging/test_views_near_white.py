"""White paper that is not quite white, by hand."""

import numpy as np
import pytest

from review_desk.imaging.views.near_white import near_white


def test_white_nearly_white_and_the_rest_are_told_apart() -> None:
    pane = np.array(
        [[[255, 255, 255, 255], [255, 255, 254, 255], [245, 250, 255, 255], [244, 255, 255, 255]]], np.uint8
    )
    white, nearly, also, rest = near_white(pane, low=245)[0]
    assert white[:3].tolist() == [255, 255, 255]
    assert nearly[:3].tolist() == also[:3].tolist() == [0, 140, 255]
    assert rest[0] == rest[1] == rest[2] < 200


@pytest.mark.parametrize("low", [0, 256])
def test_a_code_that_is_none_is_refused(low: int) -> None:
    with pytest.raises(ValueError, match="no code from"):
        near_white(np.zeros((1, 1, 4), np.uint8), low=low)
