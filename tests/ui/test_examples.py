"""A failure mode shows what it looks like, where the demo studio could make it."""

from PIL import Image

from review_desk.operations.taxonomy import failure_modes
from review_desk.paths import asset
from review_desk.ui.review.examples import example_of, tip
from review_desk.ui.widgets.pieces import RowButton
from tests.ui.person import Person


def test_every_picture_is_of_a_known_mode_small_and_whole() -> None:
    files = sorted(asset("failure_modes", "pictures").iterdir())
    assert {file.stem for file in files} <= {mode.id for mode in failure_modes().modes}
    assert len(files) >= 10
    for file in files:
        assert file.stat().st_size <= 20_000
        with Image.open(file) as opened:
            assert (opened.format, opened.mode, opened.size) == ("JPEG", "RGB", (264, 198))


def test_a_tip_has_the_sentence_and_the_picture_and_says_nothing_where_there_is_none() -> None:
    shown, bare = failure_modes().mode("prong-lost"), failure_modes().mode("colour-cast")
    assert example_of("prong-lost")
    assert shown.sentence in tip(shown)
    assert "prong-lost.jpg" in tip(shown)
    assert tip(bare) == bare.sentence


def test_the_search_for_a_failure_mode_shows_it(person: Person) -> None:
    person.does("`")
    person.writes("prong")
    rows = person.window.review.prompt.findChildren(RowButton)
    tips = {row.toolTip() for row in rows if row.accessibleName() == "Prong lost"}
    assert tips == {tip(failure_modes().mode("prong-lost"))}
