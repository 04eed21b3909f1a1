"""What XMP and the desk say to each other: stars, colour labels, keywords.

Labels are the English ones of Lightroom and Bridge; digiKam's numbers are those of its own namespace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from review_desk.domain.decision import Verdict
from review_desk.domain.xmp.packet import Packet

XMP = "http://ns.adobe.com/xap/1.0/"
DC = "http://purl.org/dc/elements/1.1/"
LR = "http://ns.adobe.com/lightroom/1.0/"
DIGIKAM = "http://www.digikam.org/ns/1.0/"

DESK = "urn:review-desk:xmp:1"
"""The desk's own namespace: its verdict stands there, so that its own label is not another's."""

ROOT = "Review Desk"
"""Under this word stand the desk's own keywords, so that it knows them again."""

REJECTED = -1
"""`xmp:Rating` of what was thrown out (Bridge); 0 is none, 1 to 5 are stars."""

LABELS: Mapping[Verdict, tuple[str, int, int]] = {
    Verdict.APPROVE: ("Green", 4, 3),
    Verdict.CORRECT: ("Yellow", 3, 2),
    Verdict.REJECT: ("Red", 1, 1),
    Verdict.ESCALATE: ("Purple", 6, 2),
}
"""By verdict: the label, digiKam's ColorLabel (1 red, 3 yellow, 4 green, 6 magenta), and its PickLabel
(1 rejected, 2 pending, 3 accepted)."""

_OUR_LABELS = {str(verdict): label for verdict, (label, *_) in LABELS.items()}
_MOST_KEYWORDS = 200
_LONGEST = 200


@dataclass(frozen=True)
class Spoken:
    """What a packet says: stars (-1 to 5) or None, a label, keywords."""

    rating: int | None = None
    label: str = ""
    keywords: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """As what is known of a photo; only what is said."""
        found = {"rating": self.rating, "label": self.label, "keywords": "; ".join(self.keywords)}
        return {name: value for name, value in found.items() if value not in (None, "")}


@dataclass(frozen=True)
class Judgement:
    """What the desk says in a sidecar: a verdict, and failure modes by family and name."""

    verdict: Verdict
    modes: tuple[tuple[str, str], ...] = ()


def spoken(packet: Packet) -> Spoken:
    """Stars, label and keywords of a packet; what the desk itself wrote is not among them."""
    ours, verdict = _ours(packet), packet.value(DESK, "Verdict")
    keywords = (word[:_LONGEST] for word in packet.values(DC, "subject") if word not in ours)
    label, rating = packet.value(XMP, "Label") or "", _rating(packet)
    if label == _OUR_LABELS.get(verdict or ""):
        label = ""
    if rating == REJECTED and verdict == Verdict.REJECT:
        rating = None
    return Spoken(rating, label[:_LONGEST], tuple(keywords)[:_MOST_KEYWORDS])


def judge(packet: Packet, judgement: Judgement) -> None:
    """Say a verdict and its failure modes in a packet. What others wrote there stays.

    Stars are the photographer's: only a reject is written as a rating, and taken back when it is none.
    """
    label, colour, pick = LABELS[judgement.verdict]
    packet.put(DESK, "rd", "Verdict", str(judgement.verdict))
    packet.put(XMP, "xmp", "Label", label)
    packet.put(DIGIKAM, "digiKam", "ColorLabel", str(colour))
    packet.put(DIGIKAM, "digiKam", "PickLabel", str(pick))
    if judgement.verdict is Verdict.REJECT:
        packet.put(XMP, "xmp", "Rating", str(REJECTED))
    elif _rating(packet) == REJECTED:
        packet.put(XMP, "xmp", "Rating", "0")
    _put_keywords(packet, judgement.modes)


def _put_keywords(packet: Packet, modes: Iterable[tuple[str, str]]) -> None:
    ours, paths = _ours(packet), [(ROOT, *mode) for mode in modes]
    others = [word for word in packet.values(DC, "subject") if word not in ours]
    names = [name for *_, name in paths if name not in others]
    packet.put_all(DC, "dc", "subject", [*others, *names])
    for ns, prefix, name, sign, ordered in _TREES:
        kept = [each for each in packet.values(ns, name) if each.split(sign)[0] != ROOT]
        packet.put_all(ns, prefix, name, [*kept, *map(sign.join, paths)], ordered=ordered)


_TREES = (
    (LR, "lr", "hierarchicalSubject", "|", False),
    (DIGIKAM, "digiKam", "TagsList", "/", True),
)
"""Keywords in trees: namespace, prefix, property, the sign between the steps, whether a sequence."""


def _ours(packet: Packet) -> set[str]:
    """The keywords that stand under the desk's own word in a tree."""
    paths = [each.split(sign) for ns, _, name, sign, _ in _TREES for each in packet.values(ns, name)]
    return {path[-1] for path in paths if path[0] == ROOT}


def _rating(packet: Packet) -> int | None:
    try:
        found = round(float(packet.value(XMP, "Rating") or ""))
    except (ValueError, OverflowError):
        return None
    return found if REJECTED <= found <= 5 else None
