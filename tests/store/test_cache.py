"""The cache may be lost, damaged or full at any time; the desk goes on."""

import os
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.store.cache import Cache, stamp
from tests.builders import photo_file

FACTS = {"sha256": "ab", "width": 3}


def kept(folder: Path, file: Path) -> Cache:
    cache = Cache(folder)
    cache.keep_thumbnail("ab", 320, b"jpeg")
    stamped = stamp(file)
    assert stamped
    cache.keep_probe(file, stamped, FACTS)
    return cache


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return photo_file(tmp_path / "x.png")


def test_what_was_kept_is_found_again_after_closing(tmp_path: Path, photo: Path) -> None:
    kept(tmp_path, photo).close()
    cache = Cache(tmp_path)
    assert cache.thumbnail("ab", 320) == b"jpeg"
    assert cache.thumbnail("ab", 640) is None
    assert cache.probe(photo) == FACTS
    cache.close()


def test_a_file_that_changed_in_size_or_time_is_not_known(tmp_path: Path, photo: Path) -> None:
    cache = kept(tmp_path, photo)
    os.utime(photo, ns=(1, 1))
    assert cache.probe(photo) is None
    cache.keep_probe(photo, stamp(photo) or (0, 0), FACTS)
    assert cache.probe(photo) == FACTS
    photo.write_bytes(photo.read_bytes() + b"more")
    os.utime(photo, ns=(1, 1))
    assert cache.probe(photo) is None
    cache.close()


def test_a_file_that_changed_while_it_was_read_is_read_again(tmp_path: Path, photo: Path) -> None:
    cache, before = Cache(tmp_path), stamp(photo)
    assert before
    photo.write_bytes(b"another photo, saved meanwhile")
    cache.keep_probe(photo, before, FACTS)
    assert cache.probe(photo) is None
    cache.close()


def test_a_file_that_is_gone_is_not_known(tmp_path: Path, photo: Path) -> None:
    cache = kept(tmp_path, photo)
    photo.unlink()
    assert cache.probe(photo) is None
    assert stamp(photo) is None
    cache.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 99])
def test_a_cache_that_is_no_database_is_begun_again(tmp_path: Path, photo: Path, content: bytes) -> None:
    (tmp_path / "cache.sqlite").write_bytes(content)
    cache = kept(tmp_path, photo)
    assert cache.thumbnail("ab", 320) == b"jpeg"
    cache.close()


def test_a_cache_of_another_shape_is_begun_again(tmp_path: Path, photo: Path) -> None:
    with sqlite3.connect(tmp_path / "cache.sqlite") as db:
        db.execute("CREATE TABLE thumbnail (something_else)")
    db.close()
    cache = kept(tmp_path, photo)
    assert cache.thumbnail("ab", 320) == b"jpeg"
    cache.close()


def test_pages_that_cannot_be_read_count_as_not_kept(tmp_path: Path, photo: Path) -> None:
    """Damage deep in the file is met while it is used, not when it is opened."""
    cache = Cache(tmp_path)
    for number in range(300):
        cache.keep_thumbnail(f"{number:064}", 320, bytes(4000))
    cache.close()
    path = tmp_path / "cache.sqlite"
    content = bytearray(path.read_bytes())
    content[12_288:] = b"\xaa" * (len(content) - 12_288)
    path.write_bytes(content)
    cache = Cache(tmp_path)
    found = [cache.thumbnail(f"{number:064}", 320) for number in range(300)]
    cache.keep_thumbnail("new", 320, b"jpeg")
    assert None in found
    cache.close()


def test_facts_that_are_no_json_count_as_not_kept(tmp_path: Path, photo: Path) -> None:
    kept(tmp_path, photo).close()
    with sqlite3.connect(tmp_path / "cache.sqlite") as db:
        db.execute("UPDATE probe SET facts = '{half'")
    db.close()
    cache = Cache(tmp_path)
    assert cache.probe(photo) is None
    cache.close()


def test_a_cache_that_cannot_be_a_file_is_kept_in_memory(tmp_path: Path, photo: Path) -> None:
    (tmp_path / "cache.sqlite").mkdir()
    cache = kept(tmp_path, photo)
    assert cache.thumbnail("ab", 320) == b"jpeg"
    cache.close()
