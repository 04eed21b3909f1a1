"""Paths that a PSD, TIFF or JPEG brings along: read, drawn, and hostile ones refused in words."""

import contextlib
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from review_desk.errors import BadInput
from review_desk.imaging.decode import decode_depth
from review_desk.imaging.path_mask import drawn, path_mask
from review_desk.imaging.protection import protected_pixels, prove
from review_desk.imaging.saved_paths import Part, SavedPaths, saved_paths
from tests.imaging import saved_path_builder as build

WIDE, HIGH = 90, 60
RING = build.records(build.circle(0.5, 0.5, 0.4, 0.4), build.circle(0.5, 0.5, 0.2, 0.2))
BOX = build.records(build.box(0.1, 0.2, 0.6, 0.9))
ENDINGS = ("psd", "tif", "jpg")


def _parts(*lines: build.Line) -> tuple[Part, ...]:
    return SavedPaths(Path("a.psd"), ("p",), "p", "p", (build.records(*lines),)).read("")


def _mask(*lines: build.Line) -> NDArray[np.bool_]:
    found = drawn(_parts(*lines), width=WIDE, height=HIGH)
    assert found is not None
    return found > 127


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_path_that_clips_is_read_by_its_name_and_leaves_its_hole_out(tmp_path: Path, ending: str) -> None:
    made = build.block({"Box": BOX, "Ring": RING}, clips="Ring")
    file = build.photo(tmp_path / f"a.{ending}", made, width=WIDE, height=HIGH)
    paths = saved_paths(file)
    assert (paths.names, paths.clipping) == (("Box", "Ring"), "Ring")
    mask = path_mask(file)
    assert mask.shape == (HIGH, WIDE)
    assert (mask[30, 45], mask[30, 65], mask[2, 2]) == (0, 255, 0)
    area = np.pi * WIDE * HIGH * (0.4**2 - 0.2**2)
    assert abs((mask / 255).sum() - area) < 0.002 * area, "soft edges keep the area"
    assert path_mask(file, "Box")[20, 20] == 255


@pytest.mark.skipif(shutil.which("identify") is None, reason="needs ImageMagick")
@pytest.mark.parametrize("ending", ENDINGS)
def test_imagemagick_reads_the_same_points(tmp_path: Path, ending: str) -> None:
    file = build.photo(tmp_path / f"a.{ending}", build.block({"Box": BOX}), width=100, height=100)
    asked = ["identify", "-format", "%[8BIM:1999,2998:#1]", str(file)]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "M 10 20" in told
    assert {"60 20", "60 90", "10 90"} <= {
        " ".join(line.split()[-2:]).strip('"') for line in told.splitlines() if line[:2] in ("L ", "C ")
    }
    mask = path_mask(file)
    assert np.argwhere(mask)[[0, -1]].tolist() == [[20, 10], [89, 59]]


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-0.3, 1.3), st.floats(-0.3, 1.3)), min_size=3, max_size=7),
        min_size=1,
        max_size=3,
    )
)
def test_any_lines_are_filled_as_an_outside_drawer_fills_them_on_a_grid_16_times_as_fine(
    lines: list[list[tuple[float, float]]],
) -> None:
    mask = drawn(_parts(*(build.corners(*line) for line in lines)), width=WIDE, height=HIGH)
    assert mask is not None
    whole = np.zeros((HIGH * 16, WIDE * 16), np.bool_)
    for line in lines:
        fine = Image.new("1", (WIDE * 16, HIGH * 16))
        ImageDraw.Draw(fine).polygon([(x * WIDE * 16 - 0.5, y * HIGH * 16 - 0.5) for x, y in line], fill=1)
        whole ^= np.asarray(fine)
    expected = whole.reshape(HIGH, 16, WIDE, 16).mean(axis=(1, 3))
    assert np.abs(mask / 255 - expected).mean() < 0.02


