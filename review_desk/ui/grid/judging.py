"""Verdicts and tags on everything that is chosen on the page, with the question why."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from review_desk.domain.decision import Verdict
from review_desk.ui.grid.page import Page
from review_desk.ui.grid.sheet import Sheet
from review_desk.ui.review.prompt import ReasonPrompt


class Judging(QObject):
    """Judges what is chosen; asks over the sheet it was made for.

    Signals:
        typing(bool): the prompt is open, so that letters are letters.
    """

    typing = Signal(bool)

    def __init__(self, page: Page, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._page, self._session, self._sheet = page, page.session, sheet
        self.prompt = ReasonPrompt(sheet, self._session, self._on_prompt_closed)
        sheet.resized.connect(self._on_sheet_resized)

    def decide(self, verdict: Verdict) -> None:
        """Take a verdict on everything chosen; a reject asks why, unless every photo says so already."""
        chosen = self._page.selected_in_order
        if not chosen:
            self._session.refused.emit("No photo is chosen. Click one, or press Ctrl+A for all.")
        elif verdict is Verdict.REJECT and not all(map(self._has_reason, chosen)):
            self._ask(f"Why {self._are(chosen)} rejected?", partial(self._reject, chosen), needs_answer=True)
        else:
            self._session.decide_many(chosen, verdict)
            self._go_on(chosen)

    def _reject(self, chosen: list[str], tags: list[str], note: str) -> None:
        self._session.decide_many(chosen, Verdict.REJECT, tags=tags, note=note)
        self._go_on(chosen)

    def _go_on(self, chosen: list[str]) -> None:
        """After one photo comes the next, as in Review; many stay chosen."""
        if len(chosen) == 1 and self._session.auto_advance and self._page.current == chosen[0]:
            self._page.step("right", page=1)

    def _has_reason(self, photo: str) -> bool:
        found = self._page.photo(photo)
        return bool(found and found.decision and (found.decision.tags or found.decision.note))

    def _are(self, chosen: list[str]) -> str:
        found = self._page.photo(chosen[0])
        return f"are these {len(chosen)} photos" if len(chosen) > 1 else f"is {found.title if found else ''}"

    def clear(self) -> None:
        """Take the verdicts of everything chosen back."""
        if chosen := self._page.selected_in_order:
            self._session.clear_verdicts(chosen)

    def tag(self, tag: str) -> None:
        """Note a failure mode on everything chosen, or take it off where all have it."""
        if chosen := self._page.selected_in_order:
            self._session.tag_many(chosen, tag)

    def ask_tag(self) -> None:
        """Search a failure mode and note it on everything chosen."""
        if chosen := self._page.selected_in_order:
            self._ask("Note a failure mode", partial(self._noted, chosen), needs_answer=False, searching=True)

    def _noted(self, chosen: list[str], tags: list[str], text: str) -> None:
        for tag in tags:
            self._session.tag_many(chosen, tag)
        if text:
            self._session.refused.emit(f"“{text}” is not a failure mode of this desk.")

    def _ask(
        self,
        title: str,
        answered: Callable[[list[str], str], None],
        *,
        needs_answer: bool,
        searching: bool = False,
    ) -> None:
        self.typing.emit(True)
        usual = self._session.family.modes
        self.prompt.ask(title, usual, answered, needs_answer=needs_answer, searching=searching)

    def _on_prompt_closed(self) -> None:
        self.typing.emit(False)
        self._sheet.setFocus()

    def _on_sheet_resized(self) -> None:
        if self.prompt.isVisible():
            self.prompt.place()
