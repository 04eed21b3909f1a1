"""A pass in its worker process: from a file to a file, nothing lost on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from passes.builders import noisy_scene
from review_desk.errors import BadInput, Refused
from review_desk.imaging.decode import decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from review_desk.imaging.workers import WorkerPool
from review_desk.passes.recipe import Recipe, protected_in_words, same_work
from review_desk.passes.work import changed_share

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
TAKEN = "2026:03:04 05:06:07"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool("review_desk.passes.jobs", size=1, memory_mb=1000) as pool:
        yield pool


def _run(pool: WorkerPool, photo: Path, output: Path, **more: Any) -> dict[str, Any]:
    arguments = {"name": "denoise", "parameters": {"strength": 0.5}, **more}
    return pool.submit("run_pass", timeout_s=60, path=photo, output=output, **arguments).result().values


def _exif() -> bytes:
    block = Image.Exif()
    block.get_ifd(0x8769)[0x9003] = TAKEN
    return block.tobytes().removeprefix(b"Exif\x00\x00")


def _photo(path: Path, *, deep: bool = False, alpha: bool = False, grey: bool = False) -> Path:
    pixels = noisy_scene()[1]
    pixels = pixels[..., :1] if grey else pixels
    cover = np.tile(np.arange(160, dtype=np.uint8), (120, 1)) if alpha else None
    if deep:
        pixels = pixels.astype(np.uint16) * 256 + 17
        cover = None if cover is None else cover.astype(np.uint16) * 300
    write_photo(path, pixels, profile=None if grey else SRGB, exif=_exif(), alpha=cover)
    return path


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("grey", [False, True])
def test_depth_profile_transparency_and_exif_survive(
    pool: WorkerPool, tmp_path: Path, *, deep: bool, alpha: bool, grey: bool
) -> None:
    photo = _photo(tmp_path / "before.png", deep=deep, alpha=alpha, grey=grey)
    _run(pool, photo, tmp_path / "after.png")
    before, after = decode_depth(photo), decode_depth(tmp_path / "after.png")
    assert (after.pixels.dtype, after.mode) == (before.pixels.dtype, before.mode)
    assert after.profile == before.profile
    assert np.array_equal(after.alpha, before.alpha) if alpha else after.alpha is None
    assert probe(tmp_path / "after.png").taken_at == "2026-03-04T05:06:07"
    assert not np.array_equal(after.pixels, before.pixels)


def test_a_tiff_result_holds_the_same_as_a_png(pool: WorkerPool, tmp_path: Path) -> None:
    photo = _photo(tmp_path / "before.png", deep=True, alpha=True)
    for name in ("after.png", "after.tif"):
        _run(pool, photo, tmp_path / name)
    one, other = decode_depth(tmp_path / "after.png"), decode_depth(tmp_path / "after.tif")
    assert np.array_equal(one.pixels, other.pixels)
    assert np.array_equal(one.alpha, other.alpha)
    assert one.profile == other.profile
    assert probe(tmp_path / "after.tif").taken_at == "2026-03-04T05:06:07"


def test_a_sideways_photo_comes_out_upright(pool: WorkerPool, tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.fromarray(noisy_scene()[1]).save(tmp_path / "a.jpg", exif=turned, quality=95)
    facts = _run(pool, tmp_path / "a.jpg", tmp_path / "after.png")["facts"]
    assert (facts["width"], facts["height"], facts["orientation"]) == (120, 160, 1)


def test_running_twice_gives_the_same_bytes_which_the_recipe_names(pool: WorkerPool, tmp_path: Path) -> None:
    photo = _photo(tmp_path / "before.png")
    recipes = [_run(pool, photo, tmp_path / name)["recipe"] for name in ("one.png", "two.png")]
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert same_work(*recipes)
    for recipe in recipes:
        assert recipe["output_sha256"] == probe(tmp_path / "one.png").sha256
        assert recipe["input_sha256"] == probe(photo).sha256


def test_a_recipe_holds_what_is_needed_to_run_it_again(pool: WorkerPool, tmp_path: Path) -> None:
    recipe = Recipe.from_json(_run(pool, _photo(tmp_path / "a.png"), tmp_path / "b.png")["recipe"])
    assert (recipe.pass_name, recipe.model) == ("denoise", "guided-denoise")
    assert recipe.parameters == {"strength": 0.5}
    assert (recipe.seed, recipe.mask_sha256, recipe.output_format) == (None, None, "PNG")
    assert set(recipe.tools) >= {"review-desk", "onnxruntime", "numpy", "libvips"}
    assert 0.5 < recipe.changed_share <= 1
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_other_parameters_are_other_work(pool: WorkerPool, tmp_path: Path) -> None:
    photo = _photo(tmp_path / "a.png")
    one = _run(pool, photo, tmp_path / "b.png")["recipe"]
    other = _run(pool, photo, tmp_path / "b.png", parameters={"strength": 0.6})["recipe"]
    assert not same_work(one, other)


def test_the_changed_share_counts_pixels_with_any_channel_changed() -> None:
    before = np.zeros((1000, 10, 3), np.uint8)
    after = before.copy()
    after[::2, 0, 1] = 1
    after[::2, 0, 2] = 1
    assert changed_share(before, after) == 0.05
    assert changed_share(before, before) == 0


def test_cmyk_is_refused_in_words(pool: WorkerPool, tmp_path: Path) -> None:
    Image.new("CMYK", (30, 20), (9, 80, 70, 5)).save(tmp_path / "ink.tif")
    with pytest.raises(Refused, match=r"ink\.tif is CMYK; passes work on RGB and grey"):
        _run(pool, tmp_path / "ink.tif", tmp_path / "b.png")
    assert not (tmp_path / "b.png").exists()


def test_a_photo_that_changed_since_intake_is_refused(pool: WorkerPool, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.png was changed since the desk took it in"):
        _run(pool, _photo(tmp_path / "a.png"), tmp_path / "b.png", expected="0" * 64)


def test_a_broken_photo_is_refused_by_its_reader(pool: WorkerPool, tmp_path: Path) -> None:
    content = _photo(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(content[: len(content) // 2])
    with pytest.raises(BadInput, match=r"a\.jpg is cut off"):
        _run(pool, tmp_path / "a.jpg", tmp_path / "b.png")


@pytest.mark.parametrize("name", ["b.gif", "b.webp", "b"])
def test_an_output_of_another_format_is_refused(pool: WorkerPool, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="is no name for a result: it is written as PNG, TIFF or JPEG"):
        _run(pool, _photo(tmp_path / "a.png"), tmp_path / name)


def test_16_bits_into_a_jpeg_is_refused_and_8_bits_are_not(pool: WorkerPool, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"b\.jpg cannot hold the result: JPEG holds 8 bits"):
        _run(pool, _photo(tmp_path / "a.png", deep=True), tmp_path / "b.jpg")
    facts = _run(pool, _photo(tmp_path / "a.png"), tmp_path / "b.jpg")["facts"]
    assert (facts["format"], facts["profile_state"]) == ("JPEG", "embedded")


def test_an_output_that_cannot_be_written_is_refused(pool: WorkerPool, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"b\.png cannot be written"):
        _run(pool, _photo(tmp_path / "a.png"), tmp_path / "nowhere" / "b.png")


def test_a_photo_too_large_for_the_memory_is_refused_and_the_next_one_works(tmp_path: Path) -> None:
    write_photo(tmp_path / "big.png", np.zeros((9000, 9000, 3), np.uint8), profile=None)
    with WorkerPool("review_desk.passes.jobs", size=1, memory_mb=300) as pool:
        with pytest.raises(BadInput, match=r"big\.png needs more memory than the desk allows"):
            _run(pool, tmp_path / "big.png", tmp_path / "b.png")
        assert _run(pool, _photo(tmp_path / "a.png"), tmp_path / "b.png")["facts"]["width"] == 160


@pytest.mark.samples
@pytest.mark.parametrize(
    "name",
    [
        "icc/lovell-sharp/tifftag-photoshop.tiff",  # 16 bits, Adobe RGB
        "icc/lovell-sharp/16-bit-grey-alpha.png",
        "icc/lovell-sharp/Landscape_5.jpg",  # turned, Generic RGB
        "icc/lovell-sharp/concert.jpg",  # grey with a grey profile
        "icc/libvips-libvips/sample.jpg",  # Adobe RGB (1998) by another name
        "products/saleor-saleor/saleor-white-plimsolls-2.png",  # true alpha
    ],
)
def test_real_photos_keep_depth_profile_and_transparency(
    pool: WorkerPool, samples: Path, tmp_path: Path, name: str
) -> None:
    photo = samples / name
    facts = _run(pool, photo, tmp_path / "after.png")["facts"]
    known, before, after = probe(photo), decode_depth(photo), decode_depth(tmp_path / "after.png")
    assert (facts["profile"], facts["profile_state"]) == (known.profile, known.profile_state)
    assert (facts["width"], facts["height"]) == (known.width, known.height)
    assert facts["bit_depth"] == known.bit_depth
    assert after.profile == before.profile
    assert after.pixels.shape == before.pixels.shape
    assert (after.alpha is None) == (before.alpha is None)
    if before.alpha is not None:
        assert np.array_equal(after.alpha, before.alpha)
    # The colours stay: in the mean within half of an 8-bit code, in every channel.
    drift = (after.pixels.astype(float) - before.pixels).mean(axis=(0, 1)) / np.iinfo(before.pixels.dtype).max
    assert np.abs(drift).max() * 255 < 0.5


@pytest.mark.parametrize("deep", [False, True])
def test_the_protected_product_comes_back_bit_for_bit_and_the_recipe_proves_it(
    pool: WorkerPool, tmp_path: Path, *, deep: bool
) -> None:
    photo = _photo(tmp_path / "before.png", deep=deep)
    mask = np.zeros((120, 160, 1), np.uint8)
    mask[30:90, 40:120] = 255
    write_photo(tmp_path / "mask.png", mask, profile=None)
    made = _run(pool, photo, tmp_path / "after.png", protect=tmp_path / "mask.png")["recipe"]
    before, after = decode_depth(photo).pixels, decode_depth(tmp_path / "after.png").pixels
    assert np.array_equal(before[30:90, 40:120], after[30:90, 40:120])
    assert not np.array_equal(before[:20], after[:20])
    assert (made["protected"]["pixels"], made["protected"]["changed"]) == (60 * 80, 0)
    assert made["protected"]["sha256_before"] == made["protected"]["sha256_after"]
    assert made["protected"]["lossless"] is True
    assert made["mask_sha256"] == probe(tmp_path / "mask.png").sha256


def test_a_cut_out_is_protected_by_its_transparency_and_an_opaque_photo_is_not(
    pool: WorkerPool, tmp_path: Path
) -> None:
    cut = _photo(tmp_path / "cut.png", alpha=True)
    assert _run(pool, cut, tmp_path / "after.png", protect=cut)["recipe"]["protected"]["changed"] == 0
    grey = _photo(tmp_path / "grey.png", grey=True)
    with pytest.raises(BadInput, match="neither a mask nor transparency"):
        _run(pool, grey, tmp_path / "no.png", protect=grey)
    assert not (tmp_path / "no.png").exists()


def test_a_jpeg_is_proven_before_it_is_encoded_and_says_so(pool: WorkerPool, tmp_path: Path) -> None:
    write_photo(tmp_path / "mask.png", np.full((120, 160, 1), 255, np.uint8), profile=None)
    photo = _photo(tmp_path / "before.png")
    made = _run(pool, photo, tmp_path / "after.jpg", protect=tmp_path / "mask.png")["recipe"]
    assert made["protected"]["lossless"] is False
    assert protected_in_words(made["protected"]).endswith(
        "0 of 19,200 protected pixels changed before encoding"
    )
