from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from review_desk.imaging import colour
from review_desk.imaging.decode import decode
from review_desk.imaging.header import Header
from review_desk.imaging.probe import probe
from tests.imaging import builders

SCENE = builders.scene(40, 50)
SRGB = builders.srgb_profile()
SWAPPED = builders.swapped_profile()


def reference(pixels: NDArray[np.uint8], icc: bytes) -> NDArray[np.uint8]:
    converted = ImageCms.profileToProfile(
        Image.fromarray(pixels),
        ImageCms.ImageCmsProfile(BytesIO(icc)),
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert converted is not None
    return np.asarray(converted)


def rgb(path: Path, **options: Any) -> NDArray[np.uint8]:
    return np.ascontiguousarray(decode(path, **options).array[..., 2::-1])


def test_a_profile_that_exchanges_colours_is_honoured(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, icc_profile=SWAPPED)
    assert np.abs(rgb(photo).astype(int) - SCENE[..., ::-1]).max() <= 1
    assert np.array_equal(rgb(photo), reference(SCENE, SWAPPED))


@pytest.mark.parametrize("extension", ["jpg", "tif", "webp"])
def test_every_format_hands_its_profile_on(tmp_path: Path, extension: str) -> None:
    photo = builders.save(tmp_path / f"a.{extension}", SCENE, icc_profile=SWAPPED)
    with Image.open(photo) as image:
        expected = reference(np.asarray(image), SWAPPED)
    assert np.abs(rgb(photo).astype(int) - expected).max() <= 2
    assert decode(photo).profile_state == "embedded"


def test_a_psd_hands_its_profile_on(tmp_path: Path) -> None:
    photo = builders.save_psd(tmp_path / "a.psd", SCENE.transpose(2, 0, 1), icc=SWAPPED)
    assert np.array_equal(rgb(photo), reference(SCENE, SWAPPED))


@pytest.mark.parametrize("extension", ["tif", "png"])
def test_sixteen_bits_are_converted_before_they_are_rounded(tmp_path: Path, extension: str) -> None:
    photo = builders.save_vips(tmp_path / f"a.{extension}", builders.deep(SCENE), profile=SWAPPED)
    assert np.abs(rgb(photo).astype(int) - reference(SCENE, SWAPPED)).max() <= 1


def test_palettes_are_converted_after_they_are_looked_up(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, "P", icc_profile=SWAPPED)
    with Image.open(photo) as image:
        assert np.array_equal(rgb(photo), reference(np.asarray(image.convert("RGB")), SWAPPED))


def test_srgb_is_left_alone(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, icc_profile=SRGB)
    assert colour.transform(SRGB, "RGB") is None
    assert np.array_equal(rgb(photo), SCENE)


def test_a_large_photo_is_converted_whole_and_not_only_its_first_strip(tmp_path: Path) -> None:
    scene = builders.scene(1100, 1000)
    photo = builders.save(tmp_path / "a.png", scene, icc_profile=SWAPPED)
    assert np.array_equal(rgb(photo), reference(scene, SWAPPED))


def broken_profiles() -> dict[str, bytes]:
    """The damage of research on real files: what opens is not always what converts."""
    flipped = bytearray(SRGB)
    flipped[36:40] = b"xxxx"
    tags = bytearray(SRGB)
    tags[128:132] = b"\x80\x00\x00\x00"
    curveless = SRGB.replace(b"rTRC", b"xTRC", 1)
    return {
        "nothing but a zero": b"\0",
        "text": b"this is no profile",
        "noise": np.random.default_rng(5).bytes(3000),
        "wrong signature": bytes(flipped),
        "two billion tags": bytes(tags),
        "cut in half": SRGB[: len(SRGB) // 2],
        "without a curve": curveless,
        "of another colour space": builders.lab_profile(),
        "far too large": SRGB + b"\0" * colour.MAX_PROFILE_BYTES,
    }


@pytest.mark.parametrize("damage", broken_profiles())
def test_a_broken_profile_is_said_to_be_broken_and_taken_as_srgb(tmp_path: Path, damage: str) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, icc_profile=broken_profiles()[damage])
    assert probe(photo).profile_state == "broken"
    assert decode(photo).profile_state == "broken"
    assert np.array_equal(rgb(photo), SCENE)


def test_a_grey_photo_with_a_colour_profile_is_broken_and_stays_grey(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, "L", icc_profile=SWAPPED)
    assert probe(photo).profile_state == "broken"
    with Image.open(photo) as image:
        assert np.array_equal(rgb(photo)[..., 0], np.asarray(image))


def test_a_profile_is_called_by_its_description(tmp_path: Path) -> None:
    facts = probe(builders.save(tmp_path / "a.jpg", SCENE, icc_profile=SRGB))
    assert facts.profile == "sRGB built-in"
    assert facts.profile_state == "embedded"


def test_cmyk_without_a_profile_is_untagged_to_the_probe_and_a_guess_on_screen() -> None:
    header = Header(format="JPEG", width=1, height=1, mode="CMYK")
    assert colour.state_of(header) == "assumed"


@pytest.mark.samples
@pytest.mark.parametrize(
    "name",
    [
        "DJI-FC6310-16bit_709_v4_krita.png",
        "Google-Pixel2XL-16bit_acescg_g1_v4_krita.png",
        "HUAWEI-EVA-L09-16bit_709_g1_dt.png",
        "Nikon-D300-12bit_2020_g1_dt.png",
    ],
)
def test_wide_and_linear_profiles_agree_with_their_srgb_twins(samples: Path, name: str) -> None:
    """The 16-bit files hold linear or wide colours; read without their profile they are far too dark."""
    photo = samples / "icc" / "libjxl-testdata" / name
    with Image.open(photo) as image:
        icc = image.info["icc_profile"]
        eight_bits = reference(np.asarray(image.convert("RGB")), icc)
    # Eight bits of a linear profile are coarse in the shadows: the means must agree, single pixels may not.
    assert np.abs(rgb(photo).astype(float).mean((0, 1)) - eight_bits.mean((0, 1))).max() < 3


@pytest.mark.samples
@pytest.mark.parametrize(
    "name",
    [
        "libvips-libvips/sample.jpg",
        "Sanster-IOPaint/icc_profile_test.jpg",
        "lovell-sharp/Landscape_3.jpg",
    ],
)
def test_profiles_of_real_photos_agree_with_the_reference(samples: Path, name: str) -> None:
    photo = samples / "icc" / name
    with Image.open(photo) as image:
        expected = reference(np.asarray(image.convert("RGB")), image.info["icc_profile"])
    got = decode(photo).array[..., 2::-1]
    if got.shape != expected.shape or "Landscape" in name:
        expected = np.rot90(expected, 2)
    assert np.abs(got.astype(int) - expected).max() <= 3


@pytest.mark.samples
def test_display_p3_white_red_is_redder_than_srgb_can_say(samples: Path, tmp_path: Path) -> None:
    icc = (samples / "icc" / "saucecontrol-Compact-ICC-Profil" / "DisplayP3-v4.icc").read_bytes()
    patch = np.full((8, 8, 3), (200, 60, 60), np.uint8)
    photo = builders.save(tmp_path / "a.png", patch, icc_profile=icc)
    red, green, _ = (int(code) for code in rgb(photo)[0, 0])
    assert red > 200
    assert green < 60


@pytest.mark.samples
def test_a_grey_profile_brightens_as_it_says(samples: Path) -> None:
    photo = samples / "icc" / "lovell-sharp" / "concert.jpg"
    with Image.open(photo) as image:
        grey, icc = np.asarray(image), image.info["icc_profile"]
    transform = colour.transform(icc, "L")
    assert transform is not None
    expected = np.asarray(ImageCms.applyTransform(Image.fromarray(grey), transform))
    assert np.array_equal(rgb(photo), expected)


@pytest.mark.samples
def test_a_cmyk_profile_prints_as_the_reference_says(samples: Path, tmp_path: Path) -> None:
    profiles = [p for p in (samples / "icc").rglob("*.icc") if p.read_bytes()[16:20] == b"CMYK"]
    assert profiles
    inks = np.zeros((8, 8, 4), np.uint8)
    inks[:, 4:] = (0, 200, 180, 20)
    photo = tmp_path / "a.tif"
    Image.fromarray(inks, "CMYK").save(photo, icc_profile=profiles[0].read_bytes())
    assert probe(photo).profile_state == "embedded"
    pixels = rgb(photo).astype(int)
    assert (pixels[:, :4] >= 250).all()
    assert (pixels[:, 4:, 0] > pixels[:, 4:, 1] + 60).all()
