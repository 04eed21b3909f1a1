"""Switching between normal and tightened inspection by what the lots before came to (ISO 2859-1, 9.3).

To tightened when two of five or fewer lots in a row were refused; back to normal after five in a row were
accepted; inspection stops when five lots were refused while it was tightened. Lots that are offered again
after they were refused do not count. Reduced inspection is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from review_desk.domain.sampling.tables import Strictness

Outcome = Literal["accepted", "refused", "resumed"]
"""Of a lot; “resumed” is no lot: somebody has put right what stopped the inspection."""

_WINDOW, _TWO, _FIVE = 5, 2, 5


@dataclass(frozen=True)
class Switch:
    """How the next lot is inspected, and why in words. `stopped`: it is not, until somebody resumes."""

    strictness: Strictness = "normal"
    stopped: bool = False
    why: str = "Inspection starts at normal."


@dataclass
class _Run:
    strictness: Strictness = "normal"
    recent: tuple[Outcome, ...] = ()
    accepted_in_a_row: int = 0
    refused_while_tightened: int = 0
    stopped: bool = False
    why: str = Switch.why

    def take(self, outcome: Outcome) -> None:
        if outcome == "resumed":
            if self.stopped:
                self._tighten("Inspection was resumed, at tightened.")
        elif self.stopped:
            return
        elif self.strictness == "normal":
            self.recent = (*self.recent, outcome)[-_WINDOW:]
            if self.recent.count("refused") >= _TWO:
                self._tighten("Two of the last five lots were refused: inspection is tightened.")
        else:
            self._take_tightened(outcome)

    def _take_tightened(self, outcome: Outcome) -> None:
        if outcome == "refused":
            self.accepted_in_a_row = 0
            self.refused_while_tightened += 1
            if self.refused_while_tightened >= _FIVE:
                self.stopped = True
                self.why = (
                    "Five lots were refused at tightened inspection: it stops until the cause is mended."
                )
            return
        self.accepted_in_a_row += 1
        if self.accepted_in_a_row >= _FIVE:
            self.strictness, self.recent = "normal", ()
            self.why = "Five lots in a row were accepted: inspection is back to normal."

    def _tighten(self, why: str) -> None:
        self.strictness, self.stopped, self.why = "tightened", False, why
        self.recent, self.accepted_in_a_row, self.refused_while_tightened = (), 0, 0


def switch(outcomes: Iterable[Outcome]) -> Switch:
    """How the next lot is inspected after these, the oldest first."""
    run = _Run()
    for outcome in outcomes:
        run.take(outcome)
    return Switch(run.strictness, run.stopped, run.why)
