"""How measuring stands, in words."""

from typing import TYPE_CHECKING, Literal

from review_desk.operations.fan_out import Progress
from review_desk.ui.grid.drift.words import gap_reason

if TYPE_CHECKING:
    from review_desk.operations.drift import Drift

Stage = Literal["away", "reading", "measuring", "stopped", "failed", "done"]

_TOLD = 12


def under_way(stage: Stage, done: Progress) -> str:
    """While it goes on, or where it was stopped; nothing where it is done."""
    match stage:
        case "reading":
            return "Reading the batch …"
        case "measuring":
            return f"Measuring: {done.done} of {done.total} photos{_rest(done)}"
        case "stopped":
            return f"Stopped at {done.done} of {done.total} photos. They are remembered: measure on."
    return ""


def _rest(progress: Progress) -> str:
    if progress.seconds_left is None:
        return ""
    left = progress.seconds_left
    time_left = f"{left:.0f} s" if left < 100 else f"{left / 60:.0f} min"
    return f" · {progress.rate:.0f} a second · {time_left} left"


def outcome(found: "Drift | None") -> str:
    """What came of it."""
    if found is None:
        return ""
    count, missing = len(found.subjects), len(found.unmeasured)
    if not missing and not found.partly:
        return f"{len(found.flags)} of {count} photos {'is' if len(found.flags) == 1 else 'are'} off"
    aside = f" · {missing} not measured" if missing else ""
    return f"{len(found.flags)} of {count} off{aside}" + (
        f" · {len(found.partly)} in part" if found.partly else ""
    )


def nothing_alike(found: "Drift") -> str:
    """Why a measure of a judged batch has no picture."""
    if len(found.unmeasured) < len(found.subjects):
        return "Too few photos of this batch are alike on this measure. Another one may tell more."
    return f"No photo of this batch could be measured. {next(iter(found.unmeasured.values()), '')}"


def unmeasured(found: "Drift | None") -> str:
    """Which photos could not be measured, or not whole, and why, a line each; the first dozen."""
    if found is None:
        return ""
    missing = [*found.unmeasured, *found.partly]
    told = [f"{found.subject(each).title}: {gap_reason(found, each)}" for each in missing[:_TOLD]]
    return "\n".join([*told, f"and {len(missing) - _TOLD} more"] if len(missing) > _TOLD else told)
