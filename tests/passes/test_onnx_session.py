"""Sessions: made once, and what a model answers is not believed unseen."""

from collections.abc import Callable
from dataclasses import replace
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


def test_a_number_that_a_model_does_not_know_is_left_out_and_a_plane_is_refused(
    make_model: MakeModel,
) -> None:
    loaded = session(read_card(make_model(helper.make_node("Identity", ["pixels"], ["out"]))))
    assert np.array_equal(loaded.run(PIXELS, noise=0.1), PIXELS)
    with pytest.raises(BadInput, match=r"odd-model cannot run: .*mask"):
        loaded.run(PIXELS, mask=PIXELS[:, :1])


def test_a_card_says_in_what_values_order_and_size_its_model_works(make_model: MakeModel) -> None:
    folder = make_model(helper.make_node("Identity", ["pixels"], ["out"]))
    card = replace(
        read_card(folder), value_range=(0.0, 255.0), order="BGR", mean=(100.0,) * 3, deviation=(50.0,) * 3,
        only=(8, 8), output_range=(-2.0, 3.1),
    )  # fmt: skip
    pixels = np.zeros((1, 3, 4, 5), np.float32)
    pixels[:, 0] = 1
    blue, green, red = session(card).run(pixels)[0, :, 0, 0]
    assert (blue, green, red) == pytest.approx((0, 0, 1))
    assert session(card).run(pixels).shape == pixels.shape


def test_planes_larger_than_the_one_size_a_model_takes_are_refused(make_model: MakeModel) -> None:
    card = read_card(make_model(helper.make_node("Identity", ["pixels"], ["out"])))
    with pytest.raises(BadInput, match="cannot run: larger than the model takes"):
        session(replace(card, only=(4, 4))).run(PIXELS)


def test_of_an_answer_with_many_channels_those_count_that_the_card_names(make_model: MakeModel) -> None:
    nodes = helper.make_node("Identity", ["pixels"], ["out"])
    card = replace(read_card(make_model(nodes)), task="skin-mask", channel=2, step=4)
    pixels = np.stack([np.full((4, 6), value, np.float32) for value in (0.1, 0.2, 0.3)])[np.newaxis]
    assert np.array_equal(session(card).run(pixels), pixels[:, 2:])


@pytest.mark.parametrize("content", [b"", b"this is no model", b"\x08\x08" * 20, b"\x00" * 64])
def test_what_is_no_model_is_refused_at_loading(make_model: MakeModel, content: bytes) -> None:
    card = read_card(make_model(content=content))
    with pytest.raises(BadInput, match=r"odd-model cannot be loaded: .+\."):
        session(card)
