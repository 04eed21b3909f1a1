"""What is put into a made-up photo comes out of its measures, whatever the product; and a failure says so."""

import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from review_desk.domain.drift.measure import MEASURES, parts
from review_desk.imaging.measures.outline import require_outline
from review_desk.imaging.measures.photo import Found, measure_photo, measured
from review_desk.imaging.measures.picture import Mask, NoProductError, Picture, picture
from review_desk.imaging.measures.separation import separate
from tests.imaging.builders import swapped_profile
from tests.imaging.measures.products import SHAPES, Product, drawn, save

SEEDS = range(100, 103)
WHITE = Product(grade=0, grain=0, shadow=0)


def seen(folder: Path, product: Product, name: str = "photo.png") -> Found:
    return measure_photo(save(folder / name, product))


def change(folder: Path, product: Product, **planted: object) -> dict[str, float]:
    """How the measures differ between a photo and the same with something planted in it."""
    before, after = seen(folder, product), seen(folder, replace(product, **planted))
    assert not before.reason
    assert not after.reason
    both = before.values.keys() & after.values.keys()
    return {key: after.values[key] - before.values[key] for key in both}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_is_separated_from_ground_and_shadow(tmp_path: Path, seed: int) -> None:
    made = Product(seed=seed)
    pixels = picture(save(tmp_path / "photo.png", made))
    truth, found = drawn(made)[1] > 127, separate(pixels)
    assert (truth & found.product).sum() / (truth | found.product).sum() > 0.94
    assert not (found.product & found.shadow).any()
    assert not (found.background & (found.product | found.shadow)).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cast_on_the_product_is_recovered_in_size_and_way(tmp_path: Path, seed: int) -> None:
    hue = math.radians(seed * 77)
    planted = 5 * math.cos(hue), 5 * math.sin(hue)
    product = Product(seed=seed, lab=(55 + seed % 20, 8.0, 8.0))
    found = change(tmp_path, product, cast=planted)
    assert found["product_a"] == pytest.approx(planted[0], abs=0.5)
    assert found["product_b"] == pytest.approx(planted[1], abs=0.5)
    assert abs(found["background_a"]) + abs(found["background_b"]) < 0.1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ev", [-0.5, 0.3])
def test_exposure_is_recovered_in_stops(tmp_path: Path, seed: int, ev: float) -> None:
    found = change(tmp_path, Product(seed=seed, lab=(60.0, 5.0, 8.0)), ev=ev)
    assert found["exposure_ev"] == pytest.approx(ev, abs=0.1 * abs(ev))
    assert abs(found["background_l"]) < 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_size_place_and_tilt_are_recovered(tmp_path: Path, seed: int) -> None:
    product = Product(seed=seed, size=(360, 480))
    larger = seen(tmp_path, replace(product, scale=1.06)).values["frame_fill"]
    assert larger / seen(tmp_path, product).values["frame_fill"] == pytest.approx(1.06, abs=0.006)
    moved = change(tmp_path, product, shift=(0.04, -0.03))
    assert (moved["centre_x"], moved["centre_y"]) == pytest.approx((4, -3), abs=0.3)
    assert moved["baseline"] == pytest.approx(-3, abs=0.3)
    turned = change(tmp_path, replace(product, shape="bottle"), tilt_deg=2.0)
    assert turned["tilt"] == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_the_colour_of_the_background_is_measured_beside_product_and_shadow(
    tmp_path: Path, seed: int
) -> None:
    lab = (90.0 + seed % 7, seed % 5 - 2.0, seed % 4 - 1.0)
    found = seen(tmp_path, Product(seed=seed, background=lab, grade=0.0)).values
    assert [found[key] for key in ("background_l", "background_a", "background_b")] == pytest.approx(
        lab, abs=0.4
    )


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_a_denser_shadow_is_denser_and_moves_nothing_else(tmp_path: Path, seed: int) -> None:
    product = Product(seed=seed, shape="bag", shadow=0.12, size=(360, 480))
    found = [seen(tmp_path, replace(product, shadow=d)).values for d in (0.12, 0.24, 0.36)]
    densities = [values["shadow_density"] for values in found]
    assert densities[1] / densities[0] == pytest.approx(2, rel=0.1)
    assert densities[2] / densities[0] == pytest.approx(3, rel=0.1)
    assert found[2]["product_l"] == pytest.approx(found[0]["product_l"], abs=0.3)
    assert found[2]["frame_fill"] == pytest.approx(found[0]["frame_fill"], rel=0.01)


