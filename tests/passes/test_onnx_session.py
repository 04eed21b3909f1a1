"""Sessions: made once, and what a model answers is not believed unseen."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from onnx import helper

from review_desk.errors import BadInput
from review_desk.passes.card import read_card
from review_desk.passes.session import session

MakeModel = Callable[..., Path]
PIXELS = np.full((1, 3, 4, 5), 0.5, np.float32)


def test_a_model_is_loaded_once_for_all_photos(make_model: MakeModel) -> None:
    folder = make_model(helper.make_node("Identity", ["pixels"], ["out"]))
    assert session(read_card(folder)) is session(read_card(folder))


def test_a_sound_answer_comes_back(make_model: MakeModel) -> None:
    loaded = session(read_card(make_model(helper.make_node("Neg", ["pixels"], ["out"]))))
    assert np.array_equal(loaded.run(PIXELS), -PIXELS)


@pytest.mark.parametrize("node", ["Log", "Sqrt"])
def test_an_answer_that_is_no_number_is_refused(make_model: MakeModel, node: str) -> None:
    loaded = session(read_card(make_model(helper.make_node(node, ["pixels"], ["out"]))))
    with pytest.raises(BadInput, match="odd-model answered with values that are no numbers"):
        loaded.run(-PIXELS)


def test_an_answer_of_the_wrong_size_is_refused_with_both_sizes(make_model: MakeModel) -> None:
    smaller = helper.make_node("MaxPool", ["pixels"], ["out"], kernel_shape=[2, 2], strides=[2, 2])
    loaded = session(read_card(make_model(smaller)))
    with pytest.raises(BadInput, match="answered 1×3×2×2 float32, not 1×3×4×5 float32"):
        loaded.run(PIXELS)


def test_a_model_that_knows_no_such_input_is_refused(make_model: MakeModel) -> None:
    loaded = session(read_card(make_model(helper.make_node("Identity", ["pixels"], ["out"]))))
    with pytest.raises(BadInput, match=r"odd-model cannot run: .*noise"):
        loaded.run(PIXELS, noise=0.1)


@pytest.mark.parametrize("content", [b"", b"this is no model", b"\x08\x08" * 20, b"\x00" * 64])
def test_what_is_no_model_is_refused_at_loading(make_model: MakeModel, content: bytes) -> None:
    card = read_card(make_model(content=content))
    with pytest.raises(BadInput, match=r"odd-model cannot be loaded: .+\."):
        session(card)
