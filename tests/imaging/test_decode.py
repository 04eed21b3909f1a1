from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from review_desk.errors import BadInput
from review_desk.imaging.decode import decode, decode_depth
from review_desk.imaging.raster import level_size, reduced, turned
from tests.imaging import builders

SCENE = builders.scene(61, 83)


def rgb(path: Path, **options: Any) -> NDArray[np.uint8]:
    """The decoded photo as RGB, after a look at the fourth byte."""
    array = decode(path, **options).array
    assert (array[..., 3] == 255).all()
    return np.ascontiguousarray(array[..., 2::-1])


def apart(a: NDArray[Any], b: NDArray[Any]) -> int:
    assert a.shape == b.shape
    return int(np.abs(a.astype(int) - b.astype(int)).max())


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp", "a.psd"])
def test_a_lossless_photo_comes_out_as_it_went_in(tmp_path: Path, name: str) -> None:
    photo = tmp_path / name
    if name == "a.psd":
        builders.save_psd(photo, SCENE.transpose(2, 0, 1), packed=True)
    else:
        builders.save(photo, SCENE, **({"lossless": True} if name == "a.webp" else {}))
    assert np.array_equal(rgb(photo), SCENE)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 2}])
def test_a_jpeg_decodes_as_the_reference_does(tmp_path: Path, options: dict[str, Any]) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE, quality=95, **options)
    with Image.open(photo) as image:
        assert apart(rgb(photo), np.asarray(image)) <= 2


@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_made_upright(tmp_path: Path, extension: str, orientation: int) -> None:
    photo = builders.save(tmp_path / f"a.{extension}", SCENE, exif=builders.exif(orientation=orientation))
    with Image.open(photo) as image:
        upright = np.asarray(ImageOps.exif_transpose(image))
    pixels = decode(photo)
    assert (pixels.width, pixels.height) == (upright.shape[1], upright.shape[0])
    assert apart(rgb(photo), upright) <= 2
    assert apart(decode_depth(photo).pixels, upright) <= 2


@given(
    height=st.integers(1, 9),
    width=st.integers(1, 9),
    channels=st.sampled_from([0, 1, 2, 3, 4]),
    orientation=st.integers(1, 8),
    wide=st.booleans(),
)
def test_turning_agrees_with_the_reference(
    height: int, width: int, channels: int, orientation: int, wide: bool
) -> None:
    count = height * width * max(1, channels)
    shape = (height, width, channels) if channels else (height, width)
    array = np.arange(count, dtype=np.uint16 if wide else np.uint8).reshape(shape)
    steps: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
        8: np.rot90,
    }
    assert np.array_equal(turned(array, orientation), steps[orientation](array))


@given(height=st.integers(1, 40), width=st.integers(1, 40), level=st.integers(0, 5))
def test_a_level_is_the_mean_of_its_squares_and_rounds_up(height: int, width: int, level: int) -> None:
    array = np.random.default_rng(height * 41 + width).integers(0, 256, (height, width, 3)).astype(np.uint8)
    small = reduced(array, level)
    assert small.shape[1::-1] == level_size(width, height, level)
    step = 1 << level
    padded = np.pad(array, ((0, -height % step), (0, -width % step), (0, 0)), mode="edge").astype(float)
    down, across = small.shape[:2]
    means = padded.reshape(down, step, across, step, 3).mean(axis=(1, 3))
    assert np.abs(small - means).max() <= 0.51


