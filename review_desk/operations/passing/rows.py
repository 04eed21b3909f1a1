"""The row of one photo in a run, from queued to done; each change is an event beside the undo stack."""

from typing import Any

from review_desk.domain.pass_run import State
from review_desk.errors import BadInput
from review_desk.store.log import Step


def settle(step: Step, run: str, photo: str, state: State, **told: Any) -> None:
    """Set the state of a photo of a run, with `reason`, `work` or `version`. Raises BadInput for none."""
    row = step.get("pass_job", run_id=run, photo_id=photo)
    if row is None:
        raise BadInput(f"The run {run} has no photo {photo}.")
    step.put("pass_job", {**row, "reason": "", **told, "state": state})
