"""C2PA manifests in JPEG, PNG and WebP files: found, read, kept with the facts; nothing breaks a photo."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from review_desk.domain.provenance import in_words
from review_desk.imaging.probe import probe
from tests.domain.c2pa.builder import in_jpeg, in_webp, store


def photo(path: Path) -> bytes:
    Image.new("RGB", (40, 30), "teal").save(path)
    return path.read_bytes()


def in_png(png: bytes, store_: bytes) -> bytes:
    body = b"caBX" + store_
    chunk = struct.pack(">I", len(store_)) + body + struct.pack(">I", zlib.crc32(body))
    return png[:33] + chunk + png[33:]


@pytest.mark.parametrize(("suffix", "put"), [("jpg", in_jpeg), ("png", in_png), ("webp", in_webp)])
def test_the_manifest_in_a_file_is_told_with_its_facts(tmp_path: Path, suffix: str, put: object) -> None:
    path = tmp_path / f"ring.{suffix}"
    path.write_bytes(put(photo(path), store()))  # type: ignore[operator]
    found = probe(path)
    assert found.width == 40
    assert found.provenance is not None
    told = found.provenance["c2pa"]
    assert (told["claim_generator"], told["verified"], len(told["actions"])) == ("Imagine 2.1", False, 2)
    assert ("C2PA", "Imagine 2.1 (not verified)") in in_words(found.provenance)


def test_a_store_in_many_segments_is_put_together(tmp_path: Path) -> None:
    path = tmp_path / "ring.jpg"
    path.write_bytes(in_jpeg(photo(path), store(), piece=100))
    provenance = probe(path).provenance
    assert provenance is not None
    assert provenance["c2pa"]["title"] == "ring.jpg"


def test_a_store_that_breaks_off_says_only_that_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "ring.jpg"
    path.write_bytes(in_jpeg(photo(path), store()[:300]))
    provenance = probe(path).provenance
    assert ("C2PA", "a manifest is there (not verified)") in in_words(provenance or {})


def test_what_older_desks_kept_is_still_read_out() -> None:
    said = "a manifest is there; it was not verified"
    assert in_words({"c2pa": said}) == [("C2PA", said)]
