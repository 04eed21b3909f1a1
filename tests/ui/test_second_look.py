"""A second look, by key."""

from tests.ui.person import Person


def test_shift_b_asks_for_a_second_look_and_the_filter_shows_those_alone(person: Person) -> None:
    first = person.on_screen
    person.does("Shift+B")
    assert "Second look asked for by" in person.reads(person.window.review.inspector)
    person.does("Right")
    person.session.set_filter("second look")
    person.settle()
    assert [photo.title for photo in person.session.shown] == [first]
    person.does("Shift+B")
    assert person.session.shown == []
    person.does("Ctrl+Z")
    assert [photo.title for photo in person.session.shown] == [first]
