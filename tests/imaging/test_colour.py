from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from review_desk.imaging import matrix_profile, profiles, rgb_spaces
from review_desk.imaging.badge import badge
from review_desk.imaging.decode import decode, decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from tests.imaging import builders

SCENE = builders.scene(40, 50)
SRGB = builders.srgb_profile()
SWAPPED = builders.swapped_profile()
NO_SHORTCUTS = ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.NOOPTIMIZE


def reference(pixels: NDArray[np.uint8], icc: bytes) -> NDArray[np.uint8]:
    converted = ImageCms.profileToProfile(
        Image.fromarray(pixels),
        ImageCms.ImageCmsProfile(BytesIO(icc)),
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=NO_SHORTCUTS,
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
    assert np.array_equal(rgb(photo), SCENE)


def test_a_large_photo_is_converted_whole_and_not_only_its_first_strip(tmp_path: Path) -> None:
    scene = builders.scene(1100, 1000)
    photo = builders.save(tmp_path / "a.png", scene, icc_profile=SWAPPED)
    assert np.abs(rgb(photo).astype(int) - reference(scene, SWAPPED)).max() <= 1


def changed(start: int, content: bytes, icc: bytes = SRGB) -> bytes:
    return icc[:start] + content + icc[start + len(content) :]


def tag_entry(name: bytes) -> int:
    return SRGB.index(name, 128)


def without_curves() -> bytes:
    """The three tone curves are zeros from end to end (they share one place)."""
    start = int.from_bytes(SRGB[tag_entry(b"rTRC") + 4 :][:4])
    return changed(start, bytes(int.from_bytes(SRGB[tag_entry(b"rTRC") + 8 :][:4])))


NO_PROFILE = "the profile is no ICC profile, or one that is damaged from its first bytes"
HALF_THERE = "the profile opens but converts nothing: a part of it is missing or damaged"

BROKEN = {
    "wrong signature": (changed(36, b"xxxx"), NO_PROFILE),
    "nothing but a zero": (b"\0", NO_PROFILE),
    "junk": (np.random.default_rng(5).bytes(3000), NO_PROFILE),
    "text": (b"this is no profile", NO_PROFILE),
    "two billion tags": (changed(128, b"\x80\0\0\0"), NO_PROFILE),
    "half of it": (SRGB[: len(SRGB) // 2], HALF_THERE),
    "a size in the header that is too small": (changed(0, (300).to_bytes(4)), HALF_THERE),
    "zeroed curves": (without_curves(), HALF_THERE),
    "without a curve": (changed(tag_entry(b"rTRC"), b"xTRC"), HALF_THERE),
    "of grey": (rgb_spaces.srgb_grey(), "the profile is for grey colours; the photo is RGB"),
    "of CMYK": (changed(16, b"CMYK"), "the profile is for CMYK colours; the photo is RGB"),
    "of Lab": (
        builders.lab_profile(),
        "the profile is an abstract profile, not the profile of a device or colour space",
    ),
    "a device link": (
        changed(12, b"link"),
        "the profile is a device link, not the profile of a device or colour space",
    ),
    "far too large": (SRGB + b"\0" * profiles.MAX_BYTES, "the profile is larger than 4 MB"),
}
"""The damage found on real files: what opens is not always what converts."""

ODD_BUT_SOUND = {
    "ten bytes short": SRGB[:-10],
    "a size in the header that is too large": changed(0, (90_000).to_bytes(4)),
    "a name outside the file": changed(tag_entry(b"desc") + 4, (900_000).to_bytes(4)),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_broken_profile_is_said_to_be_broken_and_why_and_taken_as_srgb(tmp_path: Path, damage: str) -> None:
    icc, reason = BROKEN[damage]
    photo = builders.save(tmp_path / "a.png", SCENE, icc_profile=icc)
    facts, pixels = probe(photo), decode(photo)
    assert (facts.profile_state, facts.profile_reason) == ("broken", reason)
    assert (pixels.profile_state, pixels.profile_reason) == ("broken", reason)
    assert np.array_equal(rgb(photo), SCENE)


@pytest.mark.parametrize("oddity", ODD_BUT_SOUND)
def test_a_profile_that_converts_is_sound_whatever_else_is_odd_about_it(tmp_path: Path, oddity: str) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, icc_profile=ODD_BUT_SOUND[oddity])
    assert (probe(photo).profile_state, probe(photo).profile_reason) == ("embedded", None)
    assert np.array_equal(rgb(photo), SCENE)


def test_a_profile_with_the_middle_tones_of_srgb_is_not_taken_for_it(tmp_path: Path) -> None:
    """Gamma 2.2 and sRGB differ by six codes in the shadows and by one at most above 128."""
    icc = gamma_profile(2.2)
    photo = builders.save(tmp_path / "a.png", np.full((4, 4, 3), 10, np.uint8), icc_profile=icc)
    assert np.array_equal(rgb(photo), reference(np.full((4, 4, 3), 10, np.uint8), icc))
    assert rgb(photo).max() < 6


def test_a_grey_photo_with_a_colour_profile_is_broken_and_stays_grey(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, "L", icc_profile=SWAPPED)
    assert probe(photo).profile_state == "broken"
    with Image.open(photo) as image:
        assert np.array_equal(rgb(photo)[..., 0], np.asarray(image))


def test_a_profile_is_called_by_its_description(tmp_path: Path) -> None:
    facts = probe(builders.save(tmp_path / "a.jpg", SCENE, icc_profile=SRGB))
    assert facts.profile == "sRGB built-in"
    assert facts.profile_state == "embedded"


def gamma_profile(exponent: float) -> bytes:
    matrix = matrix_profile.colorants(rgb_spaces.SRGB_PRIMARIES, rgb_spaces.D65)
    return matrix_profile.rgb_profile(f"gamma {exponent}", matrix, matrix_profile.gamma(exponent))


def test_cmyk_without_a_profile_is_assumed_and_shown_by_a_plain_formula(tmp_path: Path) -> None:
    inks = np.zeros((8, 8, 4), np.uint8)
    inks[4:] = (255, 0, 102, 51)
    photo = tmp_path / "a.tif"
    Image.fromarray(inks, "CMYK").save(photo)
    facts = probe(photo)
    assert (facts.profile, facts.profile_state) == ("plain inks", "assumed")
    assert (
        badge(mode=facts.mode, profile=facts.profile, state=facts.profile_state) == "CMYK, assumed plain inks"
    )
    assert rgb(photo)[0, 0].tolist() == [255, 255, 255]
    assert rgb(photo)[7, 0].tolist() == [0, 204, 122]  # 0, 1 · 0.8, 0.6 · 0.8


@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize(("space", "interop"), [(2, None), (65535, "R03"), (None, "R03")])
def test_exifs_hint_at_adobe_rgb_is_taken_and_said_to_be_assumed(
    tmp_path: Path, extension: str, space: int | None, interop: str | None
) -> None:
    patch = np.full((16, 16, 3), (60, 200, 60), np.uint8)
    block = builders.exif(colour_space=space, interop=interop)
    photo = builders.save(tmp_path / f"a.{extension}", patch, exif=block)
    if extension == "tif" and interop:
        builders.with_interop(photo, interop)
    facts = probe(photo)
    assert (facts.profile, facts.profile_state) == ("Adobe RGB (1998)", "assumed")
    assert facts.profile_reason == "EXIF says Adobe RGB, and no profile is embedded"
    assert badge(mode="RGB", profile=facts.profile, state=facts.profile_state) == "Adobe RGB (1998), assumed"
    with Image.open(photo) as image:
        expected = reference(np.asarray(image), rgb_spaces.adobe_rgb())
    assert np.abs(rgb(photo).astype(int) - expected).max() <= 2
    assert rgb(photo)[8, 8, 0] < 10  # this green lies outside sRGB


@pytest.mark.parametrize(("space", "interop"), [(1, None), (1, "R03"), (None, "R98"), (65535, None)])
def test_exif_that_does_not_say_adobe_rgb_leaves_a_photo_untagged(
    tmp_path: Path, space: int | None, interop: str | None
) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE, exif=builders.exif(colour_space=space, interop=interop))
    assert probe(photo).profile_state == "untagged"


def test_an_embedded_profile_goes_before_exifs_hint(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE, icc_profile=SWAPPED, exif=builders.exif(colour_space=2))
    assert probe(photo).profile_state == "embedded"
    assert np.array_equal(rgb(photo), reference(SCENE, SWAPPED))


def test_exifs_hint_survives_a_pass(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE, exif=builders.exif(colour_space=65535, interop="R03"))
    source = decode_depth(photo)
    write_photo(tmp_path / "b.png", source.pixels, profile=source.profile, exif=source.exif)
    assert probe(tmp_path / "b.png").profile == "Adobe RGB (1998)"


def test_sixteen_bits_of_linear_light_keep_their_shadows(tmp_path: Path) -> None:
    """A tenth of a per cent of light is code 3 of sRGB: between the first two nodes of an even cube."""
    light = np.geomspace(0.0002, 1, 90_000).reshape(300, 300)
    pixels = np.repeat(np.rint(light * 65535).astype(np.uint16)[..., None], 3, axis=2)
    photo = builders.save_vips(tmp_path / "a.tif", pixels, profile=gamma_profile(1.0))
    encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    assert np.abs(rgb(photo)[..., 1] - encoded).max() <= 1.1


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
    link = ImageCms.buildTransform(
        BytesIO(icc), ImageCms.createProfile("sRGB"), "L", "RGB", flags=NO_SHORTCUTS
    )
    expected = ImageCms.applyTransform(Image.fromarray(grey), link)
    assert expected is not None
    assert np.array_equal(rgb(photo), np.asarray(expected))


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
