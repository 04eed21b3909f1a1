"""Every real and every hostile file of the samples, through the workers as intake sends them."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from review_desk.errors import BadInput
from review_desk.imaging import formats
from review_desk.imaging.workers import Reply, WorkerPool

pytestmark = pytest.mark.samples

SLOWEST_S = 10.0
MOST_MEMORY_KB = 1_000_000
CLASS_NAME = re.compile(r"\b[A-Z][a-z]+(Error|Exception|Warning)\b|Traceback|0x[0-9a-f]{4}|<class")


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(size=2) as two:
        yield two


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")


def inspected(pool: WorkerPool, paths: list[Path]) -> dict[Path, Reply | str]:
    """What became of each file: its reply, or the sentence that refused it."""
    futures = {path: pool.submit("inspect", path=path) for path in paths}
    results: dict[Path, Reply | str] = {}
    for path, future in futures.items():
        try:
            results[path] = future.result()
        except BadInput as error:
            results[path] = str(error)
    return results


def test_hostile_files_are_read_or_refused_each_in_one_plain_sentence(
    pool: WorkerPool, samples: Path
) -> None:
    hostile = files(samples / "hostile")
    results = inspected(pool, hostile)
    assert len(results) > 300
    for path, result in results.items():
        if isinstance(result, str):
            assert result.startswith(path.name.replace("\n", "?")[:40]), result
            assert len(result.splitlines()) == 1
            assert not CLASS_NAME.search(result.removeprefix(path.name)), result
            assert str(samples) not in result
            assert "crash" not in result.removeprefix(path.name), result
        else:
            assert formats.is_photo_name(path.name)
            assert result.bytes().startswith(b"\xff\xd8\xff")


def test_no_hostile_file_takes_ten_seconds_or_a_gigabyte(samples: Path) -> None:
    resource = pytest.importorskip("resource")
    with WorkerPool(size=1) as pool:
        for path in files(samples / "hostile"):
            began = time.monotonic()
            inspected(pool, [path])
            assert time.monotonic() - began < SLOWEST_S, path.name
    if sys.platform == "linux":
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY_KB


@pytest.mark.parametrize("folder", ["products", "pairs"])
def test_every_real_photo_is_taken(pool: WorkerPool, samples: Path, folder: str) -> None:
    refused = {p.name: r for p, r in inspected(pool, files(samples / folder)).items() if isinstance(r, str)}
    assert refused == {}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("image-rs-jpeg-decoder/empty.jpg", "empty.jpg is empty"),
        ("image-rs-jpeg-decoder/jpg-size-6x6.jpg", "jpg-size-6x6.jpg is a PNG with the extension .jpg"),
        (
            "image-rs-jpeg-decoder/subtract-with-overflow.jpg",
            "subtract-with-overflow.jpg is damaged: its picture data cannot be decoded",
        ),
        ("lunapaint-pngsuite/xcsn0g01.png", "xcsn0g01.png is damaged: its picture data cannot be decoded"),
        (
            "image-rs-image/Bad_width.bmp",
            "Bad_width.bmp is a BMP; the desk reads JPEG, PNG, TIFF, WebP and PSD",
        ),
        (
            "image-rs-image-tiff/gradient-1c-32b.tiff",
            "gradient-1c-32b.tiff has 32 bits a channel; the desk reads TIFF of 8 and 16 bits",
        ),
    ],
)
def test_known_troublemakers_are_refused_for_the_right_reason(
    pool: WorkerPool, samples: Path, name: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=f"^{re.escape(sentence)}$"):
        pool.submit("inspect", path=samples / "hostile" / name).result()


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("hostile/python-pillow-Pillow/icc-after-SOF.jpg", "broken"),
        ("hostile/python-pillow-Pillow/unknown_compression_method.png", "broken"),
        ("icc/lovell-sharp/p3.png", "embedded"),
        ("icc/lovell-sharp/tifftag-photoshop.tiff", "embedded"),
        ("icc/lovell-sharp/Channel_digital_image_CMYK_color_no_profile.jpg", "assumed"),
        ("icc/recurser-exif-orientation-e/Landscape_6.jpg", "untagged"),
    ],
)
def test_the_state_of_a_profile_is_told(pool: WorkerPool, samples: Path, name: str, state: str) -> None:
    assert pool.submit("inspect", path=samples / name).result().values["profile_state"] == state
