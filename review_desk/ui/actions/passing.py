"""What a person can do with passes and presets."""

from review_desk.ui.actions.action import REVIEW, Action
from review_desk.ui.actions.window import Window


def _open_passes(window: Window) -> None:
    window.pages.passes()


def _open_models(window: Window) -> None:
    window.pages.models()


def _compare_presets(window: Window) -> None:
    """Compare the same two presets on the photo on screen; at first the page asks which."""
    trial = window.review.trial
    if trial.wanted.compared:
        trial.compare(trial.wanted.compared)
    else:
        window.pages.passes()


def _match_reference(window: Window) -> None:
    window.review.trial.match_reference()


def _write_crops(window: Window) -> None:
    window.questions.crops()


def _keep_trial(window: Window) -> None:
    window.review.trial.keep()


PASSING = (
    Action(
        "pass.choose", "Passes: try one, or run it on all that are chosen…", ("Ctrl+Shift+D",), _open_passes
    ),
    Action(
        "pass.compare",
        "Compare two presets on this photo, the same as last time",
        ("Ctrl+Alt+D",),
        _compare_presets,
        where=REVIEW,
    ),
    Action(
        "pass.match",
        "Normalise the exposure to the pinned reference: try it",
        ("Ctrl+Alt+R",),
        _match_reference,
        where=REVIEW,
    ),
    Action("pass.crops", "Crops for every channel, of the chosen photos…", (), _write_crops),
    Action("pass.models", "Models: which runs, add, verify, compare…", ("Ctrl+Alt+O",), _open_models),
    Action(
        "pass.keep",
        "Keep what the pass made as a new version",
        ("Return", "Enter"),
        _keep_trial,
        where=REVIEW,
    ),
)
