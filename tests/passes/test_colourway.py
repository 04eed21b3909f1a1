"""Colourway: the sample's mean colour, texture and light kept, nothing changed beside the area."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.delta_e import ciede2000
from review_desk.imaging.lab_space import lab_space
from review_desk.imaging.rgb_spaces import adobe_rgb
from review_desk.passes.colourway import colourway
from review_desk.passes.tools import Tools

OLIVE, CREAM, NAVY = (48.8, -3.9, 13.6), (85.0, 1.0, 9.0), (28.0, 1.0, -16.0)


def _cloth(colour: tuple[int, int, int] = (150, 60, 50)) -> tuple[Source, Any]:
    """Lit cloth with a weave in the middle of a white photo, and the mask of the cloth."""
    y, x = np.indices((120, 160))
    light = 0.75 + 0.4 * x / 160 + 0.1 * np.sin(x * 1.3) * np.sin(y * 1.1)
    mask = (y > 20) & (y < 100) & (x > 20) & (x < 140)
    scene = np.where(mask[..., None], np.array(colour) * light[..., None], 250)
    return Source(np.clip(np.rint(scene), 0, 255).astype(np.uint8), "RGB", None, None, b"exif"), mask


def _swapped(source: Source, mask: Any, to: tuple[float, float, float]) -> Source:
    return colourway(source, Tools(Path("a.png"), mask), lightness=to[0], a=to[1], b=to[2])


@pytest.mark.parametrize("to", [OLIVE, CREAM, NAVY])
@pytest.mark.parametrize("deep", [False, True])
def test_the_area_has_the_mean_colour_of_the_sample(to: tuple[float, float, float], deep: bool) -> None:
    source, mask = _cloth()
    if deep:
        source = Source(source.pixels.astype(np.uint16) * 257, "RGB", None, None, None)
    found = _swapped(source, mask, to)
    mean = lab_space(None).lab(found.pixels[mask]).mean(axis=0)
    assert ciede2000(mean[None].astype(np.float32), np.array([to], np.float32))[0] < 0.5
    assert found.pixels.dtype == source.pixels.dtype


def test_its_shading_stays_and_nothing_changes_beside_it() -> None:
    source, mask = _cloth()
    found = _swapped(source, mask, OLIVE)
    assert np.array_equal(found.pixels[~mask], source.pixels[~mask])
    inner, space = np.s_[30:90, 30:130], lab_space(None)
    before, after = (space.linear(p[inner]) @ space.matrix[1] for p in (source.pixels, found.pixels))
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] > 0.99
    assert after.std() / after.mean() == pytest.approx(before.std() / before.mean(), rel=0.1)
    assert found.exif == b"exif"


CLAY, INK, OAT = (0.46, 0.13, 0.06), (0.025, 0.04, 0.10), (0.66, 0.60, 0.48)


def _glazed(body: tuple[float, float, float]) -> Source:
    """A round glazed body: lit from the left, a lamp mirrored in it, and its room at its rim."""
    y, x = np.indices((160, 160)) / 80 - 1
    shading = 0.8 - 0.25 * x + 0.05 * np.sin(60 * y)
    mirrored = 0.02 + 0.06 * np.abs(x) ** 5 + 0.25 * np.exp(-(((x + 0.4) / 0.1) ** 4) - (y / 0.5) ** 4)
    light = shading[..., None] * np.array(body) + mirrored[..., None]
    return Source(lab_space(None).coded(light, np.dtype(np.uint8)), "RGB", None, None, None)


@pytest.mark.parametrize("one", [CLAY, INK, OAT])
@pytest.mark.parametrize("other", [CLAY, INK, OAT])
def test_what_gloss_mirrors_stays_while_the_body_changes(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> None:
    true, whole = _glazed(other).pixels, np.ones((160, 160), bool)
    lab = lab_space(None).lab
    wanted = tuple(map(float, lab(true).mean(axis=(0, 1))))
    found = _swapped(_glazed(one), whole, wanted).pixels  # type: ignore[arg-type]
    assert ciede2000(lab(true).reshape(-1, 3), lab(found).reshape(-1, 3)).mean() < 2


def test_an_even_grey_area_takes_any_colour() -> None:
    even = Source(np.full((40, 40, 3), 120, np.uint8), "RGB", None, None, None)
    found = _swapped(even, np.ones((40, 40), bool), OLIVE).pixels
    assert lab_space(None).lab(found[0, :1])[0] == pytest.approx(OLIVE, abs=1)
    assert len(np.unique(found.reshape(-1, 3), axis=0)) == 1


def test_black_stays_black_even_in_a_grey_area() -> None:
    grey = Source(np.full((80, 80, 3), 70, np.uint8), "RGB", None, None, None)
    grey.pixels[::9] = 0
    found = _swapped(grey, np.ones((80, 80), bool), CREAM)
    assert found.pixels[::9].max() == 0


def test_its_own_colour_gives_nearly_the_same_photo_back() -> None:
    source, mask = _cloth()
    space = lab_space(None)
    own = space.lab(source.pixels[mask]).mean(axis=0)
    found = _swapped(source, mask, tuple(map(float, own)))  # type: ignore[arg-type]
    apart = ciede2000(space.lab(source.pixels[mask]), space.lab(found.pixels[mask]))
    assert apart.mean() < 2


def test_highlights_stay_white_in_any_colour() -> None:
    source, mask = _cloth()
    source.pixels[50:56, 60:70] = 255
    found = _swapped(source, mask, NAVY).pixels[51:55, 61:69]
    assert found.min() > 250


def test_codes_mean_what_the_photos_own_profile_says() -> None:
    source, mask = _cloth()
    wide = Source(source.pixels, "RGB", adobe_rgb(), None, None)
    found = _swapped(wide, mask, OLIVE)
    assert not np.array_equal(found.pixels, _swapped(source, mask, OLIVE).pixels)
    mean = lab_space(adobe_rgb()).lab(found.pixels[mask]).mean(axis=0)
    assert mean == pytest.approx(OLIVE, abs=0.6)


def test_a_grey_photo_is_refused() -> None:
    grey = Source(np.full((40, 40, 1), 90, np.uint8), "L", None, None, None)
    with pytest.raises(Refused, match="no colour to change"):
        _swapped(grey, np.ones((40, 40), bool), OLIVE)
