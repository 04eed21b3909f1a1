"""Displays and proofs: what the canvas converts to, what it refuses, and what a proof changes."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from review_desk.errors import BadInput
from review_desk.imaging import rgb_spaces
from review_desk.imaging.decode import decode
from review_desk.imaging.display import target_of
from review_desk.imaging.target import SRGB, Proof, Target
from review_desk.imaging.thumbnail import thumbnail
from review_desk.imaging.workers import WorkerPool
from tests.imaging import builders

SCENE = builders.scene(40, 50)
LARGE = builders.scene(300, 320)
SWAPPED = builders.swapped_profile()
NO_PROFILE = "is no ICC profile, or one that is damaged from its first bytes"
RED, GREEN = (250, 20, 20), (20, 240, 20)


@pytest.fixture
def p3(tmp_path: Path) -> str:
    return str(profile(tmp_path / "p3.icc", rgb_spaces.display_p3()))


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(size=1) as workers:
        yield workers


def profile(path: Path, icc: bytes) -> Path:
    path.write_bytes(icc)
    return path


def rgb(path: Path, **colours: Any) -> NDArray[np.uint8]:
    array = decode(path, target=target_of(**colours)).array
    assert (array[..., 3] == 255).all()
    return np.ascontiguousarray(array[..., 2::-1])


def authority(pixels: NDArray[np.uint8], icc: bytes | None, target: Target) -> NDArray[np.int64]:
    return np.asarray(target.convert(Image.fromarray(pixels), icc)).astype(int)


def apart(a: NDArray[Any], b: NDArray[Any]) -> int:
    return int(np.abs(a.astype(int) - b.astype(int)).max())


def test_a_display_that_swaps_colours_gets_them_swapped(tmp_path: Path) -> None:
    display = str(profile(tmp_path / "d.icc", SWAPPED))
    assert apart(rgb(builders.save(tmp_path / "a.png", SCENE), display=display), SCENE[..., ::-1]) <= 1


def test_a_photo_is_converted_once_from_its_own_colours_to_the_display(tmp_path: Path) -> None:
    """Through sRGB on the way deep greens would be cut off; done twice, what was swapped would be back."""
    display = str(profile(tmp_path / "d.icc", SWAPPED))
    photo = builders.save(tmp_path / "a.png", SCENE, icc_profile=SWAPPED)
    assert apart(rgb(photo, display=display), SCENE) <= 1
    wide = str(profile(tmp_path / "w.icc", rgb_spaces.adobe_rgb()))
    photo = builders.save(tmp_path / "b.png", SCENE, icc_profile=rgb_spaces.adobe_rgb())
    assert apart(rgb(photo, display=wide), SCENE) <= 1


@pytest.mark.parametrize("pixels", [SCENE, LARGE])
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.psd"])
def test_every_format_reaches_the_display(
    tmp_path: Path, p3: str, name: str, pixels: NDArray[np.uint8]
) -> None:
    if name == "a.psd":
        photo = builders.save_psd(tmp_path / name, pixels.transpose(2, 0, 1))
    else:
        photo = builders.save(tmp_path / name, pixels)
    expected = authority(rgb(photo), None, Target(rgb_spaces.display_p3()))
    assert apart(rgb(photo, display=p3), expected) <= 2


def test_sixteen_bits_reach_the_display_without_being_cut_to_eight(tmp_path: Path, p3: str) -> None:
    photo = builders.save_vips(tmp_path / "a.tif", builders.deep(LARGE))
    assert apart(rgb(photo, display=p3), authority(LARGE, None, Target(rgb_spaces.display_p3()))) <= 2


@pytest.mark.parametrize("deep", [False, True])
def test_a_grey_photo_is_as_neutral_on_the_display_as_an_srgb_grey(tmp_path: Path, *, deep: bool) -> None:
    display = str(profile(tmp_path / "d.icc", rgb_spaces.wide_rgb()))
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16, 1)
    photo = builders.save_vips(tmp_path / "a.tif", ramp.astype(np.uint16) * 257 if deep else ramp)
    expected = authority(np.repeat(ramp, 3, axis=2), None, Target(rgb_spaces.wide_rgb()))
    assert apart(rgb(photo, display=display), expected) <= 1
    assert np.array_equal(rgb(photo), np.repeat(ramp, 3, axis=2))


def test_transparency_shows_the_white_of_the_display(tmp_path: Path) -> None:
    alpha = np.full((8, 8, 1), 128, np.uint8)
    alpha[:, 4:] = 0
    photo = builders.save(tmp_path / "a.png", np.dstack([np.full((8, 8, 3), (255, 0, 0), np.uint8), alpha]))
    display = str(profile(tmp_path / "d.icc", SWAPPED))
    assert apart(rgb(photo, display=display)[:, 4:], np.full((8, 4, 3), 255)) == 0
    assert apart(rgb(photo, display=display)[:, :4], np.full((8, 4, 3), (127, 127, 255))) <= 1


@pytest.mark.samples
@pytest.mark.parametrize("name", ["displ", "dispx", "disps"])
@pytest.mark.parametrize("intent", ["relative", "perceptual"])
def test_profiles_of_tables_and_of_curves_serve_either_intent(
    samples: Path, tmp_path: Path, name: str, intent: str
) -> None:
    """displ has tables for perceptual only: relative falls back to them."""
    path = samples / "icc" / "displays" / f"{name}.icc"
    photo = builders.save(tmp_path / "a.png", LARGE)
    target = target_of(display=str(path), intent=intent)
    assert apart(rgb(photo, display=str(path), intent=intent), authority(LARGE, None, target)) <= 3
    assert apart(rgb(photo, display=str(path), intent=intent), LARGE) > 5


@pytest.mark.samples
@pytest.mark.parametrize("name", ["DisplayP3-v2-micro", "DisplayP3-v4"])
def test_display_profiles_of_version_two_and_four_say_the_same(
    samples: Path, tmp_path: Path, p3: str, name: str
) -> None:
    path = samples / "icc" / "saucecontrol-Compact-ICC-Profil" / f"{name}.icc"
    photo = builders.save(tmp_path / "a.png", LARGE)
    assert apart(rgb(photo, display=str(path)), rgb(photo, display=p3)) <= 3


@pytest.mark.samples
def test_black_point_compensation_keeps_the_shadows_of_a_display_with_a_raised_black(
    samples: Path, tmp_path: Path
) -> None:
    path = str(samples / "icc" / "displays" / "dispx.icc")
    photo = builders.save(tmp_path / "a.png", np.zeros((4, 4, 3), np.uint8))
    assert rgb(photo, display=path).max() <= 14
    assert rgb(photo, display=path, bpc=False).max() <= 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"this is no profile", NO_PROFILE),
        (b"", NO_PROFILE),
        (builders.lab_profile(), "is of no display, printer or colour space"),
        (rgb_spaces.srgb_grey(), "is for grey colours, not RGB"),
        (SWAPPED.replace(b"gTRC", b"xTRC"), "opens but converts nothing: a part of it is missing or damaged"),
        (bytes(4_000_001), "is larger than 4 MB"),
    ],
)
def test_a_display_profile_that_cannot_be_used_is_refused_in_words(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = profile(tmp_path / "d.icc", content)
    with pytest.raises(BadInput, match=f"^the display's profile cannot be used: it {reason}$"):
        target_of(display=str(path))


def test_a_display_profile_that_is_gone_is_refused_through_the_pool(tmp_path: Path, pool: WorkerPool) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE)
    with pytest.raises(BadInput, match=r"^the display's profile cannot be read: No such file or directory$"):
        pool.submit("frame", path=photo, display=tmp_path / "gone.icc").result()


def test_a_profile_that_changes_on_disk_is_read_again(tmp_path: Path) -> None:
    path = profile(tmp_path / "d.icc", rgb_spaces.display_p3())
    assert target_of(display=str(path)).icc == rgb_spaces.display_p3()
    profile(path, rgb_spaces.adobe_rgb())
    os.utime(path, ns=(1, 1))
    assert target_of(display=str(path)).icc == rgb_spaces.adobe_rgb()


def test_an_unknown_intent_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no rendering intent of the desk: saturation"):
        target_of(intent="saturation")


def test_the_jobs_take_a_display_and_the_values_say_how_colours_were_read(
    tmp_path: Path, pool: WorkerPool, p3: str
) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE, icc_profile=SWAPPED)
    frame = pool.submit("frame", path=photo, display=p3, intent="perceptual", bpc=False).result()
    target = target_of(display=p3, intent="perceptual", bpc=False)
    assert np.array_equal(frame.array(), decode(photo, target=target).array)
    assert (frame.values["profile_state"], frame.values["profile_reason"]) == ("embedded", None)


def test_thumbnails_come_out_in_the_displays_codes_as_the_canvas_has_them(
    tmp_path: Path, pool: WorkerPool, p3: str
) -> None:
    """But for what JPEG costs; a damaged one leaves the others as they are."""
    files = [builders.save(tmp_path / f"{n}.png", LARGE[:: n + 1]) for n in range(2)]
    small = [thumbnail(file, edge=640) for file in files]
    jpegs = [base64.b64encode(each).decode("ascii") for each in (small[0], b"no JPEG", small[1])]
    reply = pool.submit("develop", jpegs=jpegs, display=p3, intent="perceptual").result()
    target, codes = target_of(display=p3, intent="perceptual"), reply.array()
    assert reply.values["sizes"][1] == [0, 0]
    for file, (width, height) in zip(files, reply.values["sizes"][::2], strict=True):
        developed, codes = codes[: width * height * 4].reshape(height, width, 4), codes[width * height * 4 :]
        expected = decode(file, bound=640, target=target).array
        assert developed.shape == expected.shape
        assert np.abs(developed.astype(int) - expected).mean() < 3
        plain = decode(file, bound=640).array
        assert np.abs(plain.astype(int) - expected).mean() > 3


@pytest.mark.parametrize("pixels", [SCENE, LARGE])
def test_an_srgb_photo_proofed_for_srgb_looks_as_it_does_without(
    tmp_path: Path, p3: str, pixels: NDArray[np.uint8]
) -> None:
    photo = builders.save(tmp_path / "a.png", pixels)
    assert np.array_equal(rgb(photo, display=p3, proof="srgb"), rgb(photo, display=p3))


@pytest.mark.samples
def test_that_holds_on_a_display_with_a_raised_black_too(samples: Path, tmp_path: Path) -> None:
    """Little CMS's own proofing drops black-point compensation on the last step: shadows would sink."""
    path = str(samples / "icc" / "displays" / "dispx.icc")
    photo = builders.save(tmp_path / "a.png", np.full((4, 4, 3), 8, np.uint8))
    assert np.array_equal(rgb(photo, display=path, proof="srgb"), rgb(photo, display=path))


