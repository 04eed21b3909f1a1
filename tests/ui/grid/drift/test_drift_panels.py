"""Drift on the grid: measured when it opens, shown beside the page, linked both ways with the cards."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from review_desk.domain.drift.settings import Settings
from review_desk.domain.drift.style import StyleGuide, Target
from review_desk.operations.drift import Drift, judged
from review_desk.ui.grid.drift.limits import LimitsDialog
from review_desk.ui.grid.drift.series import all_series
from review_desk.ui.widgets.pieces import RowButton
from tests.domain.drift.subjects import batch, compared, grouped, moved, without
from tests.ui.grid.drift.room import B, Room

LEFT = Qt.MouseButton.LeftButton


def click(
    widget: QWidget, at: QPointF, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.mouseClick(widget, LEFT, modifier, at.toPoint())


def test_the_dark_mug_is_flagged_and_a_click_on_its_diamond_selects_its_card(room: Room) -> None:
    room.measures()
    found = room.page.drift
    assert found is not None
    assert [room.title(photo) for photo in found.flags] == ["MG-6"]
    [photo] = found.flags
    room.sheet.reveal(photo)
    room.person.settle()
    room.panels.strips.grab()
    at = room.panels.strips.point_of(photo, room.panels.strips.measures[0])
    assert at is not None
    click(room.panels.strips, at)
    assert room.selected == ["MG-6"]
    assert "darker" in room.panels.strips.accessibleDescription()


def test_before_anything_is_measured_the_panels_say_so_in_words(fresh: Room) -> None:
    assert fresh.panels.measuring.drift is None
    fresh.panels.measuring.begin()
    assert fresh.panels.measuring.words == "Reading the batch …"
    fresh.panels.strips.grab()
    fresh.panels.map.grab()
    fresh.person.settle()
    assert fresh.panels.measuring.words == "1 of 16 photos is off"


def test_what_was_measured_once_is_there_at_once_the_next_time(room: Room) -> None:
    again = Room(room.person)
    stages: list[str] = []
    again.panels.measuring.progressed.connect(lambda: stages.append(again.panels.measuring.stage))
    again.measures()
    assert stages == ["reading", "done"]


def test_another_order_is_judged_anew_without_measuring(room: Room) -> None:
    room.measures()
    before = room.page.drift
    room.page.set_order("sku")
    room.person.settle()
    assert room.page.drift is not None
    room.page.want_columns(2)
    room.person.settle()
    assert room.page.drift is not before
    assert room.page.drift.settings.columns == 2
    assert room.panels.measuring.stage == "done"


def test_the_page_ordered_by_drift_settles(room: Room) -> None:
    room.measures()
    room.page.set_order("drift")
    room.person.settle()
    assert room.title(room.page.ordered[0]) == "MG-6"


def test_a_page_of_the_flagged_ones_alone_keeps_their_flags(room: Room) -> None:
    room.measures()
    room.page.choose("drift", "flagged")
    room.person.settle()
    assert len(room.page.ordered) == 1
    assert room.page.drift is not None
    assert len(room.page.drift.flags) == 1


def test_what_could_not_be_measured_has_a_mark_a_facet_and_a_place_near_the_top(room: Room) -> None:
    room.measures()
    ids = room.page.ordered
    photos = [replace(each, photo=id_) for id_, each in zip(ids, batch(len(ids)), strict=True)]
    photos[2] = without(photos[2], "shadow_density")
    photos[9] = replace(photos[9], values={}, reason="The background is not plain.")

    room.page.judge(judged(compared(photos), Settings()))
    room.page.set_order("drift")

    assert room.page.ordered[:2] == [ids[9], ids[2]]
    assert [room.page.remark(ids[n]) for n in (2, 9, 3)] == ["? shadow not measured", "? not measured", ""]
    assert room.page.remarks(ids[2]) == ["It cannot be told."]
    for value, photo in (("partly measured", ids[2]), ("not measured", ids[9])):
        room.page.choose("drift", value)
        assert room.page.ordered == [photo]
        room.page.choose_nothing()


def test_measuring_that_is_stopped_says_so_and_goes_on_where_it_was(fresh: Room) -> None:
    fresh.panels.measuring.begin()
    fresh.person.until(lambda: fresh.panels.measuring.stage == "measuring")
    fresh.panels.measure_or_stop()
    fresh.person.settle()
    assert fresh.panels.measuring.stage in ("stopped", "done")
    fresh.panels.measure_or_stop()
    fresh.person.settle()
    assert fresh.panels.measuring.words == "1 of 16 photos is off"


def test_a_point_of_the_chart_and_a_card_are_linked_both_ways(room: Room) -> None:
    room.measures()
    chart = room.panels.below.chart
    where = chart.plot
    assert where is not None
    click(chart, where.at(4))
    assert room.selected == [where.series.titles[4]]
    room.page.select_one(room.page.ordered[2])
    assert room.title(room.page.ordered[2]) in chart.accessibleDescription()
    chart.grab()


def test_a_rectangle_over_the_chart_selects_everything_in_it(room: Room) -> None:
    room.measures()
    chart = room.panels.below.chart
    where = chart.plot
    assert where is not None
    begin, end = QPoint(round(where.x(2)) - 3, 0), QPoint(round(where.x(5)) + 3, chart.height() - 1)
    QTest.mousePress(chart, LEFT, pos=begin)
    QTest.mouseMove(chart, QPoint((begin.x() + end.x()) // 2, 30))
    QTest.mouseMove(chart, end)
    chart.grab()
    QTest.mouseRelease(chart, LEFT, pos=end)
    assert room.selected == sorted(where.series.titles[2:6])


def test_from_one_photo_outside_to_the_next_along_the_shoot(room: Room) -> None:
    room.measures()
    room.panels.view.choose("background_l")
    chart = room.panels.below.chart
    chart.go(1)
    assert room.selected == ["MG-6"]
    chart.go(1)
    assert room.selected == ["MG-6"], "there is no other"
    room.page.select_one(room.page.ordered[-1])
    chart.go(-1)
    assert room.selected == ["MG-6"]


def test_the_map_has_a_cell_for_each_card_and_a_click_goes_there(room: Room) -> None:
    room.measures()
    room.panels.view.show_map(True)
    assert room.panels.beside.currentWidget() is room.panels.map
    room.panels.map.grab()
    last = room.page.ordered[-1]
    cell = room.panels.map.cell_of(last)
    assert cell is not None
    click(room.panels.map, cell.center())
    assert room.page.current == last
    assert any(last in room.page.rows[number].photos for number, _ in room.sheet.row_boxes())


def test_a_page_longer_than_the_map_is_high_shares_lines_and_every_card_has_a_cell(room: Room) -> None:
    room.measures()
    room.panels.map.setFixedHeight(125)
    room.page.want_columns(1)
    room.person.settle()
    room.panels.map.grab()
    for photo in room.page.ordered:
        cell = room.panels.map.cell_of(photo)
        assert cell is not None
        assert photo in room.panels.map.photos_at(cell.center())


def shown(room: Room, found: Drift) -> None:
    """Put a made-up judgement on the panels."""
    room.panels.measuring.show_judgement(found, all_series(found))


def test_the_preset_at_fault_is_named_and_its_photos_selected(
    room: Room, known: Callable[[Room], Drift]
) -> None:
    shown(room, known(room))
    causes = room.panels.below.causes
    rows = causes.findChildren(RowButton)
    assert rows[0].accessibleName().startswith("preset packshot 2.3: Background +2.4 b*, n 5")
    assert causes.verdict.text() == "This is the preset, not the file."
    assert causes.choose_photos.text() == "Select these 5"
    causes.choose_photos.click()
    assert len(room.page.selection) == 5


@pytest.fixture
def known() -> Callable[[Room], Drift]:
    """The photos of a room, five of them of a preset that is warm."""

    def of(room: Room) -> Drift:
        subjects = []
        for number, (photo, made) in enumerate(zip(room.person.session.photos, batch(16), strict=True)):
            named = replace(made, photo=photo.id, title=photo.title)
            warm = number in range(3, 8)
            named = grouped(named, {"preset": "packshot 2.3" if warm else "house"})
            subjects.append(moved(named, background_b=2.4) if warm else named)
        return judged(compared(subjects), Settings())

    return of


def test_without_a_cause_the_panel_says_so(room: Room) -> None:
    room.measures()
    causes = room.panels.below.causes
    room.person.until(lambda: "Nothing in common" in room.person.reads(causes))
    assert not room.panels.below.causes.choose_photos.isVisibleTo(room.panels.below)


def test_a_batch_that_is_off_as_a_whole_points_at_the_limits_and_not_at_the_files(room: Room) -> None:
    room.measures()
    style = StyleGuide({"background_b": Target("background_b", -2, 2)})
    photos = [moved(photo, background_b=9.0) for photo in batch(24)]
    found = judged(compared(photos, Settings(style=style)), Settings(style=style))
    shown(room, found)
    room.person.until(lambda: "Nearly every photo" in room.person.reads(room.panels.below.causes))
    room.panels.open_limits()
    [dialog] = room.person.window.findChildren(LimitsDialog)
    room.person.until(lambda: dialog.words.text() == "Would flag 24 of 24")
    assert "does not fit this batch" in dialog.note.text()
    dialog.reject()


def test_limits_are_previewed_kept_and_reset(room: Room) -> None:
    room.measures()
    room.panels.open_limits()
    [dialog] = room.person.window.findChildren(LimitsDialog)
    room.person.settle()
    assert dialog.words.text() == "Would flag 1 of 16"
    for box in dialog.boxes.values():
        box.setValue(box.maximum())
    room.person.settle()
    assert dialog.words.text() == "Would flag 0 of 16"
    dialog.accept()
    room.person.settle()
    assert room.page.drift is not None
    assert not room.page.drift.flags
    assert Room(room.person, room.panels.limits).panels.measuring.settings == room.panels.measuring.settings
    room.panels.open_limits()
    again = room.person.window.findChildren(LimitsDialog)[-1]
    again.reset()
    assert again.settings.visible == {}
    again.reject()


def test_the_heading_offers_every_measure_of_which_photos_are_alike(room: Room) -> None:
    room.measures()
    assert B in room.panels.view.measures
    assert "along the shoot" in room.panels.below.measure.text()
    room.panels.view.choose("background_b")
    room.panels.view.step(1)
    assert room.panels.view.measure != "background_b"
    room.panels.view.step(-1)
    assert room.panels.view.measure == "background_b"


def test_the_chart_opens_on_a_measure_that_some_photo_is_outside_of(room: Room) -> None:
    room.measures()
    shown = room.panels.view.series
    assert shown is not None
    assert [shown.titles[turn] for turn in shown.outside] == ["MG-6"]


def test_a_page_that_showed_nothing_fills_when_drift_is_found(room: Room) -> None:
    room.page.choose("drift", "flagged")
    assert room.page.ordered == []
    room.measures()
    assert [room.title(photo) for photo in room.page.ordered] == ["MG-6"]
