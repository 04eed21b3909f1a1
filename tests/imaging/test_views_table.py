"""What holds for every view of the table."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.imaging.views import VIEWS, ViewKind

each_view = pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.id)


def pane(height: int, width: int, *, seed: int = 0) -> NDArray[np.uint8]:
    made = np.random.default_rng(seed).integers(0, 256, (height, width, 4)).astype(np.uint8)
    made[..., 3] = 255
    return made


def drawn(kind: ViewKind, height: int, width: int, values: dict[str, float]) -> NDArray[np.uint8]:
    mask = pane(height, width, seed=2)[..., 0].copy()
    return kind.draw(
        pane(height, width), before=pane(height, width, seed=1), mask=mask, origin=(5, 9), values=values
    )


def test_the_first_view_is_the_photo_itself_and_ids_are_unique() -> None:
    photo = pane(4, 4)
    assert VIEWS[0].id == "normal"
    assert np.array_equal(VIEWS[0].draw(photo), photo)
    assert len({kind.id for kind in VIEWS}) == len({kind.title for kind in VIEWS}) == len(VIEWS)


@each_view
def test_a_view_says_in_one_sentence_what_it_shows(kind: ViewKind) -> None:
    assert kind.shows.endswith(".")
    assert kind.shows.count(". ") == 0


@each_view
def test_every_parameter_is_one_the_function_knows_with_a_default_within_its_limits(kind: ViewKind) -> None:
    known = inspect.signature(kind.function).parameters
    for parameter in kind.parameters:
        assert parameter.name in known
        assert parameter.least <= parameter.default <= parameter.most
        assert 0 < parameter.step <= parameter.most - parameter.least


@each_view
@settings(max_examples=12, deadline=None)
@given(height=st.integers(1, 70), width=st.integers(1, 70), far=st.sampled_from(["least", "default", "most"]))
def test_every_view_draws_panes_of_any_size_at_the_ends_of_its_parameters(
    kind: ViewKind, height: int, width: int, far: str
) -> None:
    values = {parameter.name: getattr(parameter, far) for parameter in kind.parameters}
    out = drawn(kind, height, width, values)
    assert (out.shape, out.dtype) == ((height, width, 4), np.uint8)
    assert (out[..., 3] == 255).all()
    assert out.flags.c_contiguous


@each_view
def test_a_view_leaves_what_it_is_given_as_it_was(kind: ViewKind) -> None:
    photo, before, mask = pane(40, 50), pane(40, 50, seed=1), pane(40, 50, seed=2)[..., 0].copy()
    copies = photo.copy(), before.copy(), mask.copy()
    kind.draw(photo, before=before, mask=mask)
    for kept, copy in zip((photo, before, mask), copies, strict=True):
        assert np.array_equal(kept, copy)


@each_view
def test_a_view_draws_a_part_of_a_larger_pane_like_a_copy_of_it(kind: ViewKind) -> None:
    large, before, mask = pane(60, 80), pane(60, 80, seed=1), pane(60, 80, seed=2)[..., 0]
    part = (slice(7, 50), slice(11, 70))
    seen = kind.draw(large[part], before=before[part], mask=mask[part])
    alone = kind.draw(large[part].copy(), before=before[part].copy(), mask=mask[part].copy())
    assert np.array_equal(seen, alone)


@each_view
def test_what_a_view_needs_and_is_not_given_is_a_bug(kind: ViewKind) -> None:
    if kind.needs_before:
        with pytest.raises(ValueError, match="needs before"):
            kind.draw(pane(20, 20))
    if kind.needs_mask:
        with pytest.raises(ValueError, match="needs mask"):
            kind.draw(pane(20, 20))


def test_a_radius_in_photo_pixels_follows_the_zoom() -> None:
    low = next(kind for kind in VIEWS if kind.id == "low_frequency")
    photo = pane(64, 64)
    half = low.draw(photo, scale=0.5, values={"radius": 8})
    assert np.array_equal(half, low.draw(photo, scale=1, values={"radius": 4}))


def test_values_beyond_the_limits_are_held_within_them() -> None:
    clipping = next(kind for kind in VIEWS if kind.id == "clipping")
    photo = pane(24, 24)
    beyond = clipping.draw(photo, values={"low": 300, "high": -4})
    assert np.array_equal(beyond, clipping.draw(photo, values={"low": 20, "high": 235}))
