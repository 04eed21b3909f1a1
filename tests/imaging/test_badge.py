from typing import get_args

import pytest

from review_desk.imaging.badge import ProfileState, badge
from tests.builders import python


@pytest.mark.parametrize(
    ("mode", "profile", "state", "words"),
    [
        ("RGB", "Display P3", "embedded", "Display P3"),
        ("RGB", None, "embedded", "profile without a name"),
        ("RGB", None, "untagged", "untagged, shown as sRGB"),
        ("L", None, "untagged", "untagged, shown as sRGB"),
        ("RGB", "Display P3", "broken", "broken profile, shown as sRGB"),
        ("CMYK", "Coated", "broken", "broken profile, shown as plain inks"),
        ("RGB", "Adobe RGB (1998)", "assumed", "Adobe RGB (1998), assumed"),
        ("CMYK", "plain inks", "assumed", "CMYK, assumed plain inks"),
    ],
)
def test_the_badge_says_in_a_few_words_how_colours_were_read(
    mode: str, profile: str | None, state: str, words: str
) -> None:
    assert badge(mode=mode, profile=profile, state=state) == words
    assert state in get_args(ProfileState)


def test_the_badge_is_said_without_a_codec() -> None:
    code = "import sys, review_desk.imaging.badge; print({'numpy', 'PIL', 'cv2'} & set(sys.modules))"
    assert python("-c", code).stdout.strip() == "set()"
