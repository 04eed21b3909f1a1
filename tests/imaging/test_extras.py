"""Camera raw and HEIC: read where their extra is installed, explained where it is not."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

from review_desk.errors import BadInput
from review_desk.imaging.decode import decode
from review_desk.imaging.probe import probe
from review_desk.imaging.thumbnail import thumbnail
from tests.imaging import builders

SCENE = builders.scene(60, 80)


def reason_without(monkeypatch: pytest.MonkeyPatch, module: str, photo: Path) -> str:
    monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    with pytest.raises(BadInput) as caught:
        probe(photo)
    return str(caught.value)


def test_raw_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.nef").write_bytes(b"II*\x00\x08\x00\x00\x00" + b"\0" * 64)
    assert reason_without(monkeypatch, "rawpy", tmp_path / "a.nef") == (
        'a.nef is a camera raw photo, which needs an extra: pip install "review-desk[raw]"'
    )


def test_heic_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" + b"\0" * 64)
    assert reason_without(monkeypatch, "pillow_heif", tmp_path / "a.heic") == (
        'a.heic is a HEIC photo, which needs an extra: pip install "review-desk[heic]"'
    )


def test_a_raw_extension_on_a_jpeg_is_a_disguise(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE).rename(tmp_path / "a.nef")
    with pytest.raises(BadInput, match=r"^a\.nef is a JPEG with the extension \.nef$"):
        probe(photo)


@pytest.mark.parametrize("alpha", [False, True])
def test_heic_is_read(tmp_path: Path, alpha: bool) -> None:
    pillow_heif = pytest.importorskip("pillow_heif", reason="needs the heic extra")
    stored = np.dstack([SCENE, np.full((60, 80), 255, np.uint8)]) if alpha else SCENE
    pillow_heif.from_pillow(Image.fromarray(stored)).save(tmp_path / "a.heic", quality=90)
    facts = probe(tmp_path / "a.heic")
    assert (facts.format, facts.width, facts.height) == ("HEIC", 80, 60)
    pixels = decode(tmp_path / "a.heic").array[..., 2::-1]
    assert np.abs(pixels.astype(int) - SCENE).mean() < 6
    assert decode(tmp_path / "a.heic", level=1).array.shape == (30, 40, 4)
    assert thumbnail(tmp_path / "a.heic")


def test_a_heic_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif", reason="needs the heic extra")
    pillow_heif.from_pillow(Image.fromarray(SCENE)).save(tmp_path / "a.heic", quality=90)
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(BadInput, match="damaged"):
            thumbnail(builders.cut(tmp_path / "a.heic", share))


def raw_photo(path: Path, *, height: int = 64, width: int = 96) -> Path:
    """A small DNG: 16-bit samples behind a red-green-green-blue filter, uncompressed."""
    start = b"II*\0\x08\0\0\0"
    samples = np.full((height, width), 20_000, np.uint16).tobytes()
    tags = ImageFileDirectory_v2(start)
    one, nothing = IFDRational(1), IFDRational(0)
    matrix = (one, nothing, nothing, nothing, one, nothing, nothing, nothing, one)
    # TIFF 6.0, TIFF/EP (33421, 33422) and the DNG specification (from 50706 on); 273 counts from the end.
    for tag, kind, value in [
        (254, 4, 0), (256, 4, width), (257, 4, height), (258, 3, 16), (259, 3, 1), (262, 3, 32803),
        (271, 2, "Desk"), (272, 2, "Test"), (273, 4, 0), (274, 3, 1), (277, 3, 1), (278, 4, height),
        (279, 4, len(samples)), (33421, 3, (2, 2)), (33422, 1, b"\0\1\1\2"), (50706, 1, b"\1\4\0\0"),
        (50707, 1, b"\1\1\0\0"), (50708, 2, "Desk Test"), (50717, 4, 65535), (50721, 10, matrix),
        (50728, 5, (one, one, one)), (50778, 3, 21),
    ]:  # fmt: skip
        tags.tagtype[tag] = kind
        tags[tag] = value
    path.write_bytes(start + tags.tobytes(8) + samples)
    return path


def test_camera_raw_is_developed(tmp_path: Path) -> None:
    pytest.importorskip("rawpy", reason="needs the raw extra")
    photo = raw_photo(tmp_path / "a.dng")
    facts = probe(photo)
    assert (facts.format, facts.bit_depth, facts.profile) == ("RAW", 16, "sRGB")
    pixels = decode(photo)
    assert pixels.array.shape == (facts.height, facts.width, 4)
    assert thumbnail(photo)


def test_camera_raw_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("rawpy", reason="needs the raw extra")
    with pytest.raises(BadInput, match="cannot be read as camera raw"):
        thumbnail(builders.cut(raw_photo(tmp_path / "a.dng"), 0.1))
