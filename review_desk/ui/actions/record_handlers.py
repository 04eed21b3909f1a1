"""What the actions of the record do."""

from review_desk.ui.actions.window import Window


def open_audit(window: Window) -> None:
    window.pages.audit()


def check_sealed_files(window: Window) -> None:
    if window.session.seal is None:
        window.session.refused.emit("This batch is not sealed: what passes its last gate is.")
    window.session.look_at_files()


def seal_now(window: Window) -> None:
    window.session.seal_now()


def ask_sidecars(window: Window) -> None:
    window.questions.sidecars()