def test_a_label_as_white_as_the_ground_is_product_and_the_air_in_a_ring_is_not(tmp_path: Path) -> None:
    photo = np.full((512, 512, 3), 255, np.uint8)
    cv2.rectangle(photo, (150, 80), (360, 440), (40, 90, 180), -1)
    cv2.rectangle(photo, (170, 180), (340, 380), (255, 255, 255), -1)
    for row in range(3):
        cv2.rectangle(photo, (200, 210 + 50 * row), (300, 224 + 50 * row), (60, 60, 60), -1)
    Image.fromarray(photo).save(tmp_path / "label.png")
    label = separate(picture(tmp_path / "label.png")).product
    assert label[360, 250], "paper with print on it is no way through"
    ring = separate(
        picture(save(tmp_path / "ring.png", replace(WHITE, shape="ring", size=(512, 512))))
    ).product
    assert not ring[282, 256]


@pytest.mark.parametrize("shape", ["bottle", "ring", "mug"])
def test_a_dense_contact_shadow_is_not_taken_for_the_foot_of_the_product(tmp_path: Path, shape: str) -> None:
    made = Product(seed=4, shape=shape, lab=(50, 30, 25), shadow=0.7, size=(360, 480))
    truth, found = drawn(made)[1] > 127, separate(picture(save(tmp_path / "photo.png", made)))
    assert (found.product & ~truth).sum() < 0.03 * truth.sum()
    assert (truth & found.product).sum() / (truth | found.product).sum() > 0.95


def test_the_joints_of_a_floor_that_run_to_the_edge_are_no_part_of_the_product(tmp_path: Path) -> None:
    made = Product(seed=6, shape="shirt", lab=(40, 20, -20), size=(360, 480))
    pixels, mask = drawn(made)
    for x in (90, 250):
        pixels[:, x : x + 3][mask[:, x : x + 3] < 128] = 120
    Image.fromarray(pixels).save(tmp_path / "floor.png")
    found = measure_photo(tmp_path / "floor.png").values
    assert found["frame_fill"] == pytest.approx(seen(tmp_path, made).values["frame_fill"], rel=0.02)


def refused(product: Mask, *, restless: float = 0.0) -> str:
    """What is said of a mask 40 L* darker than a ground that strays by so much; "" where it is taken."""
    rng = np.random.default_rng(4)
    cloth = cv2.resize(rng.normal(0, restless, (40, 30)), product.shape[::-1], interpolation=cv2.INTER_CUBIC)
    away = np.zeros((*product.shape, 3), np.float32)
    away[..., 0] = np.where(product, -40, cloth)
    try:
        require_outline(away, product)
    except NoProductError as error:
        return str(error)
    return ""


def test_what_runs_out_of_the_frame_all_round_is_no_product() -> None:
    cross = np.zeros((320, 240), bool)
    cross[130:190] = cross[:, 90:150] = True
    assert "runs out of the frame all round" in refused(cross)


def test_an_outline_on_a_restless_ground_has_to_be_a_clean_one() -> None:
    clean, ragged = np.zeros((320, 240), bool), np.zeros((320, 240), bool)
    clean[60:260, 60:180] = ragged[60:260, 60:180] = True
    ragged[40:280:8, 50:190] = True
    assert not refused(clean, restless=3.0)
    assert not refused(ragged)
    assert "no clean outline" in refused(ragged, restless=3.0)


def test_a_shadow_on_a_warm_ground_is_warmer_and_still_a_shadow(tmp_path: Path) -> None:
    made = Product(seed=4, shape="bottle", lab=(30, 0, 0), background=(88, 3, 9), shadow=0.0, size=(360, 480))
    pixels, mask = drawn(made)
    below = np.zeros(mask.shape, np.float64)
    cv2.ellipse(below, (230, 390), (110, 26), 0, 0, 360, 1.0, cv2.FILLED)
    shade = cv2.GaussianBlur(below, (0, 0), 12)[..., None] * (mask[..., None] < 128)
    warm = pixels * (1 - shade * np.array([0.42, 0.48, 0.56]))
    Image.fromarray(warm.clip(0, 255).astype(np.uint8)).save(tmp_path / "warm.png")
    found = separate(picture(tmp_path / "warm.png")).product
    assert (found & (mask < 128)).sum() < 0.03 * (mask > 127).sum()


def test_a_product_of_two_colours_has_a_steady_colour(tmp_path: Path) -> None:
    pixels, mask = drawn(Product(seed=2, shape="bag", lab=(55, 30, 30), specular=0))
    upper = (np.arange(len(mask)) < 0.56 * len(mask))[:, None] & (mask > 0)
    found = []
    for share in (0.97, 1.0, 1.03):
        blue = np.where(upper[..., None], pixels[..., ::-1] * share, pixels).clip(0, 255).astype(np.uint8)
        Image.fromarray(blue).save(tmp_path / "two.png")
        found.append(measure_photo(tmp_path / "two.png").values["product_b"])
    assert max(found) - min(found) < 3


