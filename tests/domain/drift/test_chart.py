"""Along the shoot: small shifts that last are seen, single ones and noise are not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.drift.chart import Chart, chart, charts
from review_desk.domain.drift.flicker import flicker
from review_desk.domain.drift.measure import BY_ID
from review_desk.domain.drift.settings import ChartSettings, Settings
from review_desk.domain.drift.subject import Subject
from tests.domain.drift.subjects import batch, moved

LIMITS = ChartSettings()


def of(photos: list[Subject], name: str) -> Chart:
    return chart(photos, BY_ID[name], Settings(), LIMITS)


def test_a_white_that_warms_slowly_runs_out_of_control_though_no_photo_jumps() -> None:
    photos = [moved(photo, background_b=0.08 * max(0, n - 30)) for n, photo in enumerate(batch(60))]
    found = of(photos, "background_b")
    assert found.out
    assert min(point.place for point in found.out) > 40
    assert "runs yellower from" in found.words


@given(st.integers(0, 2**32))
def test_a_steady_shoot_is_said_to_be_steady(seed: int) -> None:
    assert all(not found.out for found in charts(batch(60, seed=seed, jitter=1.0), Settings()))


def test_points_stand_in_the_order_of_the_shoot_not_of_the_page() -> None:
    photos = batch(20)
    found = of(photos[::-1], "tilt")
    assert [point.photo for point in found.points] == [photo.photo for photo in photos]


def test_the_mean_and_the_sums_are_those_of_the_handbook() -> None:
    photos = [moved(photo, contrast=7.0 * (n == 10)) for n, photo in enumerate(batch(21, jitter=0.0))]
    found = of(photos, "contrast")
    sigma = BY_ID["contrast"].floor / 0.6745
    assert found.sigma == pytest.approx(sigma)
    spike = found.points[10]
    assert spike.ewma == pytest.approx(1.4)
    assert spike.cusum_up == pytest.approx(7.0 - 0.5 * sigma)
    assert spike.limit == pytest.approx(3 * sigma * (0.2 / 1.8 * (1 - 0.8**22)) ** 0.5)
    assert found.points[11].ewma == pytest.approx(1.12)


def test_a_column_that_alternates_flickers_and_one_that_drifts_does_not() -> None:
    photos = [
        moved(photo, background_l=(2.0 * (n // 4 % 2) if n % 4 == 0 else 0.05 * (n // 4)))
        for n, photo in enumerate(batch(80, jitter=0.0))
    ]
    columns = next(each for each in flicker(photos, 4) if each.measure.id == "background_l").columns
    assert columns[0] == pytest.approx(2.0)
    assert columns[1] == pytest.approx(0.05)


def test_one_photo_alone_does_not_flicker() -> None:
    assert all(column is None for each in flicker(batch(1), 4) for column in each.columns)


def test_unlike_products_widen_the_limits_of_a_chart() -> None:
    photos = [replace(photo, sku="") for photo in batch(40)]
    photos[:12] = [moved(photo, baseline=-10.0) for photo in photos[:12]]
    known = [replace(photo, sku="SKU-1") for photo in photos]
    assert of(photos, "baseline").sigma > 5
    assert of(known, "baseline").sigma < 1