def test_a_wide_photo_proofed_for_srgb_loses_what_srgb_cannot_hold(tmp_path: Path) -> None:
    wide = str(profile(tmp_path / "w.icc", rgb_spaces.adobe_rgb()))
    photo = builders.save(
        tmp_path / "a.png", np.full((4, 4, 3), (0, 255, 0), np.uint8), icc_profile=rgb_spaces.adobe_rgb()
    )
    assert rgb(photo, display=wide)[0, 0].tolist() == [0, 255, 0]
    assert rgb(photo, display=wide, proof="srgb")[0, 0, 0] > 100  # sRGB's green, as Adobe RGB says it


@pytest.mark.samples
@pytest.mark.parametrize("pixels", [SCENE, LARGE])
def test_a_print_is_simulated_as_little_cms_proofs_it(
    samples: Path, tmp_path: Path, p3: str, pixels: NDArray[np.uint8]
) -> None:
    """Without black-point compensation, for with it Little CMS would leave it out of the second step."""
    press = samples / "icc" / "mm2-Little-CMS" / "test1.icc"
    photo = builders.save(tmp_path / "a.png", pixels)
    proofing = ImageCms.buildProofTransform(
        ImageCms.createProfile("sRGB"), p3, str(press), "RGB", "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.SOFTPROOFING | ImageCms.Flags.NOOPTIMIZE,
    )  # fmt: skip
    expected = ImageCms.applyTransform(Image.fromarray(pixels), proofing)
    assert expected is not None
    got = rgb(photo, display=p3, bpc=False, proof=str(press))
    off = np.abs(got.astype(int) - np.asarray(expected))
    assert off.mean() < 0.5
    assert off.max() <= 4


