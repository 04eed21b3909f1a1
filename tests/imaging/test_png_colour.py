"""PNG's four ways to state colours, and which goes before which."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from review_desk.imaging import rgb_spaces
from review_desk.imaging.decode import decode, decode_depth
from review_desk.imaging.probe import probe
from tests.imaging import builders

SCENE = builders.scene(30, 40)
SWAPPED = builders.swapped_profile()

SRGB_CHUNK = (b"sRGB", b"\0")
ICCP = (b"iCCP", b"a\0\0" + zlib.compress(SWAPPED))
P3_CICP = (b"cICP", bytes((12, 13, 0, 1)))
SRGB_CICP = (b"cICP", bytes((1, 13, 0, 1)))
BT2020 = (b"cICP", bytes((9, 14, 0, 1)))
PQ = (b"cICP", bytes((9, 16, 0, 1)))


def gama(exponent: float) -> tuple[bytes, bytes]:
    return b"gAMA", struct.pack(">I", round(100_000 / exponent))


def chrm(*corners: int) -> tuple[bytes, bytes]:
    return b"cHRM", struct.pack(">8I", *corners)


SRGB_CORNERS = chrm(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
ADOBE_CORNERS = chrm(31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)


def png(path: Path, pixels: NDArray[np.uint8], *chunks: tuple[bytes, bytes]) -> Path:
    """A PNG with these chunks between its header and its pixels."""
    builders.save(path, pixels)
    content = path.read_bytes()
    added = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    path.write_bytes(content[:33] + added + content[33:])
    return path


def rgb(path: Path) -> NDArray[np.uint8]:
    return np.ascontiguousarray(decode(path).array[..., 2::-1])


@pytest.mark.parametrize(
    ("chunks", "name"),
    [
        ((), None),
        ((SRGB_CHUNK,), "sRGB"),
        ((SRGB_CICP,), "sRGB"),
        ((P3_CICP,), "Display P3"),
        ((P3_CICP, ICCP, SRGB_CHUNK, gama(1.0)), "Display P3"),
        ((SRGB_CICP, ICCP), "sRGB"),
        ((ICCP, SRGB_CHUNK, gama(1.0)), "sRGB built-in"),
        ((gama(1.0), SRGB_CHUNK), "sRGB"),
        ((gama(2.2), SRGB_CORNERS), "sRGB"),
        ((gama(2.2),), "sRGB"),
        ((gama(1.8),), "sRGB primaries, gamma 1.80"),
        ((gama(2.2), ADOBE_CORNERS), "own primaries, gamma 2.20"),
        ((ADOBE_CORNERS,), None),
    ],
)
def test_the_first_of_the_four_that_is_there_counts(
    tmp_path: Path, chunks: tuple[tuple[bytes, bytes], ...], name: str | None
) -> None:
    facts = probe(png(tmp_path / "a.png", SCENE, *chunks))
    assert facts.profile == name
    assert facts.profile_state == ("untagged" if name is None else "embedded")
    assert facts.profile_reason is None


def test_display_p3_by_its_number_is_what_its_profile_is(tmp_path: Path) -> None:
    coded = png(tmp_path / "a.png", SCENE, P3_CICP)
    tagged = builders.save(tmp_path / "b.png", SCENE, icc_profile=rgb_spaces.display_p3())
    assert np.array_equal(rgb(coded), rgb(tagged))
    assert np.abs(rgb(coded).astype(int) - SCENE).max() > 8


def test_gamma_and_primaries_of_adobe_rgb_are_adobe_rgb(tmp_path: Path) -> None:
    measured = png(tmp_path / "a.png", SCENE, gama(563 / 256), ADOBE_CORNERS)
    tagged = builders.save(tmp_path / "b.png", SCENE, icc_profile=rgb_spaces.adobe_rgb())
    assert np.array_equal(rgb(measured), rgb(tagged))


def test_a_grey_png_has_its_gamma_honoured(tmp_path: Path) -> None:
    photo = png(tmp_path / "a.png", np.full((4, 4), 128, np.uint8), gama(1.0))
    assert probe(photo).profile == "grey, gamma 1.00"
    assert rgb(photo)[0, 0].tolist() == [188, 188, 188]  # half the light


@pytest.mark.parametrize(
    ("chunk", "reason"),
    [
        (
            BT2020,
            "it states BT.2020 colours with the curve of television (cICP 9/14/0/1), which are not read",
        ),
        (PQ, "it states BT.2020 colours with the curve PQ (cICP 9/16/0/1), which are not read"),
        (
            (b"cICP", bytes((1, 13, 1, 1))),
            "it states BT.709 colours with the curve of sRGB (cICP 1/13/1/1), which are not read",
        ),
        ((b"cICP", b"\1"), "its cICP chunk is damaged"),
        (gama(0.0001), "its gAMA and cHRM chunks make no colour space"),
    ],
)
def test_what_is_not_read_is_said_and_shown_as_srgb(
    tmp_path: Path, chunk: tuple[bytes, bytes], reason: str
) -> None:
    photo = png(tmp_path / "a.png", SCENE, chunk)
    facts = probe(photo)
    assert (facts.profile_state, facts.profile_reason) == ("broken", reason)
    assert np.array_equal(rgb(photo), SCENE)


@pytest.mark.parametrize(
    "corners",
    [
        chrm(31270, 32900, 64000, 33000, 64000, 33000, 15000, 6000),
        chrm(31270, 0, 64000, 33000, 30000, 60000, 15000, 6000),
        chrm(*[0] * 8),
        chrm(90000, 5000, 64000, 33000, 30000, 60000, 15000, 6000),
        (b"cHRM", b"short"),
    ],
)
def test_primaries_that_make_no_space_are_said_to(tmp_path: Path, corners: tuple[bytes, bytes]) -> None:
    facts = probe(png(tmp_path / "a.png", SCENE, gama(1.8), corners))
    assert facts.profile_reason == "its gAMA and cHRM chunks make no colour space"


def test_colours_that_are_not_read_leave_the_next_best_with_a_word_about_it(tmp_path: Path) -> None:
    photo = png(tmp_path / "a.png", SCENE, PQ, ICCP)
    facts = probe(photo)
    assert (facts.profile, facts.profile_state) == ("sRGB built-in", "assumed")
    assert facts.profile_reason is not None
    assert "PQ" in facts.profile_reason
    assert np.abs(rgb(photo).astype(int) - SCENE[..., ::-1]).max() <= 1


def test_a_pass_hands_on_as_a_profile_what_a_png_states_by_number(tmp_path: Path) -> None:
    assert decode_depth(png(tmp_path / "a.png", SCENE, P3_CICP)).profile == rgb_spaces.display_p3()


@pytest.mark.samples
def test_the_gamma_pictures_of_the_png_suite_agree_with_one_another(samples: Path) -> None:
    """gNNn2c08: the same picture for exponents from 0.4 (coarse in the shadows) to 2.9."""
    found = sorted(path for path in (samples / "hostile").rglob("*g??n2c08.png"))
    if len(found) < 2:
        pytest.skip("needs the gamma pictures of PngSuite, which are not here")
    shown = [rgb(path).astype(float) for path in found]
    stored = [np.asarray(Image.open(path)).astype(float) for path in found]
    assert max(np.abs(one - shown[0]).mean() for one in shown) < 6
    assert max(np.abs(one - stored[0]).mean() for one in stored) > 40
