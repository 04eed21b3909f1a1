"""A mask that a pass makes: tried, looked at, kept as the photo's, taken back."""

from PySide6.QtWidgets import QPushButton

from tests.ui.person import Person
from tests.ui.test_passing import tries


def test_a_mask_is_tried_then_kept_as_the_photo_s_own_and_undone(at_checked: Person) -> None:
    person = at_checked
    bag = next(photo for photo in person.session.photos if photo.name.startswith("bg-"))
    person.session.go_to(bag.id)
    person.settle()
    tries(person, "subject-mask")
    person.until(lambda: person.window.review.trial.results)
    bar = person.window.review.trial_bar
    assert " % of the photo" in person.reads(bar)
    assert "Keep as the photo's mask" in [button.text() for button in bar.findChildren(QPushButton)]
    person.does("Return")
    assert person.notice() == f"Mask {bag.title}: passes, checks and drift go by this mask now."
    kept = person.session.current
    assert kept is not None
    assert kept.mask is not None
    assert len(kept.versions) == 1
    person.does("Ctrl+Z")
    assert person.session.current is not None
    assert person.session.current.mask is None
