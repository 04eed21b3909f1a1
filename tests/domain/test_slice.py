"""Slices: what is asked for, and nothing beside it."""

from dataclasses import replace

import pytest

from review_desk.domain.annotation import Annotation
from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.photo import Photo
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.slice import WHOLE, Slice
from review_desk.errors import BadInput
from tests.domain.grid.photos import photo_of

REJECTED = photo_of("ring", 0, level=3, preset="v2")
PLAIN = photo_of("mug", 1, level=1)
MARK = Annotation("m", PLAIN.id, 1, Rectangle(0, 0, 9, 9), ("halo",))


def decided(photo: Photo, verdict: Verdict, at: str) -> Photo:
    return replace(photo, decision=Decision(photo.id, verdict, 1, ("banding",), at=at))


RING = decided(REJECTED, Verdict.REJECT, "2026-11-20T23:59:59.999Z")


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        (Slice(verdicts=("reject",)), "ring"),
        (Slice(verdicts=("none",)), "mug"),
        (Slice(verdicts=("none", "reject")), "ring mug"),
        (Slice(tags=("halo",)), "mug"),
        (Slice(tags=("banding", "halo")), "ring mug"),
        (Slice(levels=(1, 2)), "mug"),
        (Slice(presets=("v2",)), "ring"),
        (Slice(since="2026-11-20", until="2026-11-20"), "ring"),
        (Slice(since="2026-11-21"), ""),
        (Slice(until="2026-11-19"), ""),
        (Slice(verdicts=("reject",), levels=(1,)), ""),
        (WHOLE, "ring mug"),
    ],
)
def test_a_slice_holds_what_answers_all_that_it_asks(asked: Slice, held: str) -> None:
    found = [photo.title for photo, marks in ((RING, ()), (PLAIN, (MARK,))) if asked.holds(photo, marks)]
    assert found == held.split()


def test_a_slice_says_in_json_only_what_it_asks_for() -> None:
    assert WHOLE.whole
    assert WHOLE.to_json() == {}
    assert Slice(levels=(1,), until="2026-11-20").to_json() == {"levels": [1], "until": "2026-11-20"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": "yesterday"}, "is not a day"),
        ({"until": "2026-02-30"}, "is not a day"),
        ({"since": "2026-11-21", "until": "2026-11-20"}, "no day lies between"),
        ({"verdicts": ("maybe",)}, "is not a verdict"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Slice(**wrong)  # type: ignore[arg-type]


def test_a_gate_is_asked_by_what_it_holds_or_has_let_through() -> None:
    assert Slice(gates=("held 2",)).holds(PLAIN, gates={"released 1", "held 2"})
    assert Slice(gates=("released 3", "released 1")).holds(PLAIN, gates={"released 1"})
    assert not Slice(gates=("held 2",)).holds(PLAIN)
    with pytest.raises(BadInput, match="says nothing of a gate"):
        Slice(gates=("gate 2",))
