"""Points are found where they are drawn."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from review_desk.ui.grid.drift.plot import Plot, plot
from review_desk.ui.grid.drift.series import Series
from tests.ui.grid.drift.room import B

amounts = st.lists(st.floats(-20, 20, allow_nan=False), min_size=1, max_size=60)


def of(values: list[float]) -> Plot:
    names = tuple(f"p{turn}" for turn in range(len(values)))
    quiet = (False,) * len(values)
    shown = Series(B, names, names, tuple(values), tuple(values), quiet, 1.0, 0.0, len(values), "")
    return plot(shown, QRectF(0, 10, 900, 80))


@given(amounts)
def test_every_point_lies_in_the_box_and_is_found_at_its_place(values: list[float]) -> None:
    drawn = of(values)
    for turn in range(len(values)):
        assert drawn.box.contains(drawn.at(turn))
        found = drawn.near(drawn.at(turn), 8)
        assert found is not None
        assert drawn.at(found) == drawn.at(turn)


@given(amounts, st.floats(0, 900), st.floats(0, 900))
def test_a_rectangle_holds_exactly_the_points_inside_it(values: list[float], x: float, y: float) -> None:
    drawn, band = of(values), QRectF(QPointF(x, 10), QPointF(y, 60)).normalized()
    inside = [n for n in range(len(values)) if band.left() <= drawn.at(n).x() <= band.right()
              and band.top() <= drawn.at(n).y() <= band.bottom()]  # fmt: skip
    assert list(drawn.inside(band)) == inside


def test_nothing_is_near_an_empty_place() -> None:
    assert of([0.0, 0.0]).near(QPointF(450, 90), 8) is None
