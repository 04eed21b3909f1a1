"""The foot of a product and the dense shadow under it, made of formulas: planes of L* below the ground."""

import numpy as np
import pytest
from numpy.typing import NDArray

from review_desk.imaging.measures.contact import pockets, uncovered

Plane = NDArray[np.float32]
_FOOT, _TAKEN = 140, 146
"""The row where the product ends, and that to which its mask reaches."""


def _stood(product: float) -> tuple[Plane, NDArray[np.bool_], NDArray[np.bool_]]:
    """A product so many L* below the ground, on a dense shadow of which its mask takes some."""
    darker = np.zeros((240, 200), np.float32)
    rows = np.arange(240 - _FOOT, dtype=np.float32)
    darker[_FOOT:, 40:160] = (80 * np.exp(-rows / 12))[:, None]
    darker[40:_FOOT, 40:160] = product
    mask = np.zeros(darker.shape, bool)
    mask[40:_TAKEN, 40:160] = True
    return darker, mask, (darker > 2) & ~mask


def test_the_dense_shadow_under_a_pale_product_is_shadow() -> None:
    darker, mask, shadow = _stood(20)

    product, shade = uncovered(mask, shadow, darker, darker > 0)

    assert not product[_FOOT + 1 :, 44:156].any()
    assert shade[_FOOT + 1 : _TAKEN, 44:156].all()
    assert product[40 : _FOOT - 2, 44:156].all(), "the foot itself stays"


def test_a_product_as_dark_as_its_shadow_keeps_its_foot() -> None:
    darker, mask, shadow = _stood(78)

    product, shade = uncovered(mask, shadow, darker, darker > 0)

    np.testing.assert_array_equal(product, mask)
    np.testing.assert_array_equal(shade, shadow)


def test_a_product_with_a_sharp_edge_keeps_its_dark_sole() -> None:
    darker, mask, shadow = _stood(20)
    darker[_FOOT:_TAKEN, 40:160], darker[_TAKEN:] = 80, darker[_TAKEN:] / 20

    product, _ = uncovered(mask, shadow, darker, darker > 0)

    np.testing.assert_array_equal(product, mask)


def test_what_is_not_of_the_grounds_hue_is_no_shadow() -> None:
    darker, mask, shadow = _stood(20)

    product, _ = uncovered(mask, shadow, darker, np.zeros_like(mask))

    np.testing.assert_array_equal(product, mask)


def _behind_a_gap() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """A strip that a shadow has run into by a narrow gap, and the lit ground round both."""
    shadow = np.zeros((240, 200), bool)
    shadow[100:120, 40:160] = True
    shadow[120:125, 40:45] = True
    shadow[125:160, 20:180] = True
    background = np.zeros_like(shadow)
    background[160:], background[:97] = True, True
    return shadow, background


_FADING = np.broadcast_to(20 + 30 * np.linspace(-0.5, 0.5, 200, dtype=np.float32), (240, 200))


@pytest.mark.parametrize(("fading", "pale_foot"), [(False, True), (True, False)])
def test_an_even_tone_behind_an_edge_with_a_narrow_gap_is_a_pale_foot(fading: bool, pale_foot: bool) -> None:
    shadow, background = _behind_a_gap()
    darker = _FADING if fading else np.full_like(_FADING, 20)

    found = pockets(shadow, background, darker)

    assert found[105:115, 60:140].all() == pale_foot
    assert not found[135:].any(), "the open shadow stays one"


@pytest.mark.parametrize(("soft_over", "metal"), [(1, True), (24, False)])
def test_what_fades_behind_a_narrow_gap_and_meets_the_lit_ground_in_an_edge_is_metal(
    soft_over: int, metal: bool
) -> None:
    shadow, background = _behind_a_gap()
    rows = np.clip((np.arange(240) - 97) / soft_over, 0, 1).astype(np.float32)

    found = pockets(shadow, background, _FADING * rows[:, None])

    assert found[105:115, 60:140].all() == metal
    assert not found[135:].any(), "the open shadow stays one"
