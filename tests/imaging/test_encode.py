from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging.decode import decode, decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from tests.imaging import builders

SCENE = builders.scene(30, 40)
TAKEN = builders.exif(orientation=6, taken="2026:03:04 05:06:07").removeprefix(b"Exif\x00\x00")


@st.composite
def photos(draw: st.DrawFn) -> tuple[str, NDArray[Any], NDArray[Any] | None]:
    """An extension, pixels of any depth and colour that it can hold, perhaps transparency."""
    extension = draw(st.sampled_from(["tif", "png"]))
    channels = draw(st.sampled_from([1, 3, 4] if extension == "tif" else [1, 3]))
    dtype = draw(st.sampled_from([np.uint8, np.uint16]))
    height, width = draw(st.integers(1, 20)), draw(st.integers(1, 20))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    planes = rng.integers(0, np.iinfo(dtype).max + 1, (height, width, channels + 1)).astype(dtype)
    transparent = channels != 4 and draw(st.booleans())
    return extension, planes[..., :channels], planes[..., -1] if transparent else None


@settings(max_examples=60, deadline=None)
@given(given_photo=photos())
def test_what_is_written_comes_back_bit_for_bit(tmp_path_factory: Any, given_photo: Any) -> None:
    extension, pixels, alpha = given_photo
    photo = tmp_path_factory.getbasetemp() / f"written.{extension}"
    write_photo(photo, pixels, profile=None, alpha=alpha)
    back = decode_depth(photo)
    assert back.pixels.dtype == pixels.dtype
    assert np.array_equal(back.pixels, pixels)
    assert (back.alpha is None) if alpha is None else np.array_equal(back.alpha, alpha)


@pytest.mark.parametrize(
    ("extension", "wide"),
    [("tif", False), ("tif", True), ("png", False), ("png", True), ("jpg", False)],
)
def test_profile_and_exif_are_kept_and_the_photo_is_upright(
    tmp_path: Path, extension: str, wide: bool
) -> None:
    pixels = builders.deep(SCENE) if wide else SCENE
    photo = tmp_path / f"a.{extension}"
    write_photo(photo, pixels, profile=builders.swapped_profile(), exif=TAKEN)
    facts = probe(photo)
    assert (facts.orientation, facts.width, facts.height) == (1, 40, 30)
    assert facts.taken_at == "2026-03-04T05:06:07"
    assert facts.profile_state == "embedded"
    source = decode_depth(photo)
    assert source.profile == builders.swapped_profile()
    if extension != "jpg":
        assert np.array_equal(source.pixels, pixels)


def test_a_jpeg_is_close_to_what_was_given(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", SCENE, profile=None, quality=98)
    assert np.abs(decode_depth(tmp_path / "a.jpg").pixels.astype(int) - SCENE).mean() < 2


@pytest.mark.parametrize("extension", ["tif", "jpg"])
def test_cmyk_is_written_with_its_inks_the_right_way_round(tmp_path: Path, extension: str) -> None:
    inks = np.zeros((16, 16, 4), np.uint8)
    inks[:, 8:] = (200, 10, 0, 30)
    photo = tmp_path / f"a.{extension}"
    write_photo(photo, inks, profile=None)
    assert np.abs(decode_depth(photo).pixels.astype(int) - inks).max() <= 3


def test_the_format_may_be_named_apart_from_the_extension(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.part", SCENE, profile=None, format="PNG")
    assert (tmp_path / "a.part").read_bytes().startswith(b"\x89PNG")


def test_an_earlier_file_is_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE[:5])
    write_photo(photo, SCENE, profile=None)
    assert probe(photo).height == 30
    assert list(tmp_path.iterdir()) == [photo]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^a\.png cannot be written: No such file or directory$"):
        write_photo(tmp_path / "none" / "a.png", SCENE, profile=None)


def test_what_cannot_be_written_leaves_the_earlier_file_and_no_litter(tmp_path: Path) -> None:
    photo = tmp_path / "a.png"
    photo.mkdir()  # a folder of that name cannot be replaced by a file
    with pytest.raises(BadInput, match=r"^a\.png cannot be written"):
        write_photo(photo, SCENE, profile=None)
    assert list(tmp_path.iterdir()) == [photo]


@pytest.mark.parametrize(
    ("name", "pixels", "alpha"),
    [
        ("a.jpg", builders.deep(SCENE), None),
        ("a.jpg", SCENE, SCENE[..., 0]),
        ("a.png", np.zeros((4, 4, 4), np.uint8), None),
        ("a.tif", SCENE.astype(np.float32), None),
        ("a.tif", SCENE[..., 0], None),
        ("a.tif", SCENE, SCENE[:3, :3, 0]),
        ("a.webp", SCENE, None),
    ],
)
def test_a_combination_the_format_cannot_hold_is_a_bug(
    tmp_path: Path, name: str, pixels: Any, alpha: Any
) -> None:
    with pytest.raises(ValueError, match=r"."):
        write_photo(tmp_path / name, pixels, profile=None, alpha=alpha)
    assert list(tmp_path.iterdir()) == []


def test_a_version_written_by_a_pass_looks_like_its_source(tmp_path: Path) -> None:
    source = builders.save(
        tmp_path / "a.jpg",
        SCENE,
        quality=97,
        exif=builders.exif(orientation=8),
        icc_profile=builders.swapped_profile(),
    )
    kept = decode_depth(source)
    write_photo(tmp_path / "b.tif", kept.pixels, profile=kept.profile, exif=kept.exif, alpha=kept.alpha)
    assert np.abs(decode(source).array.astype(int) - decode(tmp_path / "b.tif").array).max() <= 1