def test_pure_white_is_what_is_255_in_all_channels(tmp_path: Path) -> None:
    assert seen(tmp_path, replace(WHITE, background=(100.0, 0.0, 0.0))).values["background_white"] > 99
    assert seen(tmp_path, replace(WHITE, background=(99.0, 0.0, 0.0))).values["background_white"] == 0


def test_a_highlight_is_specular_and_does_not_change_the_colour(tmp_path: Path) -> None:
    found = change(tmp_path, Product(shape="mug", lab=(55, 20, 20), specular=0.0), specular=1.5)
    assert found["specular_share"] > 0.5
    assert found["specular_contrast"] > 10
    assert abs(found["product_a"]) + abs(found["product_b"]) + abs(found["product_l"]) < 0.8


def test_transparency_is_the_mask_and_leaves_no_background_to_measure(tmp_path: Path) -> None:
    pixels, mask = drawn(Product(seed=3))
    Image.fromarray(np.dstack([pixels, mask])).save(tmp_path / "cut.png")
    found = measure_photo(tmp_path / "cut.png")
    assert not {"background_l", "shadow_density"} & found.values.keys()
    assert found.cautions == ("The background is transparent: it and the shadow are not measured.",)
    whole = seen(tmp_path, Product(seed=3))
    assert found.values["product_b"] == pytest.approx(whole.values["product_b"], abs=0.3)


def test_a_mask_that_comes_with_the_photo_is_used_even_where_the_background_is_not_plain(
    tmp_path: Path,
) -> None:
    pixels, mask = drawn(Product(seed=5, shape="mug"))
    rng = np.random.default_rng(1)
    busy = np.where(mask[..., None] > 127, pixels, rng.integers(0, 255, pixels.shape)).astype(np.uint8)
    Image.fromarray(busy).save(tmp_path / "busy.png")
    Image.fromarray(mask).save(tmp_path / "mask.png")
    assert "not plain" in measure_photo(tmp_path / "busy.png").reason
    found = measure_photo(tmp_path / "busy.png", mask=tmp_path / "mask.png")
    assert found.values["product_l"] == pytest.approx(
        seen(tmp_path, Product(seed=5, shape="mug")).values["product_l"], abs=0.5
    )


def test_colours_are_those_of_the_photos_own_profile(tmp_path: Path) -> None:
    pixels, _ = drawn(Product(seed=7, lab=(55, 35, 20)))
    Image.fromarray(pixels).save(tmp_path / "own.png")
    Image.fromarray(pixels[..., ::-1]).save(tmp_path / "swapped.png", icc_profile=swapped_profile())
    own, swapped = (measure_photo(tmp_path / f"{name}.png").values for name in ("own", "swapped"))
    for key in ("product_l", "product_a", "product_b", "background_b"):
        assert swapped[key] == pytest.approx(own[key], abs=0.4)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_product_that_is_cut_off_has_no_place_in_the_frame(tmp_path: Path, shape: str) -> None:
    found = seen(tmp_path, Product(shape=shape, shift=(0.4, 0.0), lab=(45, 10, 10)))
    assert found.cautions[0].startswith("The product is cut off at the right")
    assert not {"frame_fill", "centre_x", "tilt"} & found.values.keys()
    assert "product_l" in found.values


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_photo_of_nothing_has_a_reason_and_no_values(tmp_path: Path, level: int) -> None:
    Image.new("RGB", (200, 300), (level,) * 3).save(tmp_path / "empty.png")
    found = measure_photo(tmp_path / "empty.png")
    assert (found.values, found.reason) == ({}, "No product stands out from the background.")


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (3, 3), (17, 9)])
def test_a_tiny_photo_has_a_reason_or_values_but_never_breaks(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (*size, 3), np.uint8)).save(
        tmp_path / "tiny.png"
    )
    found = measure_photo(tmp_path / "tiny.png")
    assert bool(found.reason) != bool(found.values)


def test_every_value_belongs_to_a_measure_and_is_a_number(tmp_path: Path) -> None:
    found = seen(tmp_path, Product(seed=11, shape="bottle"))
    assert found.values.keys() == {key for measure in MEASURES for key in parts(measure)}
    assert all(math.isfinite(value) for value in found.values.values())


def test_masks_of_noise_are_measured_or_refused_but_never_break() -> None:
    rng = np.random.default_rng(2)
    codes = rng.integers(0, 255, (90, 120, 4), np.uint8)
    lab = rng.uniform(0, 100, (90, 120, 3)).astype(np.float32)
    for share in (0, 1, 40, 254, 255):
        mask = np.where(rng.integers(0, 256, (90, 120)) < share, 255, 0).astype(np.uint8)
        try:
            found = measured(Picture(codes, lab), separate(Picture(codes, lab), mask))
        except NoProductError:
            continue
        assert all(math.isfinite(value) for value in found.values.values())
