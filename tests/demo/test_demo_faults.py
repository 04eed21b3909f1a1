"""Each planted fault on a small synthetic picture: it does what its record says, there and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from studio import colour, grade, retouch  # noqa: E402  the studio needs OpenCV
from studio.colour import Image  # noqa: E402
from studio.develop import Drift, good_frame  # noqa: E402
from studio.faults import FAULTS, plant  # noqa: E402
from studio.faults_local import hole_of  # noqa: E402
from studio.frame import Frame  # noqa: E402
from studio.plan import Fault, RawLook  # noqa: E402

SHAPE = (320, 240)
WHOLE = {"background-off-white", "colour-cast", "exposure-shift", "tilt-left", "crop-off"}
LOCAL = sorted(set(FAULTS) - WHOLE)
AMOUNTS = {
    "banding": 8.0,
    "facets-warped": 6.0,
    "halo": 3.0,
    "leftover-dust": 4.0,
    "leftover-stand": 60.0,
    "over-smoothed": 7.0,
    "print-distorted": 3.0,
    "prong-lost": 8.0,
    "reflection-invented": 70.0,
    "repeated-patch": 30.0,
    "ring-hole-filled": 40.0,
    "shadow-wrong": 2.0,
    "texture-flattened": 80.0,
}


def synthetic() -> Frame:
    """A textured ring-like product with a stone and a print, a shadow to its left, a stand in its hole."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0 : SHAPE[0], 0 : SHAPE[1]].astype(np.float32)
    r = np.hypot(x - 120, y - 190)
    body = np.clip(95 - r, 0, 1) * np.clip(r - 45, 0, 1)
    stone = ((np.abs(x - 120) < 30) & (np.abs(y - 70) < 26)).astype(np.float32)
    label = ((np.abs(x - 120) < 26) & (np.abs(y - 262) < 12)).astype(np.float32)
    mask = np.stack([body * (1 - stone) * (1 - label), stone, label], axis=-1)
    cover = np.clip(mask.sum(axis=-1), 0, 1)[..., None]
    texture = 0.45 + 0.16 * np.sin(x / 2.2) * np.cos(y / 1.9) + rng.normal(0, 0.02, SHAPE)
    shadow = 1 - 0.5 * np.exp(-(((x - 70) / 70) ** 2) - ((y - 285) / 14) ** 2)
    grey = cover * texture[..., None] + (1 - cover) * 0.7
    ghost = grey.copy()
    ghost[150:280, 118:124] = 0.3
    image = cover * texture[..., None] * np.array([1.0, 0.9, 0.7]) + (1 - cover) * shadow[..., None]
    claws = {"claw 0": (95.0, 92.0), "claw 1": (145.0, 92.0)}
    arrays = [np.asarray(a, dtype=np.float32) for a in (image, mask, shadow, grey, ghost)]
    return Frame(*arrays, claws)


def planted(fault: str, amount: float, seed: int = 1) -> tuple[Frame, Frame, dict[str, object]]:
    """A frame before and after one fault, and its truth record."""
    frame = synthetic()
    after, records = plant(frame, [Fault(fault, "major", amount)], seed)
    return frame, after, records[0]


@pytest.mark.parametrize("fault", LOCAL)
def test_a_local_fault_changes_pixels_inside_its_box_and_hardly_any_outside(fault: str) -> None:
    before, after, record = planted(fault, AMOUNTS[fault])
    x, y, w, h = record["bbox"]  # type: ignore[misc]
    change = 255 * np.abs(after.image - before.image).max(axis=-1)
    assert change[y : y + h, x : x + w].max() > 3
    change[y : y + h, x : x + w] = 0
    assert change.max() < 8


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_the_same_again_for_the_same_seed(fault: str) -> None:
    first = planted(fault, AMOUNTS.get(fault, 0.5), 9)
    second = planted(fault, AMOUNTS.get(fault, 0.5), 9)
    assert np.array_equal(first[1].image, second[1].image)
    assert first[2] == second[2]


def test_a_colour_cast_moves_the_product_by_the_planted_delta_e_and_leaves_the_white() -> None:
    before, after, record = planted("colour-cast", 5.0)
    inner = before.cover() > 0.999
    change = colour.to_lab(after.image)[inner] - colour.to_lab(before.image)[inner]
    assert np.linalg.norm(change.mean(axis=0)) == pytest.approx(5.0, abs=0.4)
    assert np.array_equal(after.image[before.cover() == 0], before.image[before.cover() == 0])
    assert record["bbox"] is None


def test_an_exposure_shift_is_recovered_from_the_product_in_stops() -> None:
    before, after, _ = planted("exposure-shift", 0.3)
    inner = before.cover() > 0.999
    ratio = colour.decode(after.image)[inner].mean() / colour.decode(before.image)[inner].mean()
    assert np.log2(ratio) == pytest.approx(0.3, abs=0.02)


def test_an_off_white_background_is_the_planted_number_of_levels_below_white() -> None:
    _, after, _ = planted("background-off-white", 6.0)
    assert 255 * (1 - after.image[:20].mean()) == pytest.approx(6.0, abs=0.2)


def test_a_tilt_moves_masks_and_anchors_with_the_picture() -> None:
    before, after, _ = planted("tilt-left", 5.0)
    rise = after.anchors["claw 0"][1] - after.anchors["claw 1"][1]
    run = after.anchors["claw 1"][0] - after.anchors["claw 0"][0]
    assert np.degrees(np.arctan2(rise, run)) == pytest.approx(5.0, abs=0.1)
    assert after.cover().sum() == pytest.approx(before.cover().sum(), rel=0.02)


