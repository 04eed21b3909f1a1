"""A decision: verdict + who + when + why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from review_desk.errors import BadInput, Refused


class Verdict(StrEnum):
    """What a person may say of a photo."""

    APPROVE = "approve"
    CORRECT = "correct"
    REJECT = "reject"
    ESCALATE = "escalate"

    @classmethod
    def read(cls, text: str) -> "Verdict":
        """The verdict of that name. Raises BadInput naming the four."""
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise BadInput(f"“{text}” is not a verdict: say {', '.join(cls)}.") from None

    @property
    def past(self) -> str:
        """The word for a photo that has it: approved, to correct, rejected, escalated."""
        return _PAST[self]


_PAST = {
    Verdict.APPROVE: "approved",
    Verdict.CORRECT: "to correct",
    Verdict.REJECT: "rejected",
    Verdict.ESCALATE: "escalated",
}


@dataclass(frozen=True)
class Decision:
    """What is decided on one photo so far.

    Without a verdict it is a draft: tags and a note taken down before judging. `version` is the number of the
    version that was judged, `display` what the judge looked at it on. An escalation may name a person or a
    role that it is handed to, and what they are asked.
    """

    photo: str
    verdict: Verdict | None
    version: int
    tags: tuple[str, ...] = ()
    note: str = ""
    reviewer: str = ""
    at: str = ""
    display: str = ""
    escalated_to: str = ""
    question: str = ""


def require_reason(verdict: Verdict, tags: Sequence[str], note: str) -> None:
    """A reject says why, by a failure mode or in words. Raises Refused when it does not."""
    if verdict is Verdict.REJECT and not tags and not note.strip():
        raise Refused("A reject needs a reason: name a failure mode or write a note.")


def require_question(verdict: Verdict, to: str, question: str) -> None:
    """Only what is escalated is handed to somebody, and who is named is asked something. Raises Refused."""
    if (to or question) and verdict is not Verdict.ESCALATE:
        raise Refused(f"Only an escalation asks somebody: this is “{verdict}”.")
    if to and not question:
        raise Refused(f"What is {to} asked? An escalation to somebody needs a question.")


def written(text: str) -> str:
    """Text as it can be kept: trimmed, and halves of characters (of a torn paste or argument) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def require_reviewer(reviewer: str) -> str:
    """The reviewer's name, trimmed. Raises Refused for an empty one: a decision is somebody's."""
    name = " ".join(written(reviewer).split())
    if not name:
        raise Refused("A decision needs a reviewer: say who you are.")
    return name
