"""What a person does with tolerances: set one, and have what was measured judged anew by it."""

from collections.abc import Callable
from functools import partial

from review_desk.domain.changes import Changes
from review_desk.domain.check.tolerance import Tolerance
from review_desk.operations.clock import now
from review_desk.operations.tolerances import set_tolerance
from review_desk.ui.checking import Checking
from review_desk.ui.readings import Written


class Tolerating(Checking):
    """The state with the verbs of setting tolerances."""

    def set_tolerance(self, check: str, tolerance: Tolerance | None, *, channel: str = "") -> None:
        """Give a check another tolerance, for every photo or one channel's; none: without the studio's."""
        wanted = partial(set_tolerance, check=check, tolerance=tolerance, channel=channel)
        self.write(partial(wanted, actor=self.reviewer, at=now()), failed=self.refuse)

    def _take(self, current: str | None, then: Callable[[Changes], None] | None, written: Written) -> None:
        super()._take(current, then, written)
        if "tolerance_file" in written.changes.kinds:
            self.judge_again()
