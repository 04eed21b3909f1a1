import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.errors import BadInput
from review_desk.imaging import gate
from review_desk.imaging.probe import probe
from tests.imaging import builders

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs POSIX file kinds")


def reason(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        probe(path)
    return str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert reason(tmp_path / "tee-01.jpg") == "tee-01.jpg is not there"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    assert reason(tmp_path / "a.jpg") == "a.jpg is empty"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").mkdir()
    assert reason(tmp_path / "a.jpg") == "a.jpg is not a file but a folder"


@posix_only
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    assert reason(tmp_path / "a.jpg") == "a.jpg is not a file but a pipe"


@posix_only
def test_a_link_to_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("/dev/zero")
    assert reason(tmp_path / "a.jpg") == "a.jpg is not a file but a device"


@posix_only
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket may only be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.jpg")
        assert reason(tmp_path / "a.jpg") == "a.jpg is not a file but a socket"


@posix_only
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "gone.jpg")
    assert reason(tmp_path / "a.jpg") == "a.jpg is a link that leads nowhere"


@posix_only
def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "b.jpg")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "a.jpg")
    assert reason(tmp_path / "a.jpg").startswith("a.jpg is a link that leads nowhere")


@posix_only
def test_a_link_to_a_photo_is_a_photo(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", builders.scene())
    (tmp_path / "b.jpg").symlink_to(photo)
    assert probe(tmp_path / "b.jpg") == probe(photo)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes as a name")
def test_a_name_that_is_not_utf8_is_refused_with_a_readable_sentence(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    (tmp_path / name).write_bytes(b"\xff\xd8\xff")
    sentence = reason(tmp_path / name)
    assert "not valid UTF-8" in sentence
    sentence.encode("utf-8")


def test_a_png_named_jpg_is_refused_with_both_names(tmp_path: Path) -> None:
    png = builders.save(tmp_path / "a.png", builders.scene())
    disguised = png.rename(tmp_path / "a.jpg")
    assert reason(disguised) == "a.jpg is a PNG with the extension .jpg"


def test_a_photo_without_extension_is_refused(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.png", builders.scene()).rename(tmp_path / "a")
    assert reason(photo) == "a is a PNG without an extension"


def test_a_bitmap_is_refused_by_name(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.bmp", builders.scene())
    assert reason(photo) == "a.bmp is a BMP; the desk reads JPEG, PNG, TIFF, WebP and PSD"


def test_a_gif_named_jpg_is_called_what_it_is(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.gif", builders.scene()).rename(tmp_path / "a.jpg")
    assert reason(photo) == "a.jpg is a GIF with the extension .jpg"


def test_text_named_jpg_is_no_photo(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("hello", encoding="utf-8")
    assert reason(tmp_path / "a.jpg") == "a.jpg is not a photo: its content is of no known format"


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (100_001, 4), (4, 2**31 - 1)])
def test_a_photo_beyond_the_limits_is_refused_with_its_size(tmp_path: Path, width: int, height: int) -> None:
    photo = builders.png_claiming(tmp_path / "a.png", width=width, height=height)
    assert f"too large: {width:,} × {height:,} pixels" in reason(photo)


def test_a_photo_without_pixels_is_refused(tmp_path: Path) -> None:
    photo = builders.png_claiming(tmp_path / "a.png", width=0, height=10)
    assert reason(photo) == "a.png is damaged: its header says it has no pixels"


@posix_only
def test_a_file_of_many_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.tif", builders.scene())
    os.truncate(photo, gate.MAX_BYTES + 1)  # sparse: takes no room
    assert "too large: 8.0 GB" in reason(photo)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_a_shown_name_is_one_readable_line(name: str) -> None:
    shown = gate.shown(Path("/photos") / name.replace("/", "").replace("\0", "") / "x")
    assert shown == "x"
    line = gate.shown(Path(f"/photos/x{name}".replace("\0", "")))
    assert len(line.splitlines()) <= 1
    assert len(line) <= 120
    assert "/photos" not in line
