"""Straighten and frame: upright, filled and centred by our own measures; no pixel enlarged."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from review_desk.domain.carrying import place_by
from review_desk.domain.viewplan import Match
from review_desk.errors import Refused
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.measures.photo import measure_photo
from review_desk.passes.straighten_frame import straighten_frame
from review_desk.passes.tools import Tools
from tests.imaging.measures.products import Product, drawn, save

BOTTLE = Product(seed=3, shape="bottle", size=(480, 640), background=(92.0, 0.0, 2.0), shadow=0.0)


def _framed(photo: Path, *, turn: str = "upright", fill: float = 85.0, ratio: str = "as it is") -> Source:
    return straighten_frame(decode_depth(photo), Tools(photo), turn=turn, fill=fill, ratio=ratio).source


def _measured(folder: Path, framed: Source) -> dict[str, float]:
    write_photo(folder / "after.png", framed.pixels, profile=None, exif=None, alpha=None)
    return measure_photo(folder / "after.png").values


@pytest.mark.parametrize("tilt", [-4.0, 1.5, 6.0])
@pytest.mark.parametrize("ratio", ["1:1", "4:5"])
def test_a_leaning_bottle_stands_upright_and_fills_its_frame(tmp_path: Path, tilt: float, ratio: str) -> None:
    made = replace(BOTTLE, tilt_deg=tilt, scale=0.7, shift=(0.08, -0.05))
    framed = _framed(save(tmp_path / "a.png", made), ratio=ratio)
    found = _measured(tmp_path, framed)
    assert abs(found["tilt"]) <= 0.3
    assert found["frame_fill"] == pytest.approx(85, abs=1)
    height, width = framed.pixels.shape[:2]
    across, down = map(int, ratio.split(":"))
    assert width / height == pytest.approx(across / down, rel=0.01)
    assert _margins(tmp_path / "after.png") == pytest.approx([0, 0], abs=0.01)


def _margins(photo: Path) -> list[float]:
    """How uneven the margins are: left less right, top less bottom, as shares of the frame."""
    pixels = np.asarray(Image.open(photo)).astype(int)
    product = np.abs(pixels - pixels[:4].mean(axis=(0, 1))).max(axis=2) > 24
    rows, columns = np.flatnonzero(product.sum(axis=1) > 2), np.flatnonzero(product.sum(axis=0) > 2)
    return [
        (places[0] - (size - 1 - places[-1])) / size
        for places, size in ((columns, product.shape[1]), (rows, product.shape[0]))
    ]


def test_a_product_that_stands_upright_keeps_its_codes(tmp_path: Path) -> None:
    photo = save(tmp_path / "a.png", BOTTLE)
    before, after = decode_depth(photo).pixels, _framed(photo, turn="keep", ratio="1:1").pixels
    mask = drawn(BOTTLE)[1] == 255
    top, left = np.argwhere(mask).min(axis=0)
    patch = before[top + 40 : top + 90, left + 20 : left + 60]
    assert any(
        np.array_equal(after[y : y + 50, x : x + 40], patch)
        for y in range(after.shape[0] - 50)
        for x in range(after.shape[1] - 40)
        if np.array_equal(after[y, x], patch[0, 0])
    )


def test_a_larger_frame_goes_on_with_the_photos_own_ground_at_both_depths(tmp_path: Path) -> None:
    photo = save(tmp_path / "a.png", replace(BOTTLE, scale=1.3))
    shallow = decode_depth(photo)
    deep = Source(shallow.pixels.astype(np.uint16) * 257, "RGB", None, None, None)
    for source, step in ((shallow, 1), (deep, 257)):
        after = straighten_frame(source, Tools(photo), turn="keep", fill=50.0, ratio="1:1").source.pixels
        assert min(after.shape[:2]) > 640
        strip = after[:, :60].astype(float) / step
        assert np.abs(strip.mean(axis=(0, 1)) - shallow.pixels[:, :8].mean(axis=(0, 1))).max() < 8
        assert np.abs(np.diff(strip.mean(axis=2), axis=0)).max() < 12, "no streaks, no seam"


@pytest.mark.parametrize("tilt", [-5.0, 0.0, 3.0])
def test_where_the_photo_lies_in_its_new_frame_is_told(tmp_path: Path, tilt: float) -> None:
    """A dark spot on the ground is where the place says it came to."""
    photo, spot = save(tmp_path / "a.png", replace(BOTTLE, tilt_deg=tilt)), (60, 200)
    source = decode_depth(photo)
    source.pixels[spot[1] - 3 : spot[1] + 3, spot[0] - 3 : spot[0] + 3] = 0
    moved = straighten_frame(source, Tools(photo), turn="upright", fill=60.0, ratio="as it is")
    across, down = place_by(Match(*moved.place))((float(spot[0]), float(spot[1])))
    rows, columns = np.nonzero(moved.source.pixels.max(axis=2) < 8)
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx((across, down), abs=0.6)


def test_a_product_that_runs_out_of_the_photo_is_refused(tmp_path: Path) -> None:
    photo = save(tmp_path / "a.png", replace(BOTTLE, shift=(0.0, 0.35)))
    with pytest.raises(Refused, match="cut off at the bottom"):
        _framed(photo)


def test_transparency_goes_along_and_is_nothing_beside_the_photo(tmp_path: Path) -> None:
    pixels, mask = drawn(BOTTLE)
    Image.fromarray(np.dstack([pixels, mask])).save(tmp_path / "cut.png")
    framed = _framed(tmp_path / "cut.png", fill=40.0)
    assert framed.alpha is not None
    assert framed.alpha.shape == framed.pixels.shape[:2]
    assert framed.alpha[:5].max() == 0
    assert framed.alpha.astype(float).sum() == pytest.approx(mask.astype(float).sum(), rel=0.01)
