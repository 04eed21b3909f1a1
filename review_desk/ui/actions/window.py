"""What actions may ask of the window: what it lets everybody ask, its pages and its questions."""

from typing import Protocol

from review_desk.ui.host import Host
from review_desk.ui.pages import Pages
from review_desk.ui.questions import Questions


class Window(Host, Protocol):
    """The main window as the handlers of actions see it."""

    questions: Questions
    pages: Pages
