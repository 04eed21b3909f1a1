"""Every failure mode shows what it looks like: as it should be, and with the fault."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from review_desk.domain.failure_mode import FailureMode
from review_desk.operations.taxonomy import failure_modes
from review_desk.paths import asset
from review_desk.ui.review.examples import SIZE, ExampleView, example_of, tip
from review_desk.ui.widgets.pieces import RowButton
from tests.ui.person import Person

_SEAM = 4


def test_every_mode_has_a_picture_and_no_picture_is_of_another() -> None:
    files = list(asset("failure_modes", "pictures").iterdir())
    assert {file.name for file in files} == {f"{mode.id}.webp" for mode in failure_modes().modes}
    assert all(1_000 <= file.stat().st_size <= 8_000 for file in files)
    assert sum(file.stat().st_size for file in files) <= 700_000


@pytest.mark.parametrize("mode", [mode.id for mode in failure_modes().modes])
def test_the_fault_is_there_to_see(mode: str) -> None:
    path = example_of(mode)
    assert path is not None
    assert QImage(str(path)).size() == SIZE
    with Image.open(path) as opened:
        codes = np.asarray(opened.convert("RGB")).astype(int)
    edge = codes.shape[0]
    sound, fault = codes[:, :edge], codes[:, edge + _SEAM :]
    apart = np.abs(sound - fault).max(-1)
    assert np.mean(apart > 10) >= 0.015, "enough of it differs that one sees it at a glance"


def test_a_tip_has_the_sentence_and_the_picture_and_a_studios_own_mode_the_sentence_alone() -> None:
    shown = failure_modes().mode("prong-lost")
    assert shown.sentence in tip(shown)
    assert "prong-lost.webp" in tip(shown)
    own = FailureMode("dog-hair", "ours", "Dog hair", "Hair of the studio's dog.", "minor")
    assert tip(own) == own.sentence


def test_the_search_for_a_failure_mode_shows_the_first_that_it_found(person: Person) -> None:
    person.does("`")
    prompt = person.window.review.prompt
    assert not prompt.example.isVisible()
    person.writes("prong")
    tips = {row.toolTip() for row in prompt.findChildren(RowButton) if row.accessibleName() == "Prong lost"}
    assert tips == {tip(failure_modes().mode("prong-lost"))}
    example = prompt.findChild(ExampleView)
    assert example.isVisible()
    assert example.accessibleName().startswith("Prong lost: left as it should be")
    assert example.pixmap().deviceIndependentSize().toSize() == SIZE
    assert prompt.height() >= prompt.sizeHint().height(), "nothing lies over anything"
    person.writes("zzz")
    assert not example.isVisible()
    person.does("Esc")
