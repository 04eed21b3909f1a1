"""What a person can do about colour: proofs, conversion, the display."""

from review_desk.ui.actions.action import REVIEW, Action
from review_desk.ui.actions.window import Window

_PROOFS = (None, "srgb", "marketplace")


def _next_proof(window: Window) -> None:
    """Soft proof: off, sRGB, a marketplace's JPEG; after a profile of one's own, off."""
    colours = window.colours
    here = _PROOFS.index(colours.proof) if colours.proof in _PROOFS else len(_PROOFS) - 1
    colours.set_proof(_PROOFS[(here + 1) % len(_PROOFS)], warn_gamut=colours.warn_gamut)


def _toggle_gamut_warning(window: Window) -> None:
    colours = window.colours
    colours.set_proof(colours.proof or "srgb", warn_gamut=not colours.warn_gamut)


def _ask_proof(window: Window) -> None:
    window.questions.proof()


def _next_intent(window: Window) -> None:
    """Relative colorimetric or perceptual."""
    colours = window.colours
    intent = "perceptual" if colours.intent == "relative" else "relative"
    colours.set_conversion(intent=intent, bpc=colours.bpc)
    window.session.told.emit(f"Rendering intent: {intent}.")


def _toggle_black_point(window: Window) -> None:
    colours = window.colours
    colours.set_conversion(intent=colours.intent, bpc=not colours.bpc)
    window.session.told.emit(f"Black-point compensation is {'on' if colours.bpc else 'off'}.")


def _open_display(window: Window) -> None:
    window.pages.display()


COLOURING = (
    Action("colour.proof", "Soft proof: off, sRGB, marketplace", ("Alt+P",), _next_proof, where=REVIEW),
    Action("colour.proof_profile", "Soft proof by a profile…", (), _ask_proof, where=REVIEW),
    Action(
        "colour.gamut", "Gamut warning of the soft proof", ("Alt+G",), _toggle_gamut_warning, where=REVIEW
    ),
    Action("colour.intent", "Rendering intent: relative or perceptual", (), _next_intent, where=REVIEW),
    Action(
        "colour.black_point", "Black-point compensation: on or off", (), _toggle_black_point, where=REVIEW
    ),
    Action("desk.display", "Display and calibration…", ("Ctrl+Shift+K",), _open_display),
)