def test_parts_join_as_photoshop_joins_them() -> None:
    left, right = build.box(0, 0, 0.6, 1), (0.4, 0, 1, 1)
    alone = {0: (True, False, True), 1: (True, True, True), 2: (True, False, False), 3: (False, True, False)}
    for operation, expected in alone.items():
        row = _mask(left, build.box(*right, operation=operation))[30]
        assert (row[10], row[45], row[80]) == expected
    ring = _mask(build.box(0, 0, 1, 1, operation=1), build.box(0.3, 0.3, 0.6, 0.6, operation=-1))
    assert not ring[25, 40], "one joined to the one before it cuts a hole"
    outside = _mask(build.box(0.3, 0.3, 0.6, 0.6, operation=2))
    assert outside[2, 2]
    assert not outside[25, 40], "a first one that takes away does so from the whole photo"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["tif", "jpg"])
def test_a_turned_photo_has_its_path_turned_with_it(tmp_path: Path, ending: str, orientation: int) -> None:
    made = build.block({"Corner": build.records(build.box(0, 0, 0.3, 0.2))})
    file = build.photo(tmp_path / f"a.{ending}", made, orientation=orientation)
    mask = path_mask(file)
    pixels = decode_depth(file).pixels
    assert mask.shape == pixels.shape[:2]
    upright = {1: (0, 0), 2: (0, -1), 3: (-1, -1), 4: (-1, 0), 5: (0, 0), 6: (0, -1), 7: (-1, -1), 8: (-1, 0)}
    assert mask[upright[orientation]] == 255
    assert (mask > 127).sum() == 27 * 12


def test_without_a_name_the_only_path_clips_and_of_several_none(tmp_path: Path) -> None:
    one = build.photo(tmp_path / "one.tif", build.block({"Outline": BOX}))
    assert saved_paths(one).clipping == "Outline"
    two = build.photo(tmp_path / "two.tif", build.block({"A": BOX, "B": RING}))
    assert saved_paths(two).clipping == ""
    with pytest.raises(
        BadInput, match=r"two\.tif has several paths and names none that clips: it has “A”, “B”"
    ):
        path_mask(two)
    with pytest.raises(BadInput, match="has no path “C”: it has “A”, “B”"):
        path_mask(two, "C")
    work = build.photo(tmp_path / "work.tif", build.piece(1025, "", BOX))
    assert (saved_paths(work).names, saved_paths(work).clipping) == (("Work Path",), "")
    Image.new("RGB", (4, 4)).save(tmp_path / "plain.png")
    with pytest.raises(BadInput, match=r"plain.png brings no clipping path along"):
        path_mask(tmp_path / "plain.png")


def _length(count: int) -> bytes:
    return struct.pack(">HHhH18x", 0, count, 0, 1)


