"""Normalise exposure: the light is other, and nothing else is."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from review_desk.errors import Refused
from review_desk.imaging import rgb_spaces
from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.measures.photo import measure_photo
from review_desk.passes.normalise_exposure import normalise_exposure
from review_desk.passes.tools import Tools
from tests.imaging.measures.products import Product, drawn, save

MASK = Product(seed=4, shape="bottle", lab=(45.0, 20.0, 10.0))


def _ev(path: Path, mask: Path) -> float:
    return measure_photo(path, mask=mask).values["exposure_ev"]


def _normalised(photo: Path, folder: Path, **settings: float) -> Path:
    result = normalise_exposure(
        decode_depth(photo), Tools(photo), **{"target": 0.0, "stops": 0.0, **settings}
    )
    write_photo(folder / "after.png", result.pixels, profile=result.profile, exif=None, alpha=None)
    return folder / "after.png"


def _mask(folder: Path) -> Path:
    Image.fromarray(drawn(MASK)[1]).save(folder / "mask.png")
    return folder / "mask.png"


@pytest.mark.parametrize("off", [-0.9, -0.3, 0.4])
@pytest.mark.parametrize("seed", [2, 4, 7])
def test_a_frame_that_is_off_by_stops_gets_the_lightness_of_the_reference(
    tmp_path: Path, seed: int, off: float
) -> None:
    made = Product(seed=seed, lab=(45.0, 18.0, -6.0), background=(88.0, 0.0, 0.0))
    reference = save(tmp_path / "reference.png", made)
    frame = save(tmp_path / "frame.png", Product(**{**vars(made), "ev": off}))
    Image.fromarray(drawn(made)[1]).save(tmp_path / "mask.png")
    target = measure_photo(reference, mask=tmp_path / "mask.png").values["exposure_l"]
    after = _normalised(frame, tmp_path, target=target)
    assert _ev(after, tmp_path / "mask.png") == pytest.approx(_ev(reference, tmp_path / "mask.png"), abs=0.05)


@pytest.mark.parametrize("profile", [None, rgb_spaces.adobe_rgb(), rgb_spaces.display_p3()])
@pytest.mark.parametrize("deep", [False, True])
def test_a_stop_is_twice_the_light_in_the_photos_own_profile(
    tmp_path: Path, profile: bytes | None, *, deep: bool
) -> None:
    pixels = drawn(MASK)[0]
    pixels = pixels.astype(np.uint16) * 257 if deep else pixels
    photo = tmp_path / "before.png"
    write_photo(photo, pixels, profile=profile, exif=None, alpha=None)
    mask = _mask(tmp_path)
    assert _ev(_normalised(photo, tmp_path, stops=-1.0), mask) - _ev(photo, mask) == pytest.approx(
        -1, abs=0.05
    )


def test_neighbouring_codes_keep_their_order_and_nothing_changes_at_0() -> None:
    ramp = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    source = Source(ramp, "L", None, None, None)
    lighter = normalise_exposure(source, Tools(Path("a.png")), target=0.0, stops=0.5).pixels
    assert (np.diff(lighter.ravel().astype(int)) >= 0).all()
    assert lighter.max() == 65535
    assert normalise_exposure(source, Tools(Path("a.png")), target=0.0, stops=0.0) is source


def test_a_photo_without_a_product_is_refused_and_told_of_stops(tmp_path: Path) -> None:
    Image.fromarray(np.full((64, 64, 3), 120, np.uint8)).save(tmp_path / "empty.png")
    with pytest.raises(Refused, match="by how many stops instead"):
        _normalised(tmp_path / "empty.png", tmp_path, target=50.0)
