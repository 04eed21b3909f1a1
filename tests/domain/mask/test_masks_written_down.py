"""A mask is the same after it was written down: as PNG, in COCO's two writings, in Label Studio's."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from review_desk.domain.mask import packed, png, runs
from review_desk.domain.mask.mask import Mask
from review_desk.errors import BadInput

WIDTH, HEIGHT = 23, 17


ANY = st.integers(0, 255)


@st.composite
def masks(draw: st.DrawFn, strengths: st.SearchStrategy[int] = ANY) -> Mask:
    """A mask somewhere on a photo of WIDTH × HEIGHT, with long runs as painted ones have."""
    left, top = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    width, height = draw(st.integers(1, WIDTH - left)), draw(st.integers(1, HEIGHT - top))
    pieces = draw(st.lists(st.tuples(strengths, st.integers(1, 40)), max_size=30))
    values = b"".join(bytes([value]) * length for value, length in pieces)[: width * height]
    return Mask(left, top, width, height, values.ljust(width * height, b"\0"))


def whole(mask: Mask) -> np.ndarray:
    """The mask on its photo."""
    found = np.zeros((HEIGHT, WIDTH), np.uint8)
    box = np.frombuffer(mask.values, np.uint8).reshape(mask.height, mask.width)
    found[mask.top : mask.top + mask.height, mask.left : mask.left + mask.width] = box
    return found


@given(masks())
def test_a_png_holds_every_strength_and_other_programs_read_it(mask: Mask) -> None:
    content = png.encode(mask.width, mask.height, mask.values)
    assert png.decode(content) == (mask.width, mask.height, mask.values)
    with Image.open(io.BytesIO(content)) as opened:
        assert opened.mode == "L"
        assert opened.tobytes() == mask.values


@given(masks(), st.data())
def test_a_damaged_png_is_refused_and_never_read_wrong(mask: Mask, data: st.DataObject) -> None:
    content = bytearray(png.encode(mask.width, mask.height, mask.values))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 0x55
    with pytest.raises(BadInput):
        png.decode(bytes(content))
    with pytest.raises(BadInput):
        png.decode(bytes(content[:place]))


@given(masks())
def test_cutting_off_what_is_not_painted_changes_nothing(mask: Mask) -> None:
    trimmed = mask.trimmed()
    assert np.array_equal(whole(trimmed), whole(mask))
    if trimmed.values:
        box = np.frombuffer(trimmed.values, np.uint8).reshape(trimmed.height, trimmed.width)
        assert all(edge.any() for edge in (box[0], box[-1], box[:, 0], box[:, -1]))


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of pycocotools 2.0
@given(masks())
def test_pycocotools_reads_both_writings_as_the_same_pixels(mask: Mask) -> None:
    reader = pytest.importorskip("pycocotools.mask", reason="needs pycocotools: make setup-dev")
    inside = (whole(mask) >= 128).astype(np.uint8)
    counts = runs.counts_of(mask, width=WIDTH, height=HEIGHT)
    theirs = reader.encode(np.asfortranarray(inside))
    assert runs.to_string(counts) == theirs["counts"].decode()
    uncompressed = reader.frPyObjects({"size": [HEIGHT, WIDTH], "counts": counts}, HEIGHT, WIDTH)
    assert np.array_equal(reader.decode(uncompressed), inside)


@given(masks(st.sampled_from([0, 255])))
def test_coco_s_counts_and_their_string_come_back(mask: Mask) -> None:
    counts = runs.counts_of(mask, width=WIDTH, height=HEIGHT)
    assert runs.from_string(runs.to_string(counts)) == counts
    assert np.array_equal(whole(runs.mask_of(counts, width=WIDTH, height=HEIGHT)), whole(mask))


@given(masks())
def test_label_studio_s_packing_keeps_every_strength(mask: Mask) -> None:
    content = packed.packed(mask, width=WIDTH, height=HEIGHT)
    assert np.array_equal(whole(packed.unpacked(content, width=WIDTH, height=HEIGHT)), whole(mask))


def test_what_does_not_add_up_is_refused() -> None:
    with pytest.raises(BadInput, match="add up"):
        runs.mask_of([3, 4], width=WIDTH, height=HEIGHT)
    with pytest.raises(BadInput, match="signs"):
        runs.from_string("ä")
    with pytest.raises(BadInput, match="cut off"):
        runs.from_string("o")
    content = packed.packed(Mask(2, 3, 1, 1, b"\xff"), width=WIDTH, height=HEIGHT)
    with pytest.raises(BadInput, match="cut off"):
        packed.unpacked(content[:-4], width=WIDTH, height=HEIGHT)
    with pytest.raises(BadInput, match="another size"):
        packed.unpacked(content, width=WIDTH + 1, height=HEIGHT)
    with pytest.raises(BadInput):
        packed.unpacked([], width=WIDTH, height=HEIGHT)


@given(masks(), st.integers(-30, 30), st.integers(-30, 30))
def test_what_lies_beside_the_photo_is_cut_off(mask: Mask, dx: int, dy: int) -> None:
    moved = mask.laid_in(mask.left + dx, mask.top + dy, mask.width, mask.height).on_photo(WIDTH, HEIGHT)
    expected = np.zeros((HEIGHT, WIDTH), np.uint8)
    for y, x in zip(*np.nonzero(whole(mask)), strict=True):
        if 0 <= y + dy < HEIGHT and 0 <= x + dx < WIDTH:
            expected[y + dy, x + dx] = whole(mask)[y, x]
    assert np.array_equal(whole(moved), expected)


def test_a_mask_twice_as_large_has_every_pixel_four_times() -> None:
    mask = Mask(0, 0, 2, 1, b"\x40\xff").laid_in(5, 6, 4, 2)
    assert (mask.left, mask.top, mask.values) == (5, 6, b"\x40\x40\xff\xff" * 2)