HOSTILE = {
    "cut off among its points": (BOX[:-40], "is damaged: 2 of 4 points of a line are there"),
    "an absurd count": (_length(65_535), "is damaged: 0 of 65535 points"),
    "a line within a line": (_length(3) + _length(3), "is damaged: 0 of 3 points"),
    "points of no line": (struct.pack(">H6i", 1, *[0] * 6), "a point of it belongs to no line"),
    "an unknown record": (struct.pack(">H24x", 77), "a point of it belongs to no line"),
    "only empty lines": (_length(0) * 5, "goes round nothing"),
    "nothing": (b"", "goes round nothing"),
    "less than a record": (b"\0" * 25, "goes round nothing"),
    "millions of points": (b"\0" * 26 * 100_001, "is too intricate: the desk reads up to 100,000 points"),
    "beside the photo": (build.records(build.box(3, 3, 4, 4)), "goes round no pixel of it"),
    "one point": (build.records(build.corners((0.5, 0.5))), "goes round no pixel of it"),
    "a hair": (build.records(build.corners((0.1, 0.5), (0.9, 0.5))), "goes round no pixel of it"),
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("case", HOSTILE)
def test_a_damaged_path_is_refused_in_a_sentence_that_names_it(
    tmp_path: Path, case: str, ending: str
) -> None:
    content, why = HOSTILE[case]
    file = build.photo(tmp_path / f"a.{ending}", build.block({"Bad": content, "Good": RING}, clips="Bad"))
    with pytest.raises(BadInput, match=f"The path “Bad” of a.{ending} .*{why}"):
        path_mask(file)
    if len(content) < 1000:
        assert path_mask(file, "Good").any(), "another one is not harmed by it"


def test_a_path_that_jumps_across_a_large_photo_a_hundred_thousand_times_is_refused() -> None:
    far = [(0.5, -100.0), (0.6, 100.0)] * 10_000
    assert drawn(_parts(build.corners(*far[:40])), width=200, height=100) is not None
    assert drawn(_parts(build.corners(*far)), width=6000, height=8000) is None


@given(cut=st.integers(0, 3000), put=st.binary(max_size=6), at=st.integers(0, 3000))
def test_any_damage_to_a_block_is_a_sentence_or_fewer_paths(
    tmp_path_factory: pytest.TempPathFactory, cut: int, put: bytes, at: int
) -> None:
    made = build.block({"Box": BOX, "Ring": RING}, clips="Ring")
    hurt = (made[:at] + put + made[at + len(put) :])[: max(0, len(made) - cut)]
    file = build.photo(tmp_path_factory.mktemp("hurt") / "a.psd", hurt)
    for name in saved_paths(file).names:
        with contextlib.suppress(BadInput):
            assert path_mask(file, name).shape == (60, 90)


def test_a_file_that_is_cut_off_before_its_block_has_no_paths(tmp_path: Path) -> None:
    for ending in ENDINGS:
        whole = build.photo(tmp_path / f"a.{ending}", build.block({"Box": BOX}))
        for length in (2, 5, 9, 27, 31, 40):
            cut = tmp_path / f"cut-{length}.{ending}"
            cut.write_bytes(whole.read_bytes()[:length])
            assert len(saved_paths(cut).names) <= 1


def test_a_big_tiff_and_one_of_the_other_byte_order_are_read_too(tmp_path: Path) -> None:
    made = build.block({"Box": BOX})
    for order, large in (("<", True), (">", False), (">", True)):
        mark = b"II" if order == "<" else b"MM"
        if large:
            head = mark + struct.pack(f"{order}HHHQ", 43, 8, 0, 16)
            entry = struct.pack(f"{order}QHHQQ", 1, 34377, 7, len(made), 44)
            content = head + entry
            content = content.ljust(44, b"\0")
        else:
            head = mark + struct.pack(f"{order}HI", 42, 8)
            content = head + struct.pack(f"{order}HHHII", 1, 34377, 7, len(made), 26)
            content = content.ljust(26, b"\0")
        file = tmp_path / f"{mark.decode()}{large}.tif"
        file.write_bytes(content + made)
        assert saved_paths(file).names == ("Box",)


def test_a_psd_protects_another_photo_by_its_path_and_prove_says_the_same(tmp_path: Path) -> None:
    made = build.block({"Ring": RING}, clips="Ring")
    mask_file = build.photo(tmp_path / "mask.psd", made)
    photo = build.photo(tmp_path / "a.tif", made)
    source = decode_depth(photo)
    mask = protected_pixels(mask_file, source)
    assert abs(mask.sum() - (path_mask(mask_file) > 127).sum()) == 0
    assert prove(photo, photo, photo, by="").pixels == mask.sum()
    small = build.photo(tmp_path / "small.psd", made, width=45, height=30)
    with pytest.raises(BadInput, match=r"The mask small\.psd is 45 × 30 pixels and the photo 90 × 60"):
        protected_pixels(small, source)


@pytest.mark.samples
def test_photoshops_own_files_with_a_work_path_are_read(samples: Path) -> None:
    folder = samples / "hostile" / "psd-tools-psd-tools"
    for name in ("passthrough_vector_mask.psd", "vector-mask2.psd"):
        paths = saved_paths(folder / name)
        assert "Work Path" in paths.names
        assert path_mask(folder / name, "Work Path").any()
