"""What the actions of the record do."""

from review_desk.ui.actions.window import Window


def open_audit(window: Window) -> None:
    window.pages.audit()
