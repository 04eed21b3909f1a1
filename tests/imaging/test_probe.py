import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.errors import BadInput
from review_desk.imaging.probe import Probe, probe
from tests.imaging import builders

SCENE = builders.scene(60, 80)


def test_a_jpeg_is_known_by_its_header(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.jpg", SCENE)
    facts = probe(photo)
    assert (facts.format, facts.width, facts.height, facts.mode, facts.bit_depth) == (
        "JPEG",
        80,
        60,
        "RGB",
        8,
    )
    assert (facts.profile, facts.profile_state) == (None, "untagged")
    assert facts.sha256 == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert facts.size == photo.stat().st_size


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_width_and_height_are_those_of_the_upright_photo(
    tmp_path: Path, extension: str, orientation: int
) -> None:
    photo = builders.save(tmp_path / f"a.{extension}", SCENE, exif=builders.exif(orientation=orientation))
    facts = probe(photo)
    assert facts.orientation == orientation
    assert (facts.width, facts.height) == ((60, 80) if orientation >= 5 else (80, 60))


@pytest.mark.parametrize(
    ("taken", "offset", "expected"),
    [
        ("2026:03:04 05:06:07", None, "2026-03-04T05:06:07"),
        ("2026:03:04 05:06:07", "+02:00", "2026-03-04T05:06:07+02:00"),
        ("2026:03:04 05:06:07", "nonsense", "2026-03-04T05:06:07"),
        ("0000:00:00 00:00:00", None, None),
        ("yesterday", None, None),
        (None, None, None),
    ],
)
@pytest.mark.parametrize("extension", ["jpg", "tif", "png", "webp"])
def test_the_moment_of_the_shot_comes_from_exif(
    tmp_path: Path, extension: str, taken: str | None, offset: str | None, expected: str | None
) -> None:
    block = builders.exif(taken=taken, offset=offset)
    assert probe(builders.save(tmp_path / f"a.{extension}", SCENE, exif=block)).taken_at == expected


@given(block=st.binary(max_size=200))
def test_a_nonsense_exif_block_costs_only_itself(tmp_path_factory: Any, block: bytes) -> None:
    photo = tmp_path_factory.mktemp("exif") / "a.jpg"
    builders.save(photo, SCENE, exif=b"Exif\x00\x00MM\x00*" + block)
    assert probe(photo).width in (60, 80)


MODES: list[tuple[str, str | None, str, int]] = [
    ("a.jpg", "L", "L", 8),
    ("a.jpg", "CMYK", "CMYK", 8),
    ("a.png", "RGBA", "RGBA", 8),
    ("a.png", "LA", "LA", 8),
    ("a.png", "P", "P", 8),
    ("a.png", "1", "L", 1),
    ("a.tif", "CMYK", "CMYK", 8),
    ("a.tif", "P", "P", 8),
    ("a.tif", "L", "L", 8),
    ("a.tif", "1", "L", 1),
    ("a.tif", "LAB", "LAB", 8),
    ("a.webp", "RGBA", "RGBA", 8),
]


@pytest.mark.parametrize(("name", "saved", "mode", "depth"), MODES)
def test_the_stored_channels_are_named(tmp_path: Path, name: str, saved: str, mode: str, depth: int) -> None:
    source = np.dstack([SCENE, SCENE[..., 0]]) if saved == "RGBA" else SCENE
    facts = probe(builders.save(tmp_path / name, source, saved))
    assert (facts.mode, facts.bit_depth) == (mode, depth)


@pytest.mark.parametrize("extension", ["tif", "png"])
@pytest.mark.parametrize(("channels", "mode"), [(1, "I;16"), (3, "RGB"), (4, "RGBA")])
def test_sixteen_bits_are_seen(tmp_path: Path, extension: str, channels: int, mode: str) -> None:
    pixels = builders.deep(np.dstack([SCENE, SCENE])[..., :channels])
    facts = probe(builders.save_vips(tmp_path / f"a.{extension}", pixels))
    assert (facts.mode, facts.bit_depth) == (mode, 16)


@pytest.mark.parametrize("large", [False, True])
def test_a_psd_is_known_by_its_header(tmp_path: Path, large: bool) -> None:
    planes = builders.deep(SCENE).transpose(2, 0, 1)
    profile = builders.swapped_profile()
    facts = probe(builders.save_psd(tmp_path / "a.psd", planes, large=large, icc=profile))
    assert (facts.format, facts.width, facts.height, facts.mode) == ("PSD", 80, 60, "RGB")
    assert (facts.bit_depth, facts.profile_state) == (16, "embedded")


def test_a_psd_saved_without_its_flattened_picture_says_how_to_save_it(tmp_path: Path) -> None:
    photo = builders.save_psd(tmp_path / "a.psd", SCENE.transpose(2, 0, 1), flattened=False)
    with pytest.raises(BadInput, match="Maximise compatibility"):
        probe(photo)


def test_only_the_header_is_needed(tmp_path: Path) -> None:
    photo = builders.cut(builders.save(tmp_path / "a.jpg", builders.scene(600, 800)), 0.5)
    assert probe(photo).width == 800


def test_a_png_that_names_srgb_is_not_untagged(tmp_path: Path) -> None:
    content = builders.save(tmp_path / "a.png", SCENE).read_bytes()
    (tmp_path / "b.png").write_bytes(
        content[:33] + bytes.fromhex("0000000173524742 00aece1ce9") + content[33:]
    )
    facts = probe(tmp_path / "b.png")
    assert (facts.profile, facts.profile_state) == ("sRGB", "embedded")


def test_a_float_tiff_is_refused_by_its_numbers(tmp_path: Path) -> None:
    photo = builders.save(tmp_path / "a.tif", SCENE[..., 0].astype(np.float32))
    with pytest.raises(BadInput, match=r"a\.tif holds signed or floating-point numbers"):
        probe(photo)


def test_a_probe_survives_json(tmp_path: Path) -> None:
    facts = probe(builders.save(tmp_path / "a.jpg", SCENE, icc_profile=builders.srgb_profile()))
    assert Probe.from_json(json.loads(json.dumps(facts.to_json()))) == facts


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.psd"])
@given(content=st.binary(max_size=400), kept=st.integers(8, 40))
def test_any_bytes_are_read_or_refused_in_one_sentence(
    tmp_path_factory: Any, name: str, content: bytes, kept: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    good = folder / f"good-{name}"
    if not good.exists():
        if name == "a.psd":
            builders.save_psd(good, SCENE.transpose(2, 0, 1))
        else:
            builders.save(good, SCENE)
    photo = folder / name
    photo.write_bytes(good.read_bytes()[:kept] + content)
    try:
        sentence = str(probe(photo).width)
    except BadInput as error:
        sentence = str(error)
    assert sentence
    assert len(sentence.splitlines()) == 1
    assert str(folder) not in sentence
