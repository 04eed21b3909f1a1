import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from review_desk.errors import BadInput
from review_desk.imaging.thumbnail import thumbnail
from tests.imaging import builders

SCENE = builders.scene(600, 800)


def opened(content: bytes) -> NDArray[np.uint8]:
    with Image.open(BytesIO(content), formats=["JPEG"]) as image:
        return np.asarray(image)


def reason(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        thumbnail(path)
    return str(caught.value)


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One sound photo of each kind."""
    folder = tmp_path_factory.mktemp("photos")
    deep = builders.deep(SCENE)
    planes = SCENE.transpose(2, 0, 1)
    return {
        "jpeg": builders.save(folder / "baseline.jpg", SCENE),
        "progressive": builders.save(folder / "progressive.jpg", SCENE, progressive=True),
        "cmyk": builders.save(folder / "cmyk.jpg", SCENE, "CMYK"),
        "png": builders.save(folder / "eight.png", SCENE),
        "png 16": builders.save_vips(folder / "sixteen.png", deep),
        "png interlaced": builders.save_vips(folder / "interlaced.png", SCENE, interlace=True),
        "tiff": builders.save(folder / "plain.tif", SCENE),
        "tiff lzw": builders.save_vips(folder / "lzw.tif", deep, compression="lzw"),
        "tiff tiled": builders.save_vips(folder / "tiled.tif", deep, tile=True),
        "tiff jpeg": builders.save_vips(folder / "jpeg.tif", SCENE, compression="jpeg"),
        "webp": builders.save(folder / "lossy.webp", SCENE),
        "webp lossless": builders.save(folder / "lossless.webp", SCENE, lossless=True),
        "psd": builders.save_psd(folder / "raw.psd", planes),
        "psd packed": builders.save_psd(folder / "packed.psd", planes, packed=True),
        "psd 16": builders.save_psd(folder / "sixteen.psd", deep.transpose(2, 0, 1), packed=True),
    }


KINDS = [
    "jpeg", "progressive", "cmyk", "png", "png 16", "png interlaced", "tiff", "tiff lzw", "tiff tiled",
    "tiff jpeg", "webp", "webp lossless", "psd", "psd packed", "psd 16",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_thumbnail_is_a_small_jpeg_of_the_whole_photo(photos: dict[str, Path], kind: str) -> None:
    small = opened(thumbnail(photos[kind], edge=100))
    assert small.shape == (75, 100, 3)
    expected = SCENE.reshape(75, 8, 100, 8, 3).mean((1, 3))
    assert np.abs(small - expected).mean() < 4


@pytest.mark.parametrize("share", [n / 10 for n in range(1, 10)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_cut_anywhere_is_refused(photos: dict[str, Path], kind: str, share: float) -> None:
    sentence = reason(builders.cut(photos[kind], share))
    assert "is cut off" in sentence or "is damaged" in sentence


# The writer of TIFF puts its directory at the end: a cut file has none, and nobody can say how much is lost.
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["jpeg", "png", "png 16", "webp", "psd", "psd packed"])
def test_how_much_of_a_cut_photo_is_there_is_told_honestly(
    photos: dict[str, Path], kind: str, share: float
) -> None:
    sentence = reason(builders.cut(photos[kind], share))
    found = re.search(r"is cut off after about (\d+) %", sentence)
    assert found, sentence
    assert abs(int(found[1]) - share * 100) <= 12


def test_a_tiff_with_its_directory_first_tells_how_much_is_there(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.tif", SCENE)
    assert re.search(r"a-60\.tif is cut off after about (59|60) %", reason(builders.cut(photo, 0.6)))


@settings(max_examples=30, deadline=None)
@given(missing=st.integers(2, 400))
def test_a_jpeg_that_lacks_only_its_last_bytes_is_refused(photos: dict[str, Path], missing: int) -> None:
    content = photos["jpeg"].read_bytes()
    short = photos["jpeg"].with_name("short.jpg")
    short.write_bytes(content[:-missing])
    if missing > 60:
        reason(short)


def test_a_png_without_its_end_is_refused(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE)
    photo.write_bytes(photo.read_bytes()[:-12])
    assert reason(photo) == "a.png is cut off after about 99 %"


def test_a_png_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", SCENE)
    content = bytearray(photo.read_bytes())
    content[len(content) // 2] ^= 0xFF
    photo.write_bytes(content)
    assert reason(photo) == "a.png is damaged: its picture data cannot be decoded"


def test_a_png_with_too_little_picture_data_is_refused(tmp_path: Path) -> None:
    photo = builders.png_claiming(tmp_path / "a.png", width=500, height=500)
    assert reason(photo) == "a.png is damaged: its picture data cannot be decoded"


def test_a_png_that_unpacks_without_end_takes_no_memory_to_speak_of(tmp_path: Path) -> None:
    """A bomb: a small picture whose data unpacks to a hundred megabytes."""
    content = builders.png_claiming(tmp_path / "a.png", width=4, height=4).read_bytes()
    bomb = zlib.compress(b"\0" * 100_000_000)
    chunk = struct.pack(">I", len(bomb)) + b"IDAT" + bomb + struct.pack(">I", zlib.crc32(b"IDAT" + bomb))
    (tmp_path / "b.png").write_bytes(content[:33] + chunk + content[-12:])
    assert thumbnail(tmp_path / "b.png")


def test_a_jpeg_with_a_hole_is_refused(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE, restart_marker_rows=1)
    content = photo.read_bytes()
    middle = len(content) // 2
    photo.write_bytes(content[:middle] + content[middle + 500 :])
    assert reason(photo) == "a.jpg is damaged: its picture data cannot be decoded"


def test_bytes_after_the_end_of_a_jpeg_do_no_harm(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE)
    clean = thumbnail(photo)
    photo.write_bytes(photo.read_bytes() + b"appended by a phone" * 100)
    assert thumbnail(photo) == clean


def test_stray_bytes_between_markers_of_a_jpeg_do_no_harm(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE)
    content = photo.read_bytes()
    photo.write_bytes(content[:-2] + b"\0\0\0" + content[-2:])
    assert opened(thumbnail(photo)).shape == (240, 320, 3)


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(KINDS), at=st.floats(0, 1), value=st.integers(0, 255))
def test_one_wrong_byte_gives_a_picture_or_one_sentence(
    photos: dict[str, Path], kind: str, at: float, value: int
) -> None:
    content = bytearray(photos[kind].read_bytes())
    content[int(at * (len(content) - 1))] = value
    damaged = photos[kind].with_stem("damaged")
    damaged.write_bytes(content)
    try:
        sentence = f"{len(thumbnail(damaged))} bytes"
    except BadInput as error:
        sentence = str(error)
    assert len(sentence.splitlines()) == 1
    assert str(damaged.parent) not in sentence


def test_a_small_photo_is_not_enlarged(tmp_path: Path) -> None:
    assert opened(thumbnail(builders.save(tmp_path / "a.png", SCENE[:7, :5]))).shape == (7, 5, 3)


def test_a_thumbnail_is_upright_on_white_and_in_srgb(tmp_path: Path) -> None:
    stored = np.zeros((40, 80, 4), np.uint8)
    stored[:, :40] = (255, 0, 0, 255)
    options: dict[str, Any] = {
        "exif": builders.exif(orientation=6),
        "icc_profile": builders.swapped_profile(),
    }
    small = opened(thumbnail(builders.save(tmp_path / "a.png", stored, **options))).astype(int)
    assert small.shape == (80, 40, 3)
    assert np.abs(small[10, 20] - (0, 0, 255)).max() < 8
    assert small[70, 20].min() > 250