def test_a_crop_off_shifts_the_product_by_the_planted_pixels() -> None:
    before, after, _ = planted("crop-off", 12.0)
    columns = [np.average(np.arange(SHAPE[1]), weights=f.cover().sum(axis=0)) for f in (before, after)]
    assert abs(columns[1] - columns[0]) == pytest.approx(12.0, abs=0.5)


def test_flattened_texture_keeps_its_mean_and_loses_its_detail() -> None:
    before, after, record = planted("texture-flattened", 80.0)
    x, y, w, h = record["bbox"]  # type: ignore[misc]
    middle = np.s_[y + h // 2 - 4 : y + h // 2 + 4, x + w // 2 - 4 : x + w // 2 + 4]
    assert after.image[middle].std() < 0.8 * before.image[middle].std()
    assert after.image[middle].mean() == pytest.approx(before.image[middle].mean(), abs=0.05)


def test_the_opening_of_a_ring_is_found_and_a_closed_product_has_none() -> None:
    assert hole_of(synthetic().cover()).sum() > 4000
    assert hole_of(np.ones(SHAPE, dtype=np.float32)).sum() == 0


def test_a_stand_cannot_be_left_where_there_was_none() -> None:
    frame = synthetic()
    frame.ghost = None
    with pytest.raises(ValueError, match="stand"):
        plant(frame, [Fault("leftover-stand", "major", 30.0)], 1)


def test_lab_and_srgb_are_each_other_turned_round() -> None:
    values = np.random.default_rng(1).uniform(0, 1, (64, 3)).astype(np.float32)
    assert np.allclose(colour.from_lab(colour.to_lab(values)), values, atol=2e-3)


def test_white_balance_gains_move_a_neutral_by_the_asked_delta_e() -> None:
    grey = colour.from_lab(np.array([[80.0, 0.0, 0.0]], dtype=np.float32))
    cast = colour.encode((colour.decode(grey) * colour.cast_gains(4.0, 74.0)).astype(np.float32))
    assert np.linalg.norm(colour.to_lab(cast) - colour.to_lab(grey)) == pytest.approx(4.0, abs=0.1)


def layers() -> retouch.Layers:
    """A dark disc on an even sweep with a soft shadow under it, as scene-linear layers."""
    y, x = np.mgrid[0:200, 0:160].astype(np.float32)
    cover = np.clip(50 - np.hypot(x - 80, y - 100), 0, 1)
    light = 1 - 0.4 * np.exp(-(((x - 80) / 40) ** 2) - ((y - 152) / 6) ** 2)
    empty = np.full((200, 160, 3), 0.6, dtype=np.float32)
    clean = cover[..., None] * 0.2 + (1 - cover)[..., None] * empty * light[..., None]
    mask = np.stack([cover, 0 * cover, 0 * cover], axis=-1)
    return retouch.Layers(clean.astype(np.float32), empty, mask.astype(np.float32))


def test_the_good_retouch_is_pure_white_away_from_the_product_and_keeps_the_contact_shadow() -> None:
    frame = good_frame(layers(), (160, 200))
    assert frame.image[:20].min() == pytest.approx(1.0, abs=1e-6)
    assert frame.image[156, 80].mean() < 0.95


def test_the_good_retouch_leaves_the_product_as_it_was_shot() -> None:
    frame = good_frame(layers(), (160, 200))
    inner = frame.cover() > 0.999
    assert np.allclose(frame.image[inner], frame.grey[inner], atol=1e-3)


def test_a_known_drift_in_exposure_comes_out_in_the_scene_light() -> None:
    plain, bright = (good_frame(layers(), (160, 200), Drift(exposure_ev=ev)) for ev in (0.0, 0.5))
    expected = colour.encode(colour.tone(np.full((1, 3), 0.2 * 2**0.5, dtype=np.float32)))
    assert plain.image[100, 80].mean() < bright.image[100, 80].mean()
    assert bright.image[100, 80] == pytest.approx(expected[0], abs=2e-3)


def test_a_denser_shadow_is_darker_and_no_shadow_is_white() -> None:
    frames = [good_frame(layers(), (160, 200), Drift(shadow_density=d)) for d in (0.0, 1.0, 2.0)]
    values = [frame.image[156, 80].mean() for frame in frames]
    assert values[0] == pytest.approx(1.0, abs=1e-6)
    assert values[0] > values[1] > values[2]


def test_a_scale_drift_makes_the_product_larger_by_that_share() -> None:
    areas = [good_frame(layers(), (160, 200), Drift(scale_percent=p)).cover().sum() for p in (0.0, 5.0)]
    assert areas[1] / areas[0] == pytest.approx(1.05**2, rel=0.01)


def test_the_raw_look_is_dirtier_and_noisier_than_the_scene_and_repeats_with_its_seed() -> None:
    scene = np.full((220, 180, 3), 0.5, dtype=np.float32)
    cover: Image = np.zeros((220, 180), dtype=np.float32)
    look = RawLook(4.0, 74.0, -0.2, 1.5, 12, 1, 0.01, 5)
    first = grade.camera_picture(scene, cover, look, (160, 200))
    assert first.shape == (200, 160, 3)
    assert first.std() > 0.005
    assert np.array_equal(first, grade.camera_picture(scene, cover, look, (160, 200)))
