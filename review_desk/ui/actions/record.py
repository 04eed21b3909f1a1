"""Everything a person can do about the record of the desk."""

from review_desk.ui.actions.action import Action
from review_desk.ui.actions.window import Window


def _open_audit(window: Window) -> None:
    window.pages.audit()


def _check_sealed_files(window: Window) -> None:
    if window.session.seal is None:
        window.session.refused.emit("This batch is not sealed: what passes its last gate is.")
    window.session.look_at_files()


def _seal_now(window: Window) -> None:
    window.session.seal_now()


def _ask_sidecars(window: Window) -> None:
    window.questions.sidecars()


RECORD = (
    Action("desk.audit", "Audit: who did what, when and why…", ("Ctrl+Shift+A",), _open_audit),
    Action("desk.sidecars", "Write verdicts into XMP sidecars…", ("Ctrl+Alt+X",), _ask_sidecars),
    Action("seal.files", "Check the files of this batch against its seal", (), _check_sealed_files),
    Action("seal.now", "Seal this batch as it stands", (), _seal_now),
)
