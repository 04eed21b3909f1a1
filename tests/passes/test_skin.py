"""Skin finish and skin level: texture goes by the setting, what lies beside the skin and lashes stay."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from review_desk.errors import Refused
from review_desk.imaging.decode import Source, decode_depth
from review_desk.passes.skin_finish import skin_finish
from review_desk.passes.skin_level import skin_level
from review_desk.passes.tools import Tools

SIZE = (420, 360)


def _face(seed: int = 1) -> tuple[Source, Any]:
    """A lit oval of skin with pores and blotches on grey, and its mask; an eyebrow lies across it."""
    chance = np.random.default_rng(seed)
    y, x = np.indices(SIZE)
    mask = ((y - 210) / 170) ** 2 + ((x - 180) / 130) ** 2 < 1
    pores = chance.normal(0, 1, SIZE) * 5
    blotches = cv2.GaussianBlur(chance.normal(0, 1, SIZE), (0, 0), 5) * 60
    light = 1 + 0.15 * (x - 180) / 180 + (pores + blotches) / 190
    skin = np.array([205, 152, 126]) * light[..., None]
    scene = np.where(mask[..., None], skin, 228.0)
    scene[120:126, 120:190] = 40
    return Source(np.clip(np.rint(scene), 0, 255).astype(np.uint8), "RGB", b"profile", None, b"exif"), mask


def _tools(mask: Any) -> Tools:
    return Tools(Path("face.png"), mask)


def test_each_setting_leaves_less_texture_and_unevenness_than_the_next() -> None:
    source, mask = _face()
    found = [skin_level(skin_finish(source, _tools(mask), finish=k), _tools(mask)) for k in range(1, 6)]
    for band in ("texture", "unevenness"):
        values = [level[band] for level in found]
        assert values == sorted(values)
        assert values[0] < 0.75 * values[-1]
    assert found[0]["texture"] > 0.3 * found[-1]["texture"], "even at 1 there are pores"


def test_five_gives_every_code_back() -> None:
    source, mask = _face()
    assert skin_finish(source, _tools(mask), finish=5) is source


@pytest.mark.parametrize("deep", [False, True])
def test_nothing_changes_beside_the_skin_and_hue_stays_on_it(deep: bool) -> None:
    source, mask = _face()
    if deep:
        source = replace(source, pixels=source.pixels.astype(np.uint16) * 257)
    found = skin_finish(source, _tools(mask), finish=1)
    assert np.array_equal(found.pixels[~mask], source.pixels[~mask])
    assert (found.profile, found.exif) == (source.profile, source.exif)
    before, after = (p[mask].astype(float) for p in (source.pixels, found.pixels))
    ratios = [p[:, 0] / np.maximum(p[:, 2], 1) for p in (before, after)]
    assert np.abs(ratios[0] - ratios[1]).max() < (0.002 if deep else 0.08)


def test_an_eyebrow_and_the_light_of_the_face_stay() -> None:
    source, mask = _face()
    found = skin_finish(source, _tools(mask), finish=1).pixels.astype(float)
    before = source.pixels.astype(float)
    assert np.abs((found - before)[121:125, 125:185]).max() < 6
    for part in (np.s_[180:260, 80:120], np.s_[180:260, 240:280]):
        assert found[part].mean() == pytest.approx(before[part].mean(), abs=1.0)


def test_without_a_mask_skin_is_found_by_its_colour(tmp_path: Path) -> None:
    source, mask = _face()
    Image.fromarray(source.pixels).save(tmp_path / "face.png")
    found = skin_level(decode_depth(tmp_path / "face.png"), Tools(tmp_path / "face.png"))
    assert found["share"] == pytest.approx(100 * mask.mean(), abs=8)


def test_a_photo_without_skin_is_refused_with_a_way_out(tmp_path: Path) -> None:
    Image.new("RGB", (200, 200), (90, 120, 190)).save(tmp_path / "blue.png")
    with pytest.raises(Refused, match="No skin is found by its colour: mark it"):
        skin_finish(decode_depth(tmp_path / "blue.png"), Tools(tmp_path / "blue.png"), finish=3)


def test_a_studios_model_says_where_the_skin_is() -> None:
    source, _ = _face()
    model: Any = SimpleNamespace(card=SimpleNamespace(tile=105, name="faces"), run=_upper_half)
    found = skin_level(source, Tools(Path("face.png"), model=model))
    assert found["share"] == pytest.approx(50, abs=2)


def _upper_half(pixels: Any) -> Any:
    assert pixels.shape == (1, 3, 105, 90)
    found = np.zeros((1, 1, 105, 90), np.float32)
    found[:, :, :52] = 1
    return found
