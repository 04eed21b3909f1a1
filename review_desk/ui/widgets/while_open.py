"""Answers that come when the page that asked may be closed already."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

T = TypeVar("T")


def while_open(page: QWidget, then: Callable[[T], None]) -> Callable[[T], None]:
    """`then`, but nothing once the page is gone."""
    return partial(_answer, page, then)


def _answer(page: QWidget, then: Callable[[T], None], found: T) -> None:
    if isValid(page):
        then(found)