def test_colours_outside_the_proof_come_out_in_one_neutral_grey_and_are_counted(
    tmp_path: Path, pool: WorkerPool
) -> None:
    patches = np.full((300, 300, 3), 128, np.uint8)
    patches[:75] = GREEN
    photo = builders.save(tmp_path / "a.png", patches, icc_profile=rgb_spaces.adobe_rgb())
    frame = pool.submit("frame", path=photo, proof="srgb", warn_gamut=True).result()
    assert frame.values["out_of_gamut"] == 0.25
    assert (frame.array()[:75] == (128, 128, 128, 255)).all()
    quiet = pool.submit("frame", path=photo, proof="srgb").result()
    assert quiet.values["out_of_gamut"] is None
    assert quiet.array()[0, 0].tolist() != [128, 128, 128, 255]
    assert np.array_equal(frame.array()[75:], quiet.array()[75:])


def test_a_photo_in_srgb_is_never_outside_srgb(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", LARGE)
    assert decode(photo, target=target_of(proof="srgb", warn_gamut=True)).out_of_gamut == 0


@pytest.mark.samples
@pytest.mark.parametrize("kind", ["png", "sixteen", "grey", "lab", "cmyk"])
def test_a_press_prints_greys_and_not_the_green_of_a_screen(samples: Path, tmp_path: Path, kind: str) -> None:
    press = str(samples / "icc" / "mm2-Little-CMS" / "test1.icc")
    target = target_of(proof=press, warn_gamut=True)
    patches = np.repeat(np.arange(0, 256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)
    patches[:8] = GREEN
    photo, expected = photo_of(patches, tmp_path, kind)
    assert decode(photo, target=target).out_of_gamut == pytest.approx(expected, abs=0.01)


def photo_of(patches: NDArray[np.uint8], folder: Path, kind: str) -> tuple[Path, float]:
    """The patches in one kind of file, and the share of them that no press can print."""
    if kind == "sixteen":
        return builders.save_vips(folder / "a.tif", patches.astype(np.uint16) * 257), 0.5
    if kind == "grey":
        return builders.save(folder / "a.png", patches, "L"), 0
    if kind == "lab":
        path = folder / "a.tif"
        link = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
        )
        converted = ImageCms.applyTransform(Image.fromarray(patches), link)
        assert converted is not None
        converted.save(path)
        return path, 0.5
    if kind == "cmyk":
        path = folder / "a.jpg"
        Image.fromarray(np.full((16, 16, 4), (0, 60, 60, 20), np.uint8), "CMYK").save(path, quality=100)
        return path, 0
    return builders.save(folder / "a.png", patches), 0.5


def test_a_marketplace_proof_has_been_through_a_jpeg_of_srgb(tmp_path: Path, p3: str) -> None:
    photo = builders.save(tmp_path / "a.png", LARGE)
    builders.save(tmp_path / "b.jpg", LARGE, quality=85, subsampling=2)
    got = rgb(photo, proof="marketplace").astype(int)
    assert 1 < np.abs(got - LARGE).mean() < 12
    assert np.abs(got - rgb(tmp_path / "b.jpg")).mean() < 0.6
    shown = authority(rgb(photo, proof="marketplace"), None, Target(rgb_spaces.display_p3()))
    assert apart(rgb(photo, display=p3, proof="marketplace"), shown) <= 2


def test_a_proof_profile_that_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    path = profile(tmp_path / "press.icc", builders.lab_profile())
    with pytest.raises(BadInput, match=r"^the proof's profile cannot be used: it is of no display, printer"):
        target_of(proof=str(path))


def test_plain_values_make_the_plain_target() -> None:
    assert target_of() == SRGB
    assert target_of(proof="marketplace", proof_intent="perceptual", warn_gamut=True).proof == Proof(
        None, "perceptual", warn_gamut=True, jpeg=True
    )
