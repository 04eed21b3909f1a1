"""What a file says of itself: each check has a file that passes and one that does not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from review_desk.domain.check.table import BY_ID
from review_desk.domain.photo import Version
from review_desk.imaging.checks.file import dpi, file_checks
from review_desk.operations.standards import standard

SOUND = Version(
    photo="p", number=1, role="ai", orientation=1, label="", file="ring.jpg", sha256="0" * 64,
    size=2_000_000, width=2400, height=2400,
    bit_depth=8, mode="RGB", format="JPEG", profile="sRGB IEC61966-2.1", profile_state="embedded",
)  # fmt: skip


def outcome(check: str, version: Version, channel: str = "") -> str:
    value = file_checks(version)[check].value
    assert value is not None
    own = standard(channel).tolerances if channel else {}
    return own.get(check, BY_ID[check].tolerance).outcome(value)


@pytest.mark.parametrize(
    ("check", "channel", "bad"),
    [
        ("size", "", {"width": 800, "height": 700}),
        ("short-side", "zalando", {"width": 1200, "height": 1732}),
        ("ratio", "paid-social", {"height": 1200}),
        ("format", "", {"format": "PSD", "file": "ring.psd"}),
        ("extension", "", {"format": "PNG"}),
        ("profile", "", {"profile": "Adobe RGB (1998)"}),
        ("profile", "", {"profile_state": "untagged", "profile": ""}),
        ("bit-depth", "", {"bit_depth": 4}),
        ("file-size", "", {"size": 31_000_000}),
    ],
)
def test_a_sound_file_passes_and_one_that_is_off_does_not(
    check: str, channel: str, bad: dict[str, Any]
) -> None:
    assert outcome(check, SOUND, channel) == "pass"
    assert outcome(check, replace(SOUND, **bad), channel) != "pass"


def test_dots_per_inch_are_read_from_the_file_and_a_file_without_says_so(tmp_path: Path) -> None:
    picture = Image.new("RGB", (40, 30))
    picture.save(tmp_path / "print.jpg", dpi=(300, 300))
    picture.save(tmp_path / "web.png")
    assert dpi(tmp_path / "print.jpg", "JPEG").value == 300
    assert dpi(tmp_path / "web.png", "PNG").value is None
    assert "does not say" in dpi(tmp_path / "web.png", "PNG").note
