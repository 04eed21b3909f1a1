"""The photo on a display with a profile: converted once, to what Little CMS says."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from PySide6.QtGui import QColorSpace, QImage

from review_desk.ui.display.profile import DisplayProfile
from tests.ui.material import BLUE, RED
from tests.ui.person import Person, is_blue, is_red

pytestmark = pytest.mark.samples


@pytest.fixture(params=["disps.icc", "dispx.icc"])
def icc(samples: Path, request: pytest.FixtureRequest) -> bytes:
    """A matrix display and one with tables."""
    return (samples / "icc" / "displays" / request.param).read_bytes()


def on_display(person: Person, icc: bytes | None) -> None:
    """Move to a display with this profile."""
    person.desk.colours.take(DisplayProfile(screen="DP-1", source="X11 atom", icc=icc, name="test"))
    person.settle()


def device_codes(icc: bytes, colour: tuple[int, int, int]) -> tuple[int, ...]:
    """What Little CMS gives for an sRGB colour: relative colorimetric, black point compensated."""
    flags = ImageCms.Flags.NOOPTIMIZE | ImageCms.Flags.BLACKPOINTCOMPENSATION
    conversion = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.getOpenProfile(BytesIO(icc)),
        "RGB",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags,
    )
    patch = Image.fromarray(np.full((1, 1, 3), colour, np.uint8))
    return tuple(int(v) for v in np.asarray(ImageCms.applyTransform(patch, conversion))[0, 0])


def near(found: tuple[int, ...], wanted: tuple[int, ...], by: int = 2) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


def photo_colour(person: Person, number: int) -> tuple[int, int, int]:
    """What the flat photo really holds in its middle: a JPEG need not keep a colour to the code."""
    assert person.session.current is not None
    pixel = np.asarray(Image.open(person.session.current.version(number).file).convert("RGB"))
    red, green, blue = pixel[pixel.shape[0] // 2, pixel.shape[1] // 2]
    return int(red), int(green), int(blue)


def test_the_photo_is_shown_in_the_displays_own_codes(person: Person, icc: bytes) -> None:
    on_display(person, icc)
    assert near(person.colour(), device_codes(icc, photo_colour(person, 2)))
    person.does("T")
    assert near(person.colour(), device_codes(icc, photo_colour(person, 1)))


def test_moving_to_another_display_converts_anew_without_a_bare_frame(person: Person, icc: bytes) -> None:
    on_display(person, icc)
    on_display(person, None)
    assert is_blue(person.colour())
    assert near(person.colour(), BLUE, 3)


def test_the_next_photo_comes_in_the_displays_codes_too(person: Person, icc: bytes) -> None:
    on_display(person, icc)
    person.does("Right")
    assert near(person.colour(), device_codes(icc, photo_colour(person, 2)))


def test_analysis_measures_the_photos_codes_and_not_the_displays(person: Person, icc: bytes) -> None:
    person.does("V", "V")
    before = person.colour()
    on_display(person, icc)
    assert person.colour() == before


def test_the_difference_does_not_depend_on_the_display(person: Person, icc: bytes) -> None:
    person.does("D")
    before = person.colour()
    on_display(person, icc)
    assert person.colour() == before


def test_nothing_that_is_drawn_carries_a_colour_space_for_qt(person: Person, icc: bytes) -> None:
    on_display(person, icc)
    version = person.session.version("b")
    assert version is not None
    frame = person.window.frames.best(version, 0)
    assert frame is not None
    assert frame.image.format() == QImage.Format.Format_RGB32
    assert not frame.image.colorSpace().isValid()
    assert frame.image.colorSpace() == QColorSpace()


def test_red_stays_red(person: Person, icc: bytes) -> None:
    """A swapped channel would pass a test with greys."""
    on_display(person, icc)
    person.does("T")
    assert is_red(person.colour()) or person.colour()[0] > 2 * person.colour()[2]
    assert RED[0] > RED[2]


def test_a_soft_proof_for_srgb_leaves_an_srgb_photo_as_it_is_and_says_so(person: Person) -> None:
    before = person.colour()
    person.does("Alt+P")
    assert person.desk.colours.proof_words == "soft proof sRGB"
    assert near(person.colour(), before)


def test_the_marketplace_proof_follows_and_then_none(person: Person) -> None:
    before = person.colour()
    person.does("Alt+P", "Alt+P")
    assert person.desk.colours.proof == "marketplace"
    assert near(person.colour(), before, 6)
    person.does("Alt+P")
    assert person.desk.colours.proof is None
    assert person.colour() == before


def test_the_gamut_warning_greys_what_a_press_cannot_print(person: Person, samples: Path) -> None:
    profiles = sorted((samples / "icc").rglob("*.ic[cm]"))
    press = next((path for path in profiles if path.read_bytes()[16:20] == b"CMYK"), None)
    if press is None:
        pytest.skip("needs a CMYK profile in ../shared/samples/icc")
    person.desk.colours.set_proof(str(press), warn_gamut=False)
    person.settle()
    person.does("Alt+G")
    red, green, blue = person.colour()  # the pure blue of the after is out of every press's reach
    assert abs(red - green) <= 2
    assert abs(green - blue) <= 2


def test_the_record_of_a_decision_names_the_conversion(person: Person) -> None:
    person.runs("colour.intent")
    person.runs("colour.black_point")
    person.does("P")
    decided = [e for e in person.log() if e.kind == "decision"][-1]
    assert "perceptual" in decided.payload["after"]["display"]
    assert "bpc" not in decided.payload["after"]["display"]
