"""Remove and refine: what is marked goes, texture, edges and ground go on, nothing else is touched."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from review_desk.errors import BadInput, Refused
from review_desk.imaging.decode import Source
from review_desk.passes.refine import refine
from review_desk.passes.remove import remove
from review_desk.passes.tools import Tools

NOWHERE = Path("nowhere.png")


def _source(scene: Any, *, alpha: Any = None) -> Source:
    codes = np.rint(np.clip(scene, 0, 255)).astype(np.uint8)
    return Source(codes, "RGB" if codes.shape[2] == 3 else "L", None, alpha, None)


def _removed(source: Source, mask: Any, *, grow: float = 0, seed: float = 0) -> Source:
    return remove(source, Tools(NOWHERE, mask), grow=grow, seed=seed)


def _box(shape: tuple[int, int], top: int, left: int, bottom: int, right: int) -> Any:
    mask = np.zeros(shape, bool)
    mask[top:bottom, left:right] = True
    return mask


def _slope(shape: tuple[int, int] = (160, 200), *, grain: float = 2.0) -> Any:
    """A grey ground that is lit from one side, with grain."""
    y, x = np.indices(shape)
    plain = (200 + 30 * x / shape[1] - 20 * (y / shape[0]) ** 2)[..., None].repeat(3, axis=2)
    return plain + np.random.default_rng(4).normal(0, grain, (*shape, 3))


def _weave(shape: tuple[int, int] = (160, 200)) -> Any:
    """A cloth of threads five pixels apart, half of the picture darker than the other."""
    y, x = np.indices(shape)
    threads = 120 + 40 * np.sin(x * 2 * np.pi / 5) * np.cos(y * 2 * np.pi / 5)
    threads = threads * np.where(x < shape[1] // 2, 1.0, 0.5)
    return threads[..., None] + np.random.default_rng(2).normal(0, 2, (*shape, 3))


def test_dust_on_a_lit_ground_goes_and_the_ground_goes_on_with_its_grain() -> None:
    truth, mask = _slope(), _box((160, 200), 60, 80, 90, 120)
    dusty = np.where(mask[..., None], 40, truth)
    found = _removed(_source(dusty), mask).pixels.astype(float)
    plain = _slope(grain=0)
    assert np.abs((found - plain)[mask].mean(axis=0)).max() < 0.6
    assert np.std((found - plain)[mask]) == pytest.approx(2.0, rel=0.15)


def test_a_weave_and_the_edge_in_it_go_on_through_the_place() -> None:
    truth, mask = _weave(), _box((160, 200), 60, 85, 90, 115)
    found = _removed(_source(np.where(mask[..., None], 255, truth)), mask).pixels.astype(float)
    assert np.abs((found - truth)[mask]).mean() < 6
    inner = np.s_[65:85, 90:110]
    assert np.std(found[inner]) == pytest.approx(np.std(truth[inner]), rel=0.1)


@pytest.mark.parametrize("scene", [_slope, _weave])
def test_nothing_changes_beside_the_grown_mark_at_8_and_at_16_bits(scene: Any) -> None:
    shallow, mask = _source(scene()), _box((160, 200), 60, 80, 70, 95)
    deep = Source(shallow.pixels.astype(np.uint16) * 257, "RGB", b"profile", None, b"exif")
    for source in (shallow, deep):
        found = _removed(source, mask, grow=3)
        changed = (found.pixels != source.pixels).any(axis=2)
        assert not (changed & ~_box((160, 200), 57, 77, 73, 98)).any()
        assert changed[mask].any()
        assert (found.profile, found.exif) == (source.profile, source.exif)


def test_a_grey_photo_and_one_whose_mark_touches_its_border_work_too() -> None:
    scene, mask = _weave()[..., :1], _box((160, 200), 0, 0, 20, 12)
    assert _removed(_source(scene), mask).pixels.shape == (160, 200, 1)


def test_nothing_is_taken_from_what_is_transparent() -> None:
    scene, alpha = _weave(), np.full((160, 200), 255, np.uint8)
    alpha[:, 150:] = 0
    scene[:, 150:] = 255
    found = _removed(_source(scene, alpha=alpha), _box((160, 200), 70, 120, 90, 140))
    assert found.pixels[70:90, 120:140].max() < 150
    assert np.array_equal(found.alpha, alpha)


def test_the_same_seed_gives_the_same_and_another_gives_another_filling() -> None:
    source, mask = _source(_weave()), _box((160, 200), 60, 85, 90, 115)
    one, same, other = (_removed(source, mask, seed=seed).pixels for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_large_hole_is_as_sharp_as_its_surroundings() -> None:
    """Its matches are found at half the size, but no pixel of it is blurred."""
    scene, mask = _weave((500, 600)), _box((500, 600), 80, 130, 430, 470)
    found = _removed(_source(scene), mask).pixels[120:430, 150:460].astype(float)
    slopes = [np.abs(np.diff(p, axis=1)).mean() for p in (found, scene[120:430, 150:460])]
    assert slopes[0] == pytest.approx(slopes[1], rel=0.1)


def test_more_than_two_fifths_of_a_photo_are_refused() -> None:
    with pytest.raises(Refused, match="More than two fifths"):
        _removed(_source(_slope()), np.ones((160, 200), bool))


def test_without_a_mark_there_is_nothing_to_remove() -> None:
    with pytest.raises(BadInput, match="marked area"):
        _removed(_source(_slope()), None)


def test_refine_matches_the_colour_and_the_grain_of_a_pasted_area_to_its_ring() -> None:
    scene, mask = _slope(), _box((160, 200), 60, 80, 100, 130)
    pasted = np.where(mask[..., None], _slope(grain=0) + np.array((6, -5, 4)), scene)
    found = refine(_source(pasted), Tools(NOWHERE, mask), colour=1, grain=1, seed=0).pixels.astype(float)
    off = (found - _slope(grain=0))[mask]
    assert np.abs(off.mean(axis=0)).max() < 1.0
    assert off.std() == pytest.approx(2.0, rel=0.2)


def test_refine_takes_grain_off_an_area_that_has_too_much() -> None:
    mask = _box((160, 200), 60, 80, 100, 130)
    loud = np.where(mask[..., None], _slope(grain=6), _slope(grain=1.5))
    found = refine(_source(loud), Tools(NOWHERE, mask), colour=0, grain=1, seed=0).pixels.astype(float)
    assert (found - _slope(grain=0))[mask].std() < 3.5


def test_refine_told_to_leave_both_changes_nothing() -> None:
    source, mask = _source(_weave()), _box((160, 200), 60, 80, 100, 130)
    found = refine(source, Tools(NOWHERE, mask), colour=0, grain=0, seed=0)
    assert np.array_equal(found.pixels, source.pixels)


class Grey:
    """Stands for a studio's model that fills everything with one colour, and keeps what it was given."""

    card = SimpleNamespace(tile=64, name="grey-fill")

    def __init__(self, code: float) -> None:
        self.code, self.given = code, (0, 0)

    def run(self, pixels: Any, *, mask: Any) -> Any:
        self.given = pixels.shape[2:]
        assert pixels[np.broadcast_to(mask > 0, pixels.shape)].max() == 0, "it does not see what shall go"
        assert mask.shape == (1, 1, *self.given)
        return np.full(pixels.shape, self.code, np.float32)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_studios_model_fills_instead_and_its_answer_is_matched_to_the_ring(channels: int) -> None:
    source, mask = _source(_slope()[..., :channels]), _box((160, 200), 60, 80, 90, 120)
    model: Any = Grey(0.7)
    found = remove(source, Tools(NOWHERE, mask, model), grow=0, seed=0).pixels.astype(float)
    assert max(model.given) == 64
    off = (found - _slope(grain=0)[..., :channels])[mask]
    assert np.abs(off.mean()) < 2
    assert off.std() == pytest.approx(2.0, rel=0.5)
    assert np.array_equal(found[~mask], source.pixels[~mask])
