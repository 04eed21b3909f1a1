"""Pieces of a photo too large for memory are the same pixels as the photo read whole."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from review_desk.errors import Refused
from review_desk.imaging import scratch, unpacked
from review_desk.imaging.decode import decode, decode_part
from review_desk.imaging.raster import stored_box, turned
from review_desk.imaging.unpacked import Unpacked, tile, unpack
from review_desk.imaging.workers import WorkerPool

SIZE = (203, 151)


def pixels(channels: int) -> NDArray[np.uint8]:
    return np.random.default_rng(5).integers(0, 256, (SIZE[1], SIZE[0], channels), dtype=np.uint8)


def saved(folder: Path, end: str, mode: str = "RGB", orientation: int = 1) -> Path:
    path = folder / f"photo.{end}"
    exif = Image.Exif()
    exif[274] = orientation
    picture = pixels(len(mode))
    Image.fromarray(picture[..., 0] if mode == "L" else picture, mode).save(path, exif=exif)
    return path


def piece(path: Path, source: Unpacked, box: tuple[int, int, int, int], level: int) -> NDArray[np.uint8]:
    out = np.empty((box[3], box[2], 4), np.uint8)
    tile(path, source, box[:2], out, level=level)
    return out


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("level", [0, 1, 3])
def test_a_piece_is_that_part_of_the_whole_photo_however_it_is_turned(
    tmp_path: Path, orientation: int, level: int
) -> None:
    path = saved(tmp_path, "tif", orientation=orientation)
    whole = decode(path, level=level).array
    source = unpack(path, tmp_path / "unpacked")
    height, width = whole.shape[:2]
    for box in ((0, 0, width, height), (width // 3, height // 4, width // 2, height // 3)):
        x, y, across, down = box
        assert (
            np.abs(piece(path, source, box, level).astype(int) - whole[y : y + down, x : x + across]).max()
            <= 1
        )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("end", "mode"), [("jpg", "RGB"), ("png", "RGBA"), ("jpg", "L")])
def test_a_part_read_alone_is_that_part_of_the_whole_photo(
    tmp_path: Path, end: str, mode: str, orientation: int
) -> None:
    path = saved(tmp_path, end, mode, orientation)
    whole = decode(path, level=1).array
    out = np.empty((40, 30, 4), np.uint8)
    decode_part(path, (11, 7), out, level=1)
    assert np.array_equal(out, whole[7:47, 11:41])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_of_the_upright_photo_is_found_on_the_stored_one(orientation: int) -> None:
    stored = pixels(3)
    upright = turned(stored, orientation)
    x, y, across, down = stored_box((20, 30, 50, 40), upright.shape[1::-1], orientation)
    part = turned(np.ascontiguousarray(stored[y : y + down, x : x + across]), orientation)
    assert np.array_equal(part, upright[30:70, 20:70])


@pytest.mark.parametrize(
    ("end", "mode"),
    [("png", "RGBA"), ("png", "L"), ("jpg", "RGB"), ("jpg", "L"), ("tif", "CMYK"), ("webp", "RGB")],
)
def test_every_format_is_unpacked(tmp_path: Path, end: str, mode: str) -> None:
    path = saved(tmp_path, end, mode)
    source = unpack(path, tmp_path / "unpacked")
    whole = decode(path).array
    assert np.abs(piece(path, source, (40, 30, 100, 90), 0).astype(int) - whole[30:120, 40:140]).max() <= 2


def test_transparency_is_laid_on_white_in_a_reduced_piece_as_in_the_whole(tmp_path: Path) -> None:
    path = saved(tmp_path, "png", "RGBA")
    source = unpack(path, tmp_path / "unpacked")
    apart = piece(path, source, (10, 10, 60, 50), 1).astype(int) - decode(path, level=1).array[10:60, 10:70]
    assert np.abs(apart).max() <= 2


def test_sixteen_bits_stay_sixteen(tmp_path: Path) -> None:
    codes = np.random.default_rng(1).integers(0, 65536, (40, 50), dtype=np.uint16)
    Image.fromarray(codes).save(tmp_path / "deep.tif")
    source = unpack(tmp_path / "deep.tif", tmp_path / "unpacked")
    assert np.array_equal(np.fromfile(tmp_path / "unpacked", source.dtype).reshape(40, 50), codes)
    whole = decode(tmp_path / "deep.tif").array
    assert np.array_equal(piece(tmp_path / "deep.tif", source, (5, 6, 20, 10), 0), whole[6:16, 5:25])


def test_a_full_disk_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacked, "_SPARE", 10**15)
    with pytest.raises(
        Refused, match=r"^photo\.png cannot be shown at full size: that takes .* GB of free disk\.$"
    ):
        unpack(saved(tmp_path, "png"), tmp_path / "unpacked")
    assert not (tmp_path / "unpacked").exists()


def test_what_was_unpacked_goes_with_the_pool(tmp_path: Path) -> None:
    path = saved(tmp_path, "tif")
    with WorkerPool(size=1) as pool:
        values = pool.submit("unpack", path=path).result().values
        assert Path(values["file"]).exists()
        reply = pool.submit("tile", path=path, unpacked=values, box=[10, 20, 30, 40], level=0).result()
        assert np.array_equal(reply.array(), decode(path).array[20:60, 10:40])
    assert not Path(values["file"]).parent.exists()


def test_what_a_killed_desk_left_on_the_disk_is_swept_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "review-desk-999999999-x"
    left.mkdir()
    scratch.remove_folder(scratch.make_folder())
    assert not left.exists()
