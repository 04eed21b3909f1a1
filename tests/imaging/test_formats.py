import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.imaging import formats


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (b"MM\x00*\x00\x00\x00\x08", "TIFF"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "WEBP"),
        (b"8BPS\x00\x01", "PSD"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "RAW"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"GIF89a", "GIF"),
    ],
)
def test_a_format_is_known_by_its_first_bytes(head: bytes, name: str) -> None:
    assert formats.sniff(head) == name


@given(st.binary(max_size=40))
def test_any_first_bytes_get_a_name_or_none(head: bytes) -> None:
    name = formats.sniff(head)
    assert name is None or formats.spoken(name).startswith(("a ", "an "))


def test_a_wave_file_is_no_webp() -> None:
    assert formats.sniff(b"RIFF\x10\x00\x00\x00WAVEfmt ") is None


@pytest.mark.parametrize("name", ["a.jpg", "A.JPEG", "shot 1.TIF", "b.webp", "c.psb", "d.NEF", "e.heic"])
def test_a_photo_is_known_by_its_extension_in_any_case(name: str) -> None:
    assert formats.is_photo_name(name)
    assert not formats.is_companion(name)


@pytest.mark.parametrize(
    "name",
    ["batch.csv", "a.xmp", "notes.TXT", ".DS_Store", "Thumbs.db", "desktop.ini", "._a.jpg", "~$a.docx"],
)
def test_a_companion_is_never_a_photo(name: str) -> None:
    assert formats.is_companion(name)
    assert not formats.is_photo_name(name)


@pytest.mark.parametrize("name", ["a.bmp", "b.gif", "c.exe", "no_extension"])
def test_other_files_are_neither(name: str) -> None:
    assert not formats.is_companion(name)
    assert not formats.is_photo_name(name)


def test_every_extension_belongs_to_a_format_that_has_a_reader() -> None:
    from review_desk.imaging.readers import READERS

    assert set(formats.EXTENSIONS.values()) == set(READERS)
