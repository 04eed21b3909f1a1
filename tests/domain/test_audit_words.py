"""What an event changed is told in plain words, whatever the row."""

import pytest

from review_desk.domain.audit_words import change_told
from review_desk.domain.event import GENESIS, Event


def told(kind: str, before: dict[str, object] | None, after: dict[str, object] | None) -> str:
    payload = {"label": "a step", "before": before, "after": after}
    return change_told(Event("d", 1, "e", "2026-11-20T10:00:00Z", "Ada", kind, "p", "s", payload, GENESIS))


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        ("annotation", None, {"severity": "critical"}, "mark added: critical"),
        ("annotation", {"severity": "minor"}, None, "mark removed: minor"),
        ("annotation", {"resolved": 0, "locked": 1}, {"resolved": 1, "locked": 0}, "unlocked, resolved"),
        ("annotation", {"height": 1}, {"height": 4}, "brought over others"),
        ("annotation", {"shape": {"x": 1}}, {"shape": {"x": 2}}, "moved or redrawn"),
        ("annotation", {"carried_from": ""}, {"carried_from": "a"}, ""),
        ("sampler", {"x": 0.1, "y": 0.2}, {"x": 0.3, "y": 0.4}, "moved"),
        ("decision", {"tags": ["halo"]}, {"tags": ["banding"]},
         "failure mode banding added, failure mode halo taken off"),
        ("decision", {"verdict": "reject", "note": "so"}, {"verdict": None, "note": ""},
         "verdict taken back, note taken back"),
        ("photo", {"fields": {"category": "knit"}}, {"fields": {"category": "fine knitwear"}},
         "category from knit to “fine knitwear”"),
        ("assignment", {"level": 2, "overruled_by": None}, {"level": 3, "overruled_by": "Ada"},
         "level from 2 to 3, overruled by Ada"),
        ("version", None, {"role": "human", "label": "Ada"}, "version added: human"),
        ("photo", {"mask": None}, {"mask": "/photos/ring_mask.png"}, "mask given"),
        ("rule_file", {"text": "a long text"}, {"text": "another"}, "text changed"),
        ("comment", {"text": "old words"}, {"text": "new"}, "text from “old words” to new"),
        ("lot", {"state": "open", "counts": {}}, {"state": "refused", "counts": {"a": 1}},
         "sample from open to refused"),
    ],
)  # fmt: skip
def test_a_change_is_a_sentence_without_names_of_columns(
    kind: str, before: dict[str, object] | None, after: dict[str, object] | None, words: str
) -> None:
    assert told(kind, before, after) == words
