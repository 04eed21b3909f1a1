"""What of the session and of its rooms comes back on the next start."""

from dataclasses import replace

from review_desk.domain.view_values import told_values
from review_desk.ui.intake.workspace import IntakeWorkspace
from review_desk.ui.review.workspace import ReviewWorkspace
from review_desk.ui.saved_state import SavedState
from review_desk.ui.session import Session


def session_saved(state: SavedState, session: Session) -> SavedState:
    """A state with what is open and how it is looked at."""
    view, reference = session.view, session.beside.reference
    return replace(
        state,
        batch=session.batch.id if session.batch else "",
        photo=session.current.id if session.current else "",
        filter=session.filter,
        mode=view.mode,
        zoom=view.zoom,
        centre_x=view.centre[0],
        centre_y=view.centre[1],
        wipe=view.wipe,
        reviewer=session.reviewer,
        auto_advance=session.auto_advance,
        histogram=session.histogram_shown,
        values=told_values(view),
        reference=reference.photo.id if reference else "",
        reference_version=reference.version.number if reference else 0,
    )


def review_saved(state: SavedState, review: ReviewWorkspace) -> SavedState:
    """A state with the canvas and what is around it."""
    size = review.canvas.viewport()
    file, level = review.canvas.first_pixels() if state.photo else ("", 0)
    return replace(
        state,
        surround=review.canvas.surround_step,
        panels=review.panels_shown,
        canvas_width=size.width,
        canvas_height=size.height,
        first_file=file,
        first_level=level,
    )


def intake_saved(state: SavedState, intake: IntakeWorkspace) -> SavedState:
    """A state with the folder that is watched."""
    return replace(state, watched=intake.watching.folder)
