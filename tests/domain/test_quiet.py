"""A watched folder is taken in once it has been quiet, by a clock that the test sets."""

from review_desk.domain.quiet import Glance, Quiet

ONE, TWO, GROWN = Glance(1, 100, 5), Glance(2, 300, 6), Glance(2, 900, 7)


def test_a_folder_is_ripe_when_nothing_has_changed_for_the_wait() -> None:
    quiet = Quiet(20).looked(ONE, 100)
    assert quiet.left(100) == 20
    assert quiet.left(115) == 5
    assert quiet.left(120) == 0


def test_every_change_begins_the_wait_anew_a_file_that_grows_too() -> None:
    quiet = Quiet(20).looked(ONE, 100).looked(TWO, 110)
    assert quiet.left(120) == 10
    assert quiet.looked(GROWN, 129).left(130) == 19
    assert quiet.looked(TWO, 129).left(130) == 0, "the same again is no change"


def test_what_was_taken_is_not_taken_again_until_something_comes() -> None:
    quiet = Quiet(20).looked(ONE, 100).took()
    assert quiet.left(500) is None
    assert quiet.looked(TWO, 600).left(600) == 20


def test_an_empty_folder_is_nothing_to_take() -> None:
    assert Quiet(20).left(0) is None
    assert Quiet(20).looked(Glance(), 0).left(100) is None
