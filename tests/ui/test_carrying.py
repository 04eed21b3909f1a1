"""A newer version arrives: marks come along to it, and the older one is locked."""

from review_desk.ui.review.marking.card import MarkCard
from tests.ui.person import Person
from tests.ui.test_marking import mark, marks
from tests.ui.test_outside import comes_back, editor  # noqa: F401  a fixture


def edited(person: Person, editor: str) -> None:  # noqa: F811
    """The photo on screen goes to the editor and comes back as a newer version."""
    person.window.outside.choose(editor)
    person.does("Ctrl+E")
    comes_back(person)


def test_a_mark_comes_along_and_says_so(person: Person, editor: str) -> None:  # noqa: F811
    mark(person, 100, 80, 200, 120)
    edited(person, editor)
    assert "1 mark came along." in person.notice()
    old, new = marks(person)
    assert (new.version, new.carried_from, new.shape) == (3, old.id, old.shape)
    assert [seen.id for seen in person.session.marks_seen] == [new.id]
    person.does("Ctrl+M")
    assert person.session.selected_mark == new.id
    person.session.select_mark(old.id)
    assert person.session.selected_mark == new.id, "a thread about the older one leads to it"
    assert person.session.kin(new.id) == {old.id, new.id}
    (card,) = person.window.review.inspector.findChildren(MarkCard)
    assert "come along from ai" in person.reads(card)
    person.does("Ctrl+R", "Alt+B")
    while person.session.sides["b"] != 2:
        person.does("Alt+B")
    assert [(seen.id, seen.resolved) for seen in person.session.marks_seen] == [(old.id, False)]


def test_the_older_version_is_locked_until_the_newer_is_undone(person: Person, editor: str) -> None:  # noqa: F811
    mark(person, 100, 80, 200, 120)
    edited(person, editor)
    while person.session.sides["b"] != 2:
        person.does("Alt+B")
    person.does("P")
    assert person.notice().startswith("! “ai” of ring-1 is locked: “human” came after it.")
    assert person.decided() == {}
    person.does("Ctrl+M", "Ctrl+R")
    assert not any(found.resolved for found in marks(person))
    assert "is locked" in person.notice()
    person.does("Ctrl+Z", "P")
    assert person.decided() == {"ring-1": "approve"}


def test_with_nothing_to_bring_along_the_desk_says_so(person: Person) -> None:
    person.does("Ctrl+Alt+M")
    assert person.notice().startswith("! The newest version is not on side B, or no older one")