@settings(max_examples=40)
@given(height=st.integers(1, 70), width=st.integers(1, 70), level=st.integers(0, 5))
def test_every_format_agrees_on_the_size_of_a_level(
    tmp_path_factory: Any, height: int, width: int, level: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    scene = builders.scene(height, width)
    for extension in ("jpg", "png", "tif", "webp"):
        photo = builders.save(folder / f"level.{extension}", scene)
        assert decode(photo, level=level).array.shape[1::-1] == level_size(width, height, level)


@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp", "psd"])
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_level_looks_like_the_photo_reduced(tmp_path: Path, extension: str, level: int) -> None:
    photo = tmp_path / f"a.{extension}"
    if extension == "psd":
        builders.save_psd(photo, SCENE.transpose(2, 0, 1))
    else:
        builders.save(photo, SCENE, **({"quality": 97} if extension != "png" else {}))
    whole = rgb(photo)
    # The decoder of JPEG reduces by its own transform, not by a mean: grain comes out a little different.
    assert np.abs(rgb(photo, level=level).astype(int) - reduced(whole, level)).mean() < 2.5


@given(bound=st.integers(1, 200))
def test_a_bound_is_kept_and_nothing_is_enlarged(tmp_path_factory: Any, bound: int) -> None:
    photo = tmp_path_factory.getbasetemp() / "bound.jpg"
    if not photo.exists():
        builders.save(photo, SCENE)
    pixels = decode(photo, bound=bound)
    assert max(pixels.array.shape[:2]) == min(bound, 83)
    assert (pixels.width, pixels.height) == (83, 61)


@pytest.mark.parametrize("extension", ["tif", "png"])
@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_reach_a_pass_unchanged(tmp_path: Path, extension: str, channels: int) -> None:
    pixels = builders.deep(SCENE[..., :channels])
    source = decode_depth(builders.save_vips(tmp_path / f"a.{extension}", pixels))
    assert source.mode == ("RGB" if channels == 3 else "L")
    assert np.array_equal(source.pixels, pixels)


@pytest.mark.parametrize(
    "options",
    [
        {"compression": "lzw", "predictor": "horizontal"},
        {"compression": "deflate"},
        {"tile": True, "tile_width": 32, "tile_height": 16},
        {"tile": True, "tile_width": 16, "tile_height": 16, "compression": "lzw"},
        {"bigtiff": True},
    ],
)
def test_every_layout_of_a_sixteen_bit_tiff_is_read(tmp_path: Path, options: dict[str, Any]) -> None:
    pixels = builders.deep(SCENE)
    photo = builders.save_vips(tmp_path / "a.tif", pixels, **options)
    assert np.array_equal(decode_depth(photo).pixels, pixels)
    assert apart(rgb(photo), np.round(pixels / 257).astype(np.uint8)) <= 1


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_a_sixteen_bit_psd_is_read(tmp_path: Path, packed: bool, large: bool) -> None:
    pixels = builders.deep(SCENE)
    photo = builders.save_psd(
        tmp_path / ("a.psb" if large else "a.psd"), pixels.transpose(2, 0, 1), packed=packed, large=large
    )
    assert np.array_equal(decode_depth(photo).pixels, pixels)
    assert apart(rgb(photo), np.round(pixels / 257).astype(np.uint8)) <= 1


def test_a_psd_of_indexed_colour_shows_its_palette(tmp_path: Path) -> None:
    palette = np.random.default_rng(3).integers(0, 256, (256, 3)).astype(np.uint8)
    indices = SCENE[..., 0]
    photo = builders.save_psd(tmp_path / "a.psd", indices[None], mode=2, palette=palette.T.tobytes())
    assert np.array_equal(rgb(photo), palette[indices])


def test_the_transparency_of_a_psd_was_laid_on_white_by_its_writer(tmp_path: Path) -> None:
    planes = np.dstack([SCENE, np.zeros_like(SCENE[..., 0])]).transpose(2, 0, 1)
    assert np.array_equal(rgb(builders.save_psd(tmp_path / "a.psd", planes)), SCENE)


@pytest.mark.parametrize("mode", ["P", "L", "1"])
@pytest.mark.parametrize("extension", ["png", "tif"])
def test_palettes_and_greys_look_as_they_should(tmp_path: Path, mode: str, extension: str) -> None:
    photo = builders.save(tmp_path / f"a.{extension}", SCENE, mode)
    with Image.open(photo) as image:
        assert np.array_equal(rgb(photo), np.asarray(image.convert("RGB")))


def test_a_grey_jpeg_is_grey(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE, "L")
    pixels = rgb(photo)
    assert np.array_equal(pixels[..., 0], pixels[..., 1])
    assert decode_depth(photo).pixels.shape == (61, 83, 1)


@pytest.mark.parametrize(
    ("name", "mode"), [("a.png", "RGBA"), ("a.png", "LA"), ("a.tif", "RGBA"), ("a.webp", "RGBA")]
)
@pytest.mark.parametrize("level", [0, 1])
def test_transparency_lies_on_white(tmp_path: Path, name: str, mode: str, level: int) -> None:
    alpha = np.zeros((60, 80), np.uint8)
    alpha[:, 40:] = 255
    colours = np.zeros((60, 80, 3), np.uint8)
    stored = np.dstack([colours, alpha])
    options = {"lossless": True, "exact": True} if name.endswith("webp") else {}
    photo = builders.save(tmp_path / name, stored, mode, **options)
    pixels = rgb(photo, level=level)
    assert (pixels[:, : 40 >> level] == 255).all()
    assert (pixels[:, 40 >> level :] == 0).all()
    kept = decode_depth(photo).alpha
    assert kept is not None
    assert np.array_equal(kept, alpha)


@given(alpha=st.integers(0, 255), colour=st.integers(0, 255))
def test_half_transparent_pixels_mix_with_white(tmp_path_factory: Any, alpha: int, colour: int) -> None:
    photo = tmp_path_factory.getbasetemp() / "mix.png"
    builders.save(photo, np.array([[[colour, colour, colour, alpha]]], np.uint8))
    assert abs(int(rgb(photo)[0, 0, 0]) - (255 - (255 - colour) * alpha / 255)) <= 1


@pytest.mark.parametrize("extension", ["jpg", "tif"])
def test_cmyk_without_a_profile_is_a_guess_and_says_so(tmp_path: Path, extension: str) -> None:
    inks = np.zeros((16, 16, 4), np.uint8)
    inks[:, 8:, 1] = 255
    photo = tmp_path / f"a.{extension}"
    Image.fromarray(inks, "CMYK").save(photo, **({"quality": 100} if extension == "jpg" else {}))
    pixels = rgb(photo)
    assert (pixels[:, :6] >= 253).all()
    assert (pixels[:, 10:, 1] <= 3).all()
    assert decode(photo).profile_state == "assumed"
    assert apart(decode_depth(photo).pixels, inks) <= 3


def test_cielab_is_converted_from_tiff_and_psd_alike(tmp_path: Path) -> None:
    offset = np.dstack([SCENE[..., 0], SCENE[..., 1] // 4 + 96, SCENE[..., 2] // 4 + 96])
    offset[0, 0] = (128, 128, 128)
    Image.fromarray(offset ^ np.array([0, 128, 128], np.uint8), "LAB").save(tmp_path / "a.tif")
    builders.save_psd(tmp_path / "a.psd", offset.transpose(2, 0, 1), mode=9)
    pixels = rgb(tmp_path / "a.tif")
    assert apart(pixels[0, 0], np.array([119, 119, 119])) <= 1  # L* 50.2 without colour
    assert np.array_equal(rgb(tmp_path / "a.psd"), pixels)
    assert np.array_equal(decode_depth(tmp_path / "a.tif").pixels, offset)


def test_the_photo_can_be_decoded_into_given_memory(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE)
    memory = np.zeros((61, 83, 4), np.uint8)
    assert decode(photo, allocate=memory.reshape).array is not None
    assert np.array_equal(memory, decode(photo).array)


@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp", "psd"])
def test_a_photo_that_is_cut_off_is_never_shown(tmp_path: Path, extension: str) -> None:
    photo = tmp_path / f"a.{extension}"
    if extension == "psd":
        builders.save_psd(photo, SCENE.transpose(2, 0, 1))
    else:
        builders.save(photo, SCENE)
    with pytest.raises(BadInput):
        decode(builders.cut(photo, 0.7))
    with pytest.raises(BadInput):
        decode_depth(builders.cut(photo, 0.7))
