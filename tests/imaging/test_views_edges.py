"""The product's edge and the marks over a photo: halo, product mask, what changed, a mask."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging.views.halo import REACH, edge_halo, halo_profile
from review_desk.imaging.views.marks import CHANGED_LEGEND, MASK_LEGEND, changed, mask_overlay
from review_desk.imaging.views.pane import quiet, tone
from review_desk.imaging.views.product import product_mask

AMBER, RED = CHANGED_LEGEND[0].bgr, MASK_LEGEND[0].bgr


def flat(code: int, *, size: int = 240) -> NDArray[np.uint8]:
    return np.full((size, size, 4), (code, code, code, 255), np.uint8)


def square() -> NDArray[np.uint8]:
    mask = np.zeros((240, 240), np.uint8)
    mask[80:160, 80:160] = 255
    return mask


def product(*, ring: int = 0, width: int = 3, background: int = 200) -> NDArray[np.uint8]:
    """A square of code 60 on a background, with a ring of other codes right outside its edge."""
    photo = flat(background)
    photo[80 - width : 160 + width, 80 - width : 160 + width, :3] = background + ring
    photo[80:160, 80:160, :3] = 60
    return photo


def test_the_profile_reads_the_codes_on_both_sides_of_the_edge() -> None:
    profile = halo_profile(product(ring=14), square())
    at = dict(zip(profile.distances, profile.values, strict=True))
    assert profile.distances == tuple(range(-12, 13))
    assert at[-12] == at[-5] == 60
    assert at[0] == pytest.approx((60 + 214) / 2, abs=3)  # half way between the two pixels at the edge
    assert at[1] == at[2] == pytest.approx(214, abs=1)
    assert at[3] == pytest.approx((214 + 200) / 2, abs=3)
    assert at[5] == at[12] == pytest.approx(200, abs=1)
    assert profile.points > 150


def test_a_light_ring_is_an_overshoot_as_a_share_of_the_step() -> None:
    # 214 passes the background of 200 by 14, the step from 60 is 140.
    profile = halo_profile(product(ring=14), square())
    assert profile.overshoot == pytest.approx(0.1, abs=0.01)
    assert profile.fringe < 0.01


def test_a_dark_ring_that_reaches_out_is_a_fringe() -> None:
    profile = halo_profile(product(ring=-14, width=7), square())
    assert profile.fringe == pytest.approx(0.1, abs=0.01)
    assert profile.overshoot == 0


def test_a_clean_edge_has_neither_and_a_dark_background_is_measured_alike() -> None:
    clean = halo_profile(product(), square())
    assert clean.overshoot == pytest.approx(0, abs=0.005)
    assert clean.fringe == pytest.approx(0, abs=0.005)
    dark = flat(40)
    dark[77:163, 77:163, :3] = 20  # darker than the background, beside a light product
    dark[80:160, 80:160, :3] = 240
    assert halo_profile(dark, square()).overshoot == pytest.approx(20 / 200, abs=0.01)


def test_the_soft_edge_of_a_shadow_is_not_measured() -> None:
    photo = flat(200).astype(float)
    photo[..., :3] -= 40 * cv2.GaussianBlur(square().astype(np.float32) / 255, (0, 0), 16)[..., None]
    with pytest.raises(BadInput, match="too little of the product's edge"):
        halo_profile(photo.astype(np.uint8), square())


def test_without_an_edge_in_view_a_sentence_says_so() -> None:
    with pytest.raises(BadInput, match="too little of the product's edge"):
        halo_profile(flat(200))


def test_where_product_and_background_are_equally_light_on_the_whole_a_sentence_says_so() -> None:
    photo = flat(130)
    photo[80:160, 80:120, :3] = 30
    photo[80:160, 120:160, :3] = 230
    with pytest.raises(BadInput, match="equally light"):
        halo_profile(photo, square())


def test_the_halo_view_lifts_a_faint_ring_out_and_leaves_an_even_background_grey() -> None:
    shown = edge_halo(product(ring=5, width=6), gain=8)
    assert shown[120, 163, 0] == pytest.approx(128 + 8 * 5, abs=2)
    assert shown[120, 168, 0] == pytest.approx(128, abs=2)
    assert np.array_equal(shown[10:40, 10:40], quiet(tone(product()))[10:40, 10:40])


def test_the_halo_view_of_a_pane_without_a_product_is_the_photo_in_grey() -> None:
    assert np.array_equal(edge_halo(flat(180)), quiet(tone(flat(180))))


def test_the_product_is_what_differs_from_a_plain_background() -> None:
    photo = product(background=245)
    assert np.array_equal(product_mask(photo)[70:170, 85:155], square()[70:170, 85:155])
    assert (product_mask(photo) != square()).mean() < 0.001


def test_a_large_pane_keeps_the_edge_of_its_product_exact() -> None:
    photo = cv2.resize(product(background=245), (1920, 1920), interpolation=cv2.INTER_NEAREST)
    mask = cv2.resize(square(), (1920, 1920), interpolation=cv2.INTER_NEAREST)
    assert (product_mask(photo.astype(np.uint8)) != mask).mean() < 0.0001


def test_specks_on_the_background_and_pinholes_in_the_product_do_not_count() -> None:
    photo = product()
    photo[20:23, 20:23, :3] = 90
    photo[120:122, 120:122, :3] = 200
    assert (product_mask(photo) != square()).mean() < 0.001


def test_what_changed_is_at_full_light_and_the_rest_is_dimmed() -> None:
    before, after = flat(200), flat(200)
    after[100:140, 90:150, :3] = 120
    shown = changed(before, after)
    assert (shown[105:135, 95:145, :3] == 120).all()
    assert (shown[:90, :, :3] == 70).all()  # 200 x 0.35


def test_what_changed_is_outlined_in_light_and_dark() -> None:
    before, after = flat(200), flat(200)
    after[100:140, 90:150, :3] = 120
    row = changed(before, after)[120, :95, :3]
    lit = np.flatnonzero((row == AMBER).all(axis=1))
    assert len(lit) == 2
    assert tuple(row[lit[0] - 1]) == (0, 0, 0)
    assert 85 <= lit[0] <= 89


def test_what_did_not_change_inside_a_changed_ring_stays_dim() -> None:
    before, after = flat(200), flat(200)
    after[40:200, 40:200, :3] = 120
    after[80:160, 80:160, :3] = 200
    assert (changed(before, after)[110:130, 110:130, :3] == 70).all()


def test_noise_under_the_threshold_and_lone_specks_are_no_change() -> None:
    before = flat(120)
    noisy = before.copy()
    noisy[..., :3] += np.random.default_rng(1).integers(0, 10, (240, 240, 3)).astype(np.uint8)
    noisy[50, 50, :3] = 90
    assert not (changed(before, noisy)[..., :3] == AMBER).all(axis=2).any()


def test_a_removed_speck_of_two_pixels_is_found() -> None:
    before = flat(120)
    before[50:52, 50:52, :3] = 90
    assert (changed(before, flat(120), smallest=4)[..., :3] == AMBER).all(axis=2).any()


def test_a_mask_tints_in_proportion_and_is_outlined() -> None:
    mask = square()
    mask[100:120, 100:120] = 102
    shown = mask_overlay(flat(100), mask, opacity=0.5)
    # 100 + (64 - 100) x 0.5 = 82 and 100 + (255 - 100) x 0.5 = 177.5; at 102 / 255 of it 93 and 131.
    assert shown[140, 140, :3].tolist() == pytest.approx([82, 82, 177.5], abs=0.6)
    assert shown[110, 110, :3].tolist() == pytest.approx([92.8, 92.8, 131], abs=0.6)
    assert (shown[:60, :, :3] == 100).all()
    assert (shown[140, 70:80, :3] == RED).all(axis=1).sum() == 2


def test_a_mask_of_another_size_or_an_impossible_opacity_is_a_bug() -> None:
    with pytest.raises(ValueError, match="a mask of"):
        mask_overlay(flat(100), square()[:100])
    with pytest.raises(ValueError, match="opacity"):
        mask_overlay(flat(100), square(), opacity=1.5)


def real(path: Path) -> NDArray[np.uint8]:
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2BGRA).astype(np.uint8)


def saved_again(photo: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    _, packed = cv2.imencode(".jpg", photo[..., :3], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.cvtColor(cv2.imdecode(packed, cv2.IMREAD_COLOR), cv2.COLOR_BGR2BGRA).astype(np.uint8)


@pytest.mark.samples
def test_a_photo_saved_again_is_unchanged_and_a_retouched_spot_in_it_is_found(samples: Path) -> None:
    before = real(samples / "products/GoogleCloudPla-microservices-demo/watch.jpg")
    after = saved_again(before, 85)
    dim = changed(before, after).mean() / after.mean()
    assert dim < 0.55  # X counts as 255 in both
    retouched = after.copy()
    retouched[300:312, 100:112, :3] = 90
    assert (changed(before, retouched)[280:330, 80:130, :3] == AMBER).all(axis=2).any()


@pytest.mark.samples
def test_oversharpening_a_real_product_shows_as_overshoot(samples: Path) -> None:
    photo = real(samples / "products/GoogleCloudPla-microservices-demo/mug.jpg")
    soft = cv2.GaussianBlur(photo, (0, 0), 3)
    sharp = cv2.addWeighted(photo, 2.0, soft, -1.0, 0).astype(np.uint8)
    mask = product_mask(photo)
    assert halo_profile(sharp, mask).overshoot > halo_profile(photo, mask).overshoot + 0.03
    assert REACH == 12
